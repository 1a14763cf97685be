import { pinsAccount } from "../../../../../policypacks/landing-zone/rules/provider/provider-pins-account";
import { cases, change, replace } from "../../../../support/policyCases";
import {
  ownAccount,
  providerNamed,
  resource,
  trustedAccount,
  unknown,
} from "../../../../support/policyStack";

const reason = `the provider may work in other accounts than ${ownAccount}, or not in it`;

describe("provider-pins-account", () => {
  // The engine passes a provider's lists as JSON texts.
  const provider = resource("pulumi:providers:aws", "workload", {
    allowedAccountIds: JSON.stringify([ownAccount]),
  });
  const vpc = resource("aws:ec2/vpc:Vpc", "network");

  cases(pinsAccount, [provider, vpc])
    .accepts("a provider that allows the stack's account, and a resource that uses it")
    .rejects("a provider that allows any account", change("workload", { allowedAccountIds: undefined }), [
      `workload: allowedAccountIds is not set: ${reason}`,
    ])
    .rejects("a provider that allows no account by name", change("workload", { allowedAccountIds: "[]" }), [
      `workload: allowedAccountIds is "[]": ${reason}`,
    ])
    .rejects(
      "a provider that allows another account",
      change("workload", { allowedAccountIds: JSON.stringify([trustedAccount]) }),
      [String.raw`workload: allowedAccountIds is "[\"222222222222\"]": ${reason}`],
    )
    .rejects(
      "a provider that allows another account too",
      change("workload", { allowedAccountIds: [ownAccount, trustedAccount] }),
      [`workload: allowedAccountIds is ["111111111111","222222222222"]: ${reason}`],
    )
    .rejects(
      "a resource that was given no provider",
      replace("network", (one) => ({ ...one, provider: providerNamed("default") })),
      ["network: the resource uses the default provider"],
    )
    .rejects(
      "a resource that uses the default provider of a version",
      replace("network", (one) => ({ ...one, provider: providerNamed("default_7_48_0") })),
      ["network: the resource uses the default provider"],
    )
    .accepts(
      "a provider whose name only starts like the default one's",
      replace("network", (one) => ({ ...one, provider: providerNamed("default-region") })),
    )
    .cannotJudge("accounts that are not known yet", change("workload", { allowedAccountIds: unknown }), [
      `workload: allowedAccountIds is not known yet: cannot tell before the update whether ${reason}`,
    ]);
});
