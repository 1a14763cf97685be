import { arn, type Facts, globalArn, type RuleTable, type TypeRules } from "../facts";
import { text } from "../facts";

/** Detection, posture and web application firewalls. */
export const security: RuleTable = {
  "aws:guardduty/detector:Detector": {
    outputs: { arn: arn("guardduty", "detector/{id}"), accountId: "{account}" },
  },
  "aws:guardduty/filter:Filter": {
    id: "{detectorId}:{name}",
    outputs: { arn: arn("guardduty", "detector/{detectorId}/filter/{name}") },
  },
  "aws:guardduty/publishingDestination:PublishingDestination": { id: "{detectorId}:{hex:32}" },
  "aws:guardduty/iPSet:IPSet": { id: "{detectorId}:{hex:32}" },
  "aws:guardduty/threatIntelSet:ThreatIntelSet": { id: "{detectorId}:{hex:32}" },
  "aws:guardduty/member:Member": { id: "{detectorId}:{accountId}" },
  "aws:guardduty/detectorFeature:DetectorFeature": { id: "{detectorId}/{name}" },
  "aws:guardduty/organizationConfigurationFeature:OrganizationConfigurationFeature": {
    id: "{detectorId}/{name}",
  },
  "aws:securityhub/account:Account": { outputs: { arn: arn("securityhub", "hub/default") } },
  "aws:securityhub/standardsSubscription:StandardsSubscription": {
    id: (facts) =>
      text(facts, "standardsArn").replace(/^arn:([^:]+):([^:]+):[^:]*::standards\//, subscription(facts)),
  },
  "aws:securityhub/actionTarget:ActionTarget": {
    id: arn("securityhub", "action/custom/{identifier}"),
    outputs: { arn: "{id}" },
  },
  "aws:securityhub/insight:Insight": {
    id: arn("securityhub", "insight/{account}/custom/{uuid}"),
    outputs: { arn: "{id}" },
  },
  "aws:inspector2/enabler:Enabler": { id: "{account}-{resourceTypes}" },
  "aws:inspector2/organizationConfiguration:OrganizationConfiguration": { id: "{account}" },
  "aws:detective/graph:Graph": { id: arn("detective", "graph:{hex:32}"), outputs: { graphArn: "{id}" } },
  "aws:macie2/account:Account": {
    id: "{account}",
    outputs: {
      serviceRole: globalArn("iam", "role/aws-service-role/macie.amazonaws.com/AWSServiceRoleForAmazonMacie"),
    },
  },
  "aws:accessanalyzer/analyzer:Analyzer": {
    id: "{analyzerName}",
    outputs: { arn: arn("access-analyzer", "analyzer/{analyzerName}") },
  },
  "aws:accessanalyzer/archiveRule:ArchiveRule": { id: "{analyzerName}/{ruleName}" },
  "aws:fms/policy:Policy": { outputs: { arn: arn("fms", "policy/{id}") } },
  "aws:shield/protection:Protection": { outputs: { arn: globalArn("shield", "protection/{id}") } },
  "aws:shield/protectionGroup:ProtectionGroup": {
    id: "{protectionGroupId}",
    outputs: { protectionGroupArn: globalArn("shield", "protection-group/{protectionGroupId}") },
  },
  "aws:wafv2/webAcl:WebAcl": waf("webacl", { capacity: () => 100, applicationIntegrationUrl: "" }),
  "aws:wafv2/ruleGroup:RuleGroup": waf("rulegroup"),
  "aws:wafv2/ipSet:IpSet": waf("ipset"),
  "aws:wafv2/regexPatternSet:RegexPatternSet": waf("regexpatternset"),
  "aws:wafv2/webAclAssociation:WebAclAssociation": { id: "{webAclArn},{resourceArn}" },
  "aws:wafv2/webAclLoggingConfiguration:WebAclLoggingConfiguration": { id: "{resourceArn}" },
};

/** A type of WAF; with the scope CLOUDFRONT its ARN is global, in the region us-east-1. */
function waf(kind: string, outputs: TypeRules["outputs"] = {}): TypeRules {
  const scope = (facts: Facts): string => (text(facts, "scope") === "CLOUDFRONT" ? "global" : "regional");
  return {
    id: "{uuid}",
    outputs: {
      arn: (facts) =>
        `arn:${facts.partition}:wafv2:${facts.region}:${facts.account}:${scope(facts)}/${kind}/${facts.name}/${facts.id}`,
      ...outputs,
    },
  };
}

function subscription({ region, account }: Facts): string {
  return `arn:$1:$2:${region}:${account}:subscription/`;
}
