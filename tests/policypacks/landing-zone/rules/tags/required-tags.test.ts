import { requiredTags } from "../../../../../policypacks/landing-zone/rules/tags/required-tags";
import { add, both, cases, change, replace } from "../../../../support/policyCases";
import { ownAccount, providerNamed, resource, unknown } from "../../../../support/policyStack";

const tags = { account: ownAccount, stack: "prod", component: "network:Network" };
const noAccount = `it does not say that it belongs to account ${ownAccount}`;
const noStack = "it does not say that it belongs to stack prod";
const noComponent = "it does not say to which component it belongs";

describe("required-tags", () => {
  const byDefault = (defaults: unknown): ReturnType<typeof replace> =>
    replace("network", (one) => ({ ...one, provider: providerNamed("workload", { defaultTags: defaults }) }));

  cases(requiredTags, [resource("aws:ec2/vpc:Vpc", "network", { tags })])
    .accepts("a resource with all three tags")
    .accepts("a type that takes no tags", add(resource("aws:ec2/route:Route", "out")))
    .accepts(
      "tags that the provider adds, as the text that the engine passes",
      both(
        change("network", { tags: { component: "network:Network" } }),
        byDefault(JSON.stringify({ tags: { account: ownAccount, stack: "prod" } })),
      ),
    )
    .rejects("no tags", change("network", { tags: undefined }), [
      `network: tags.account is not set: ${noAccount}`,
      `network: tags.stack is not set: ${noStack}`,
      `network: tags.component is not set: ${noComponent}`,
    ])
    .rejects("another account", change("network", { tags: { ...tags, account: "222222222222" } }), [
      `network: tags.account is "222222222222": ${noAccount}`,
    ])
    .rejects("another stack", change("network", { tags: { ...tags, stack: "staging" } }), [
      `network: tags.stack is "staging": ${noStack}`,
    ])
    .rejects("an empty component", change("network", { tags: { ...tags, component: "" } }), [
      `network: tags.component is "": ${noComponent}`,
    ])
    .rejects(
      "a wrong tag that the provider adds",
      both(
        change("network", { tags: { component: "network:Network", stack: "prod" } }),
        byDefault({ tags: { account: "222222222222" } }),
      ),
      [`network: defaultTags.tags.account is "222222222222": ${noAccount}`],
    )
    .cannotJudge("tags that are not known yet", change("network", { tags: unknown }), [
      `network: tags.account is not known yet: cannot tell before the update whether ${noAccount}`,
      `network: tags.component is not known yet: cannot tell before the update whether ${noComponent}`,
      `network: tags.stack is not known yet: cannot tell before the update whether ${noStack}`,
    ])
    .cannotJudge(
      "one tag that is not known yet",
      change("network", { tags: { ...tags, component: unknown } }),
      [`network: tags.component is not known yet: cannot tell before the update whether ${noComponent}`],
    );

  describe("an Auto Scaling group, whose tags are a list", () => {
    const listed = (all: Record<string, string>): object[] =>
      Object.entries(all).map(([key, value]) => ({ key, value, propagateAtLaunch: true }));
    cases(requiredTags, [resource("aws:autoscaling/group:Group", "workers", { tags: listed(tags) })])
      .accepts("with all three")
      .rejects("without one", change("workers", { tags: listed({ account: ownAccount, stack: "prod" }) }), [
        `workers: tags.component is not set: ${noComponent}`,
      ]);
  });
});
