import { firewallCustomerKey } from "../../../../../policypacks/landing-zone/rules/networkfirewall/network-firewall-customer-key";
import { cases, change } from "../../../../support/policyCases";
import { output, resource, unknown } from "../../../../support/policyStack";

const own = { type: "CUSTOMER_KMS", keyId: output("key", "arn") };
const ofAws = { type: "AWS_OWNED_KMS_KEY", keyId: "AWS_OWNED_KMS_KEY" };

describe("network-firewall-customer-key", () => {
  const exposed = "it is encrypted with a key of AWS, whose use the account can neither restrict nor see";
  const untold = `cannot tell before the update whether ${exposed}`;
  const key = resource("aws:kms/key:Key", "key", {}, { arn: "arn-1" });

  for (const type of [
    "aws:networkfirewall/firewall:Firewall",
    "aws:networkfirewall/firewallPolicy:FirewallPolicy",
    "aws:networkfirewall/ruleGroup:RuleGroup",
  ]) {
    describe(type, () => {
      cases(firewallCustomerKey, [key, resource(type, "inspection", { encryptionConfiguration: own })])
        .accepts("a key of the account")
        .rejects("a key of AWS", change("inspection", { encryptionConfiguration: ofAws }), [
          `inspection: encryptionConfiguration is {"type":"AWS_OWNED_KMS_KEY","keyId":"AWS_OWNED_KMS_KEY"}: ${exposed}`,
        ])
        .rejects("no word of a key", change("inspection", { encryptionConfiguration: undefined }), [
          `inspection: encryptionConfiguration is not set: ${exposed}`,
        ])
        .cannotJudge(
          "a key that is not known yet",
          change("inspection", { encryptionConfiguration: unknown }),
          [`inspection: encryptionConfiguration is not known yet: ${untold}`],
        );
    });
  }

  const tls = "aws:networkfirewall/tlsInspectionConfiguration:TlsInspectionConfiguration";
  describe(tls, () => {
    cases(firewallCustomerKey, [key, resource(tls, "inspection", { encryptionConfigurations: [own] })])
      .accepts("a key of the account")
      .rejects("a key of AWS", change("inspection", { encryptionConfigurations: [ofAws] }), [
        `inspection: encryptionConfigurations is [{"type":"AWS_OWNED_KMS_KEY","keyId":"AWS_OWNED_KMS_KEY"}]: ${exposed}`,
      ])
      .rejects("no word of a key", change("inspection", { encryptionConfigurations: undefined }), [
        `inspection: encryptionConfigurations is not set: ${exposed}`,
      ])
      .cannotJudge(
        "a key that is not known yet",
        change("inspection", { encryptionConfigurations: unknown }),
        [`inspection: encryptionConfigurations is not known yet: ${untold}`],
      );
  });
});
