import { random } from "./templates";
import type { ResourceType } from "./types";
import { isGiven, type Values } from "./values";

/** How a type is named. */
export interface NameRule {
  /** Input that holds the name. */
  readonly property: string;
  /** The longest name that AWS accepts, in characters. */
  readonly maximum: number;
  /** @default "-" */
  readonly separator?: string;
  /** Random characters after the separator: their number (0 gives the logical name alone) and alphabet. @default 7 of 0-9, a-f */
  readonly random?: { readonly length: number; readonly alphabet?: string };
  readonly lowercase?: boolean;
  /** What every name starts with. */
  readonly prefix?: string;
  /** Boolean input that makes the name end in `.fifo`. */
  readonly fifo?: string;
}

const letters = { length: 8, alphabet: "abcdefghijklmnopqrstuvwxyz" };
const named = (maximum: number, property = "name"): NameRule => ({ property, maximum });

/**
 * Where a name follows another rule than the general one, and AWS's limits. Sources: the overrides of the vendor's
 * provider (pulumi-aws, provider/resource_overrides.go) and, for the limits, the API references of the services.
 */
const rules: Readonly<Record<string, NameRule>> = {
  "aws:athena/database:Database": { property: "name", maximum: 255, separator: "_" },
  "aws:backup/restoreTestingPlan:RestoreTestingPlan": { property: "name", maximum: 50, separator: "_" },
  "aws:backup/vault:Vault": named(50),
  "aws:cfg/rule:Rule": named(128),
  "aws:cloudtrail/trail:Trail": named(128),
  "aws:cloudwatch/eventBus:EventBus": named(256),
  "aws:cloudwatch/eventRule:EventRule": named(64),
  "aws:cloudwatch/eventTarget:EventTarget": named(64, "targetId"),
  "aws:cloudwatch/logGroup:LogGroup": named(512),
  "aws:cognito/userPool:UserPool": named(128),
  "aws:ec2/keyPair:KeyPair": named(255, "keyName"),
  "aws:ec2/launchTemplate:LaunchTemplate": named(128),
  "aws:efs/fileSystem:FileSystem": named(64, "creationToken"),
  "aws:eks/fargateProfile:FargateProfile": named(100, "fargateProfileName"),
  "aws:eks/nodeGroup:NodeGroup": named(63, "nodeGroupName"),
  "aws:elb/loadBalancer:LoadBalancer": named(32),
  "aws:glue/catalogDatabase:CatalogDatabase": letterNamed(),
  "aws:glue/catalogTable:CatalogTable": letterNamed(),
  "aws:iam/group:Group": named(128),
  "aws:iam/groupPolicy:GroupPolicy": named(128),
  "aws:iam/instanceProfile:InstanceProfile": named(128),
  "aws:iam/policy:Policy": named(128),
  "aws:iam/role:Role": named(64),
  "aws:iam/rolePolicy:RolePolicy": named(128),
  "aws:iam/user:User": named(64),
  "aws:iam/userPolicy:UserPolicy": named(128),
  "aws:kinesis/firehoseDeliveryStream:FirehoseDeliveryStream": named(64),
  "aws:kms/alias:Alias": { property: "name", maximum: 256, prefix: "alias/" },
  "aws:lambda/function:Function": named(64),
  "aws:lambda/permission:Permission": named(100, "statementId"),
  "aws:lb/loadBalancer:LoadBalancer": named(32),
  "aws:lb/targetGroup:TargetGroup": named(32),
  "aws:rds/instance:Instance": named(63, "identifier"),
  "aws:s3/bucket:Bucket": { property: "bucket", maximum: 63, lowercase: true },
  "aws:s3/bucketV2:BucketV2": { property: "bucket", maximum: 63, lowercase: true },
  "aws:s3/bucketObject:BucketObject": { property: "key", maximum: 1024, random: { length: 0 } },
  "aws:s3/bucketObjectv2:BucketObjectv2": { property: "key", maximum: 1024, random: { length: 0 } },
  "aws:scheduler/schedule:Schedule": named(64),
  "aws:secretsmanager/secret:Secret": named(512),
  "aws:sfn/stateMachine:StateMachine": named(80),
  "aws:sns/topic:Topic": { property: "name", maximum: 256, fifo: "fifoTopic" },
  "aws:sqs/queue:Queue": { property: "name", maximum: 80, fifo: "fifoQueue" },
  "aws:ssm/document:Document": named(128),
  "aws:wafv2/ipSet:IpSet": named(128),
  "aws:wafv2/ruleGroup:RuleGroup": named(128),
  "aws:wafv2/webAcl:WebAcl": named(128),
};

function letterNamed(): NameRule {
  return { property: "name", maximum: 255, separator: "_", random: letters, lowercase: true };
}

/** The rule by which a type is named, or undefined if the provider gives it no name by itself. */
export function nameRule(type: ResourceType): NameRule | undefined {
  const rule = rules[type.token.replace(/^aws:alb\//, "aws:lb/")];
  if (rule !== undefined) return rule;
  const property = type.properties.get("name");
  if (property?.isInput !== true || property.isRequired || property.kind !== "string") return undefined;
  return named(255);
}

/** Whether the provider has to choose a name: there is a rule, and neither name nor prefix is given. */
export function needsName(rule: NameRule | undefined, inputs: Values): rule is NameRule {
  return rule !== undefined && !isGiven(inputs[rule.property]) && !isGiven(inputs[`${rule.property}Prefix`]);
}

/** The name that the provider chooses: logical name, separator, random characters; reproducible from the seed. */
export function autoName(rule: NameRule, logicalName: string, inputs: Values, seed: string): string {
  const { length, alphabet } = rule.random ?? { length: 7 };
  const ending = length === 0 ? "" : (rule.separator ?? "-") + random(seed, length, alphabet);
  return decorate(rule, logicalName + ending, inputs);
}

/** A proposed name with what the type demands of every name: lower case, prefix, ending. */
export function decorate(rule: NameRule, name: string, inputs: Values): string {
  const cased = rule.lowercase === true ? name.toLowerCase() : name;
  const prefix = rule.prefix !== undefined && !cased.startsWith(rule.prefix) ? rule.prefix : "";
  return prefix + cased + (rule.fifo !== undefined && inputs[rule.fifo] === true ? ".fifo" : "");
}

/** Name that AWS knows the resource by: the given or chosen one, or one made from the given prefix. */
export function physicalName(type: ResourceType, logicalName: string, inputs: Values, seed: string): string {
  const property = nameRule(type)?.property ?? "name";
  const given = inputs[property];
  if (typeof given === "string") return given;
  const prefix = inputs[`${property}Prefix`];
  // The AWS provider adds a time of 18 digits and a counter of 8 hexadecimal digits to a prefix.
  return typeof prefix === "string"
    ? prefix + random(`${seed}\ntime`, 18, "0123456789") + random(`${seed}\ncounter`, 8)
    : logicalName;
}
