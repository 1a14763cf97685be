import { dnsQueryLog } from "../../../../../policypacks/landing-zone/rules/vpc/vpc-dns-query-log";
import { add, cases, change, remove } from "../../../../support/policyCases";
import { output, resource, unknown } from "../../../../support/policyStack";

describe("vpc-dns-query-log", () => {
  const vpc = resource("aws:ec2/vpc:Vpc", "network");
  const log = resource(
    "aws:route53/resolverQueryLogConfigAssociation:ResolverQueryLogConfigAssociation",
    "log",
    {
      resolverQueryLogConfigId: "rqlc-1",
      resourceId: output("network", "id"),
    },
  );
  const missing = "nothing logs the DNS queries of this VPC";

  cases(dnsQueryLog, [vpc, log])
    .accepts("a VPC whose queries are logged")
    .rejects("a VPC whose queries are not logged", remove("log"), [`network: ${missing}`])
    .rejects("a second VPC whose queries are not logged", add(resource("aws:ec2/vpc:Vpc", "other")), [
      `other: ${missing}`,
    ])
    .rejects("the account's default VPC", add(resource("aws:ec2/defaultVpc:DefaultVpc", "legacy")), [
      `legacy: ${missing}`,
    ])
    .rejects("a log of a VPC elsewhere", change("log", { resourceId: "vpc-elsewhere" }), [
      `network: ${missing}`,
    ])
    .cannotJudge("a log whose VPC is not known yet", change("log", { resourceId: unknown }), [
      `network: cannot tell before the update whether ${missing}`,
    ]);
});
