import type { Facts } from "../../../shared/facts";
import { judge, judgeExistence, type Finding } from "../../../shared/finding";
import type { Resource } from "../../../shared/resource";
import { onTypes, rule } from "../../../shared/rule";
import { any, not, truth, type Truth } from "../../../shared/truth";
import type { Anything, Value } from "../../../shared/value";

export const pinsAccount = rule({
  name: "provider-pins-account",
  must: "Every provider works in the stack's own account and refuses any other.",
  fix: "Create one aws.Provider with allowedAccountIds set to the stack's account, and pass it to every resource.",
  resources: [
    onTypes((type) => type === "pulumi:providers:aws", judgeProvider),
    onTypes((type) => type.startsWith("aws:"), judgeUser),
  ],
});

function judgeProvider({ properties }: Resource<Anything>, facts: Facts): Finding[] {
  const allowed = properties.at("allowedAccountIds");
  const reason = `the provider may work in other accounts than ${facts.account}, or not in it`;
  return judge(not(pins(allowed.parsed(), facts.account)), allowed, reason);
}

function pins(allowed: Value, account: string): Truth {
  const accounts = allowed.items();
  if (allowed.isUnknown) return "unknown";
  return accounts.length === 1 ? any(...accounts.map((one) => one.is(account))) : truth(false);
}

/** Pulumi makes a provider of its own for resources that were given none; it works wherever the credentials lead. */
function judgeUser({ provider }: Resource<Anything>): Finding[] {
  const isDefault = provider !== undefined && /^default(_\d+_\d+_\d+.*)?$/.test(provider.name);
  return judgeExistence(truth(isDefault), "the resource uses the default provider", "default-provider");
}
