import { judge, type Finding } from "../../../shared/finding";
import type { Facts } from "../../../shared/facts";
import { onTypes, rule } from "../../../shared/rule";
import type { Resource } from "../../../shared/resource";
import { taggableTypes } from "../../../shared/taggable";
import { effectiveTag } from "../../../shared/tags";
import { not } from "../../../shared/truth";
import type { Anything } from "../../../shared/value";

export const requiredTags = rule({
  name: "required-tags",
  must: "Everything that can be tagged says which account, stack and component it belongs to.",
  fix: "Create it inside a component, which adds the tags account, stack and component; remove a value that differs.",
  resources: [onTypes((type) => taggableTypes.has(type), judgeTags)],
});

function judgeTags(resource: Resource<Anything>, facts: Facts): Finding[] {
  const account = effectiveTag(resource, "account");
  const stack = effectiveTag(resource, "stack");
  const component = effectiveTag(resource, "component");
  return [
    ...judge(
      not(account.is(facts.account)),
      account,
      `it does not say that it belongs to account ${facts.account}`,
    ),
    ...judge(not(stack.is(facts.stack)), stack, `it does not say that it belongs to stack ${facts.stack}`),
    ...judge(
      not(component.isText((text) => text !== "")),
      component,
      "it does not say to which component it belongs",
    ),
  ];
}
