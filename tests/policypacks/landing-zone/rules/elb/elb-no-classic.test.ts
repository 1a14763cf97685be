import { noClassic } from "../../../../../policypacks/landing-zone/rules/elb/elb-no-classic";
import { add, cases } from "../../../../support/policyCases";
import { resource, unknown } from "../../../../support/policyStack";

describe("elb-no-classic", () => {
  cases(noClassic, [
    resource("aws:lb/loadBalancer:LoadBalancer", "edge"),
    resource("aws:alb/loadBalancer:LoadBalancer", "inner"),
  ])
    .accepts("load balancers of the later kinds, under both of their names")
    .rejects("a classic load balancer", add(resource("aws:elb/loadBalancer:LoadBalancer", "old")), [
      "old: aws:elb/loadBalancer:LoadBalancer is part of a classic load balancer",
    ])
    .rejects(
      "what belongs to a classic load balancer",
      add(resource("aws:elb/listenerPolicy:ListenerPolicy", "old")),
      ["old: aws:elb/listenerPolicy:ListenerPolicy is part of a classic load balancer"],
    )
    .rejects(
      "a classic load balancer of which nothing is known yet",
      add(resource("aws:elb/loadBalancer:LoadBalancer", "old", { name: unknown })),
      ["old: aws:elb/loadBalancer:LoadBalancer is part of a classic load balancer"],
    );
});
