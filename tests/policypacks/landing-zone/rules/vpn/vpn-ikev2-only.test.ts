import { ikev2Only } from "../../../../../policypacks/landing-zone/rules/vpn/vpn-ikev2-only";
import { cases, change } from "../../../../support/policyCases";
import { resource, unknown } from "../../../../support/policyStack";

describe("vpn-ikev2-only", () => {
  const reason = "AWS accepts IKEv1 too, which shows more and is easier to attack";

  cases(ikev2Only, [
    resource("aws:ec2/vpnConnection:VpnConnection", "berlin", {
      tunnel1IkeVersions: ["ikev2"],
      tunnel2IkeVersions: ["ikev2"],
    }),
  ])
    .accepts("IKEv2 in both tunnels")
    .rejects("versions left to AWS in one tunnel", change("berlin", { tunnel2IkeVersions: undefined }), [
      `berlin: tunnel2IkeVersions is not set: ${reason}`,
    ])
    .rejects("an empty list, which AWS fills", change("berlin", { tunnel1IkeVersions: [] }), [
      `berlin: tunnel1IkeVersions is []: ${reason}`,
    ])
    .rejects("IKEv1 beside IKEv2", change("berlin", { tunnel1IkeVersions: ["ikev2", "ikev1"] }), [
      `berlin: tunnel1IkeVersions[1] is "ikev1": ${reason}`,
    ])
    .cannotJudge("versions that are not known yet", change("berlin", { tunnel1IkeVersions: unknown }), [
      `berlin: tunnel1IkeVersions[*] is not known yet: cannot tell before the update whether ${reason}`,
    ]);
});
