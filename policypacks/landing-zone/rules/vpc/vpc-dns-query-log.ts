import { queryLogAssociation, vpc } from "../../../shared/families/network";
import { about, judgeExistence } from "../../../shared/finding";
import { rule } from "../../../shared/rule";
import { all, truth } from "../../../shared/truth";

export const dnsQueryLog = rule({
  name: "vpc-dns-query-log",
  must: "Every VPC has its DNS queries logged.",
  fix: "Add an aws.route53.ResolverQueryLogConfigAssociation for the VPC; one configuration serves many VPCs.",
  stack: (stack) => {
    const logs = stack.join(queryLogAssociation, "resourceId", vpc);
    return stack.all(vpc).flatMap((member) => {
      const unlogged = all(truth(logs.of(member).length === 0), logs.absence);
      return about(
        member,
        judgeExistence(unlogged, "nothing logs the DNS queries of this VPC", "no-query-log"),
      );
    });
  },
});
