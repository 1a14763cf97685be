import {
  networkFirewall,
  networkFirewallPolicy,
  networkFirewallRuleGroup,
  networkFirewallTls,
} from "../../../shared/families/network";
import { judge, type Finding } from "../../../shared/finding";
import { on, rule } from "../../../shared/rule";
import { any, not } from "../../../shared/truth";
import type { Value } from "../../../shared/value";

export const firewallCustomerKey = rule({
  name: "network-firewall-customer-key",
  must: "Network firewalls, their policies and their rules are encrypted with keys of the account.",
  fix: "Set encryptionConfiguration with type CUSTOMER_KMS and the ARN of a key as keyId.",
  resources: [
    on(networkFirewall, (properties) => judgeEncryption(properties.at("encryptionConfiguration"))),
    on(networkFirewallPolicy, (properties) => judgeEncryption(properties.at("encryptionConfiguration"))),
    on(networkFirewallRuleGroup, (properties) => judgeEncryption(properties.at("encryptionConfiguration"))),
    on(networkFirewallTls, (properties) => {
      const configurations = properties.at("encryptionConfigurations");
      const own = configurations.items().map((one) => one.at("type").is("CUSTOMER_KMS"));
      return judge(not(any(...own)), configurations, withoutKey);
    }),
  ],
});

const withoutKey = "it is encrypted with a key of AWS, whose use the account can neither restrict nor see";

function judgeEncryption<T>(encryption: Value<T>): Finding[] {
  return judge(not(encryption.loosely().at("type").is("CUSTOMER_KMS")), encryption, withoutKey);
}
