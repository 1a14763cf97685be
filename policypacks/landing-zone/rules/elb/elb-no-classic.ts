import { judgeExistence } from "../../../shared/finding";
import { onTypes, rule } from "../../../shared/rule";

export const noClassic = rule({
  name: "elb-no-classic",
  must: "There are no classic load balancers.",
  fix: "Use an aws.lb.LoadBalancer: classic ones take no web ACL, no TLS 1.3 and no target groups.",
  resources: [
    onTypes(
      (type) => type.startsWith("aws:elb/"),
      ({ type }) => judgeExistence("yes", `${type} is part of a classic load balancer`, "classic"),
    ),
  ],
});
