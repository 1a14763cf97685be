import { type Values, unknown } from "./values";

/**
 * Types that the vendor's provider always deletes before it creates their replacement.
 * Source: DeleteBeforeReplace in pulumi-aws, provider/resource_overrides.go.
 */
const deletedFirst: ReadonlySet<string> = new Set([
  "aws:apigateway/integration:Integration",
  "aws:cloudwatch/logSubscriptionFilter:LogSubscriptionFilter",
  "aws:ec2/securityGroupRule:SecurityGroupRule",
  "aws:ec2transitgateway/vpcAttachment:VpcAttachment",
  "aws:ecr/lifecyclePolicy:LifecyclePolicy",
  "aws:efs/mountTarget:MountTarget",
  "aws:iam/accountAlias:AccountAlias",
  "aws:iam/groupPolicyAttachment:GroupPolicyAttachment",
  "aws:iam/policyAttachment:PolicyAttachment",
  "aws:iam/rolePolicyAttachment:RolePolicyAttachment",
  "aws:iam/userPolicyAttachment:UserPolicyAttachment",
]);

/** Whether a replacement of this type deletes first, whatever the name. */
export function deletesFirst(token: string): boolean {
  return deletedFirst.has(token);
}

/** Switches with which AWS refuses a deletion: the output and the value it has then. */
const switches: Readonly<Record<string, readonly [output: string, value: boolean | string]>> = {
  "aws:alb/loadBalancer:LoadBalancer": ["enableDeletionProtection", true],
  "aws:cloudtrail/eventDataStore:EventDataStore": ["terminationProtectionEnabled", true],
  "aws:cloudwatch/logGroup:LogGroup": ["deletionProtectionEnabled", true],
  "aws:cognito/userPool:UserPool": ["deletionProtection", "ACTIVE"],
  "aws:dynamodb/table:Table": ["deletionProtectionEnabled", true],
  "aws:ec2/instance:Instance": ["disableApiTermination", true],
  "aws:eks/cluster:Cluster": ["deletionProtection", true],
  "aws:lb/loadBalancer:LoadBalancer": ["enableDeletionProtection", true],
  "aws:networkfirewall/firewall:Firewall": ["deleteProtection", true],
  "aws:rds/cluster:Cluster": ["deletionProtection", true],
  "aws:rds/globalCluster:GlobalCluster": ["deletionProtection", true],
  "aws:rds/instance:Instance": ["deletionProtection", true],
};

/** Why AWS would refuse to delete a resource, as far as its own state tells; undefined if nothing does. */
export function deletionProblem(token: string, outputs: Values, now: Date): string | undefined {
  const [output, value] = switches[token] ?? [];
  if (output !== undefined && outputs[output] === value && outputs["forceDestroy"] !== true) {
    return `deletion is refused while ${output} is ${JSON.stringify(value)}: change that first, in an update of its own`;
  }
  return /^aws:s3\/bucketObject(?:v2)?:/.test(token) ? objectProblem(outputs, now) : undefined;
}

/** Object Lock, https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-lock.html: `forceDestroy` bypasses governance mode only. */
function objectProblem(outputs: Values, now: Date): string | undefined {
  const until = outputs["objectLockRetainUntilDate"];
  const mode = outputs["objectLockMode"];
  const isRetained = typeof until === "string" && until !== unknown && Date.parse(until) > now.getTime();
  if (isRetained && mode === "COMPLIANCE") return `Object Lock retains it in compliance mode until ${until}`;
  if (outputs["forceDestroy"] === true) return undefined;
  if (isRetained && mode === "GOVERNANCE") return `Object Lock retains it in governance mode until ${until}`;
  return outputs["objectLockLegalHoldStatus"] === "ON" ? "a legal hold is on it" : undefined;
}
