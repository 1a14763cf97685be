import { type Facts, globalArn, arn } from "../facts";
import { fill } from "../templates";
import type { Property, ResourceType } from "../types";
import { isGiven, type Value } from "../values";

/** Every time that the simulator makes up, so that a second update changes nothing. */
export const birth = "2025-01-01T00:00:00Z";

/** Service in the ARN where it is not the folder of the type. */
const services: Readonly<Record<string, string>> = {
  acmpca: "acm-pca",
  accessanalyzer: "access-analyzer",
  alb: "elasticloadbalancing",
  apigatewayv2: "apigateway",
  appautoscaling: "application-autoscaling",
  cfg: "config",
  cognito: "cognito-idp",
  ebs: "ec2",
  ec2clientvpn: "ec2",
  ec2transitgateway: "ec2",
  efs: "elasticfilesystem",
  elb: "elasticloadbalancing",
  lb: "elasticloadbalancing",
  macie: "macie2",
  networkfirewall: "network-firewall",
  resourceexplorer: "resource-explorer-2",
  resourcegroups: "resource-groups",
  s3control: "s3",
  sfn: "states",
  ssmcontacts: "ssm-contacts",
  ssmincidents: "ssm-incidents",
  ssoadmin: "sso",
  vpc: "ec2",
  vpclattice: "vpc-lattice",
  wafregional: "waf-regional",
};

const withoutRegion: ReadonlySet<string> = new Set([
  ...[
    "account",
    "budgets",
    "chatbot",
    "cloudfront",
    "globalaccelerator",
    "iam",
    "identitystore",
    "networkmanager",
  ],
  ...["organizations", "route53", "shield", "ssmincidents", "ssoadmin", "waf"],
]);

/** Name of a type in ARNs and ids: `aws:ec2/networkAcl:NetworkAcl` is `network-acl`. */
function kebab(type: ResourceType): string {
  const name = /:([^:]+)$/.exec(type.token)?.[1] ?? "";
  return name.replace(/([a-z0-9])([A-Z])/g, "$1-$2").toLowerCase();
}

/** Template of an id for a type without a rule: that of its documentation, its owner's id, its name, or random. */
export function generalId(type: ResourceType): string {
  const documented = type.idTemplate;
  const owner = ownerInput(type);
  if (owner !== undefined && (documented === undefined || isRandom(documented))) return `{${owner}}`;
  if (documented !== undefined) return documented;
  const named = type.properties.get("name");
  return named?.isInput === true && named.kind === "string" ? "{name}" : `${kebab(type)}-{hex:17}`;
}

function isRandom(template: string): boolean {
  return /\{(?:hex|uuid)\b/.test(template);
}

/**
 * The input that names the resource which this one is a part of, and whose id it shares: `bucket` of a bucket policy.
 * Such a type has neither name nor ARN of its own, and exactly one required input that replaces it and names a resource.
 */
function ownerInput(type: ResourceType): string | undefined {
  const own = type.properties.get("arn");
  if ((own !== undefined && !own.isInput) || type.properties.has("name")) return undefined;
  const candidates = Array.from(type.properties).filter(
    ([name, property]) => property.isRequired && property.kind === "string" && type.replacing.has(name),
  );
  const [first, ...others] = candidates.map(([name]) => name);
  return others.length === 0 &&
    first !== undefined &&
    /(?:Id|Arn|Identifier|Name)$|^(?:arn|bucket)$/.test(first)
    ? first
    : undefined;
}

/** A plausible value for an output without a rule, from its name and kind. */
export function generalOutput(name: string, property: Property, facts: Facts): Value {
  if (property.kind !== "string") return byKind[property.kind];
  if (property.isInput && !madeUp.test(name)) return "";
  const rule = textRules.find(([pattern]) => pattern.test(name));
  return rule === undefined ? "" : fill(rule[1](facts, name), name, facts);
}

const byKind: Readonly<Record<Exclude<Property["kind"], "string">, Value>> = {
  number: 0,
  boolean: false,
  list: [],
  map: {},
  object: {},
};

/** Inputs that AWS chooses when they are not given. */
const madeUp = /^(?:availabilityZone|region|ownerId|accountId|name)$/;

type TextRule = readonly [pattern: RegExp, template: (facts: Facts, name: string) => string];

const textRules: readonly TextRule[] = [
  [/^arn$|^resourceArn$/, generalArn],
  [/[aA]rn$/, (facts, name) => (ownArn(facts.type, name) ? generalArn(facts) : "")],
  [
    /(?:^(?:owner|account|awsAccount|registry|catalog)|OwnerAccount|Owner|AccountId|AccountOwner)(?:Id)?$|^ownerAccountId$/,
    () => "{account}",
  ],
  [/^(?:home|bucket|aws|source|peer|connection|ipam|ipamResourceDiscovery)?[rR]egion$/, () => "{region}"],
  [/^availabilityZone(?:Name)?$/, () => "{region}a"],
  [/^name$/, () => "{name}"],
  [
    /^(?:dnsName|endpoint|.*DomainName|.*DnsName)$/,
    ({ type }) => `{name}-{alnum:12}.${serviceOf(type)}.{region}.{dnsSuffix}`,
  ],
  [/(?:Url|Uri)$|^url$/, ({ type }) => `https://${serviceOf(type)}.{region}.{dnsSuffix}/{name}`],
  [/(?:Date|Time|Timestamp|At|On)$|^date|^created|^notBefore$/, () => birth],
  [/^notAfter$|^validUntil$/, () => "2030-01-01T00:00:00Z"],
  [/^(?:.*Status|status)$/, () => "ACTIVE"],
  [/^(?:.*State|state)$/, () => "available"],
  [
    /^(?:etag|eTag|.*Etag|lockToken|updateToken|.*UpdateToken|callerReference|revisionId|fingerprint)$/,
    () => "{uuid}",
  ],
  [/^version$/, () => "1"],
  [/Id$/, (facts, name) => idFor(facts, name)],
];

/** `fileSystemArn` of a file system is its own ARN; `kmsKeyArn` is somebody else's. */
function ownArn(type: ResourceType, property: string): boolean {
  return (
    type.properties.get("arn") === undefined &&
    type.token.toLowerCase().endsWith(property.slice(0, -3).toLowerCase())
  );
}

/** An id that belongs to the resource is its own id; any other has the prefix that EC2 gives to such ids. */
function idFor({ type }: Facts, property: string): string {
  if (type.token.toLowerCase().endsWith(property.slice(0, -2).toLowerCase())) return "{id}";
  const prefix = Object.entries(idPrefixes).find(([ending]) =>
    property.toLowerCase().endsWith(ending.toLowerCase()),
  );
  return prefix === undefined ? "{alnum:20}" : `${prefix[1]}-{hex:17}`;
}

const idPrefixes: Readonly<Record<string, string>> = {
  networkInterfaceId: "eni",
  securityGroupId: "sg",
  subnetId: "subnet",
  vpcId: "vpc",
  routeTableId: "rtb",
  networkAclId: "acl",
  dhcpOptionsId: "dopt",
  snapshotId: "snap",
  volumeId: "vol",
  instanceId: "i",
  associationId: "assoc",
  attachmentId: "attach",
};

function serviceOf({ module }: ResourceType): string {
  return services[module] ?? module;
}

/** ARN with the kebab-case name of the type, unless the id is an ARN already. */
function generalArn({ type, id }: Facts): string {
  if (id.startsWith("arn:")) return "{id}";
  const resource = `${kebab(type)}/{id}`;
  return withoutRegion.has(type.module)
    ? globalArn(serviceOf(type), resource)
    : arn(serviceOf(type), resource);
}

/** Whether an input counts as the value of the output with its name. Write-only inputs never do. */
export function isOutputValue(name: string, value: Value | undefined): boolean {
  return isGiven(value) && !name.startsWith("__") && !name.endsWith("Wo");
}
