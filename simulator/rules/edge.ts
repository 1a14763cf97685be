import { arn, type Facts, globalArn, type RuleTable, text } from "../facts";
import { random } from "../templates";
import type { Value } from "../values";

/** Zone of every CloudFront distribution. Source: the AWS provider's documentation of aws_cloudfront_distribution. */
const cloudfrontZone = "Z2FDTNDATAQYW2";

/** DNS, content delivery, APIs and user pools. */
export const edge: RuleTable = {
  "aws:route53/zone:Zone": {
    id: "Z{upper:20}",
    outputs: {
      arn: "arn:{partition}:route53:::hostedzone/{id}",
      zoneId: "{id}",
      nameServers,
      primaryNameServer: (facts) => nameServers(facts)[0] ?? "",
      comment: "Managed by Pulumi",
    },
  },
  "aws:route53/record:Record": { id: "{zoneId}_{name}_{type}", outputs: { fqdn: "{name}" } },
  "aws:route53/keySigningKey:KeySigningKey": { id: "{hostedZoneId},{name}" },
  "aws:route53/resolverConfig:ResolverConfig": { id: "rslvr-rc-{hex:16}" },
  "aws:route53/resolverFirewallConfig:ResolverFirewallConfig": { id: "rslvr-fc-{hex:16}" },
  "aws:route53/healthCheck:HealthCheck": { outputs: { arn: "arn:{partition}:route53:::healthcheck/{id}" } },
  "aws:route53/zoneAssociation:ZoneAssociation": { id: "{zoneId}:{vpcId}" },
  "aws:route53/vpcAssociationAuthorization:VpcAssociationAuthorization": { id: "{zoneId}:{vpcId}" },
  "aws:route53/resolverEndpoint:ResolverEndpoint": {
    id: (facts) =>
      `rslvr-${text(facts, "direction") === "OUTBOUND" ? "out" : "in"}-${random(facts.seed, 17)}`,
    outputs: { arn: arn("route53resolver", "resolver-endpoint/{id}") },
  },
  "aws:route53/resolverRule:ResolverRule": { outputs: { arn: arn("route53resolver", "resolver-rule/{id}") } },
  "aws:route53/resolverQueryLogConfig:ResolverQueryLogConfig": {
    outputs: { arn: arn("route53resolver", "resolver-query-log-config/{id}") },
  },
  "aws:route53/resolverFirewallDomainList:ResolverFirewallDomainList": {
    outputs: { arn: arn("route53resolver", "firewall-domain-list/{id}") },
  },
  "aws:route53/resolverFirewallRuleGroup:ResolverFirewallRuleGroup": {
    outputs: { arn: arn("route53resolver", "firewall-rule-group/{id}") },
  },
  "aws:route53/resolverFirewallRule:ResolverFirewallRule": {
    id: "{firewallRuleGroupId}:{firewallDomainListId}",
  },
  "aws:route53/resolverFirewallRuleGroupAssociation:ResolverFirewallRuleGroupAssociation": {
    outputs: { arn: arn("route53resolver", "firewall-rule-group-association/{id}") },
  },
  "aws:cloudfront/distribution:Distribution": {
    id: "E{upper:13}",
    outputs: {
      arn: globalArn("cloudfront", "distribution/{id}"),
      domainName: "d{alnum:13}.cloudfront.net",
      hostedZoneId: cloudfrontZone,
      status: "Deployed",
      etag: "E{upper:12}",
    },
  },
  "aws:cloudfront/originAccessControl:OriginAccessControl": {
    id: "E{upper:13}",
    outputs: { arn: globalArn("cloudfront", "origin-access-control/{id}"), etag: "E{upper:12}" },
  },
  "aws:cloudfront/publicKey:PublicKey": { id: "K{upper:13}" },
  "aws:apigateway/restApi:RestApi": {
    id: "{alnum:10}",
    outputs: {
      arn: "arn:{partition}:apigateway:{region}::/restapis/{id}",
      executionArn: arn("execute-api", "{id}"),
      rootResourceId: "{alnum:10}",
    },
  },
  "aws:apigateway/resource:Resource": { id: "{alnum:6}", outputs: { path: "/{pathPart}" } },
  "aws:apigateway/deployment:Deployment": { id: "{alnum:6}" },
  "aws:apigateway/stage:Stage": {
    id: "ags-{restApi}-{stageName}",
    outputs: {
      arn: "arn:{partition}:apigateway:{region}::/restapis/{restApi}/stages/{stageName}",
      executionArn: arn("execute-api", "{restApi}/{stageName}"),
      invokeUrl: "https://{restApi}.execute-api.{region}.{dnsSuffix}/{stageName}",
    },
  },
  "aws:apigateway/method:Method": { id: "agm-{restApi}-{resourceId}-{httpMethod}" },
  "aws:apigateway/integration:Integration": { id: "agi-{restApi}-{resourceId}-{httpMethod}" },
  "aws:apigateway/methodResponse:MethodResponse": {
    id: "agmr-{restApi}-{resourceId}-{httpMethod}-{statusCode}",
  },
  "aws:apigateway/integrationResponse:IntegrationResponse": {
    id: "agir-{restApi}-{resourceId}-{httpMethod}-{statusCode}",
  },
  "aws:apigateway/domainName:DomainName": {
    id: "{domainName}",
    outputs: {
      arn: "arn:{partition}:apigateway:{region}::/domainnames/{domainName}",
      cloudfrontDomainName: "d{alnum:13}.cloudfront.net",
      cloudfrontZoneId: cloudfrontZone,
      regionalDomainName: "d-{alnum:10}.execute-api.{region}.{dnsSuffix}",
      regionalZoneId: regionalZone,
    },
  },
  "aws:apigateway/usagePlan:UsagePlan": {
    id: "{alnum:6}",
    outputs: { arn: "arn:{partition}:apigateway:{region}::/usageplans/{id}" },
  },
  "aws:apigateway/vpcLink:VpcLink": {
    id: "{alnum:6}",
    outputs: { arn: "arn:{partition}:apigateway:{region}::/vpclinks/{id}" },
  },
  "aws:apigatewayv2/api:Api": {
    id: "{alnum:10}",
    outputs: {
      arn: "arn:{partition}:apigateway:{region}::/apis/{id}",
      apiEndpoint: (facts) => `${scheme(facts)}://${facts.id}.execute-api.${facts.region}.${facts.dnsSuffix}`,
      executionArn: arn("execute-api", "{id}"),
    },
  },
  "aws:apigatewayv2/stage:Stage": {
    id: "{name}",
    outputs: {
      arn: "arn:{partition}:apigateway:{region}::/apis/{apiId}/stages/{name}",
      executionArn: arn("execute-api", "{apiId}/{name}"),
      invokeUrl: (facts) =>
        `https://${text(facts, "apiId")}.execute-api.${facts.region}.${facts.dnsSuffix}/${facts.name.replace("$default", "")}`,
    },
  },
  "aws:apigatewayv2/integration:Integration": { id: "{alnum:7}" },
  "aws:apigatewayv2/route:Route": { id: "{alnum:7}" },
  "aws:apigatewayv2/authorizer:Authorizer": { id: "{alnum:6}" },
  "aws:apigatewayv2/deployment:Deployment": { id: "{alnum:6}" },
  "aws:apigatewayv2/vpcLink:VpcLink": {
    id: "{alnum:6}",
    outputs: { arn: "arn:{partition}:apigateway:{region}::/vpclinks/{id}" },
  },
  "aws:apigatewayv2/domainName:DomainName": {
    id: "{domainName}",
    outputs: { arn: "arn:{partition}:apigateway:{region}::/domainnames/{domainName}" },
  },
  "aws:cognito/userPool:UserPool": {
    id: "{region}_{alnum:9}",
    outputs: { arn: arn("cognito-idp", "userpool/{id}"), endpoint: "cognito-idp.{region}.{dnsSuffix}/{id}" },
  },
  "aws:cognito/userPoolClient:UserPoolClient": {
    id: "{alnum:26}",
    outputs: {
      clientSecret: (facts) => (facts.get("generateSecret") === true ? random(facts.seed, 52) : ""),
    },
  },
  "aws:cognito/userPoolDomain:UserPoolDomain": { id: "{domain}" },
  "aws:globalaccelerator/accelerator:Accelerator": {
    outputs: { arn: "{id}", dnsName: "a{hex:16}.awsglobalaccelerator.com", hostedZoneId: "Z2BJ6XQ5FK7U4H" },
  },
};

function nameServers({ id }: Facts): string[] {
  return ["com", "net", "org", "co.uk"].map((domain, index) => {
    const [number = 0] = Buffer.from(random(`${id}\n${domain}`, 2), "hex");
    return `ns-${String(512 * index + number)}.awsdns-${String(number % 64).padStart(2, "0")}.${domain}`;
  });
}

function scheme(facts: Facts): string {
  return text(facts, "protocolType") === "WEBSOCKET" ? "wss" : "https";
}

/** The zone of a region's API endpoints: of the right form, not AWS's own. */
function regionalZone({ region }: Facts): Value {
  return `Z${random(`api ${region}`, 13).toUpperCase()}`;
}
