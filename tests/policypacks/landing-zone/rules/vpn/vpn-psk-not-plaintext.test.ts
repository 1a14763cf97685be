import { pskNotPlaintext } from "../../../../../policypacks/landing-zone/rules/vpn/vpn-psk-not-plaintext";
import { both, cases, change, remove } from "../../../../support/policyCases";
import { output, resource, unknown } from "../../../../support/policyStack";

describe("vpn-psk-not-plaintext", () => {
  const told = "AWS tells the keys to everybody who may describe the connection";
  const certificateArn = "arn:aws:acm:eu-central-1:111111111111:certificate/1";

  cases(pskNotPlaintext, [
    resource("aws:ec2/customerGateway:CustomerGateway", "device", { ipAddress: "203.0.113.10" }),
    resource("aws:ec2/vpnConnection:VpnConnection", "berlin", {
      customerGatewayId: output("device", "id"),
      presharedKeyStorage: "SecretsManager",
    }),
  ])
    .accepts("keys that AWS made into Secrets Manager")
    .accepts(
      "a certificate instead of keys",
      both(change("device", { certificateArn }), change("berlin", { presharedKeyStorage: undefined })),
    )
    .rejects("keys that AWS keeps itself", change("berlin", { presharedKeyStorage: "Standard" }), [
      `berlin: presharedKeyStorage is "Standard": ${told}`,
    ])
    .rejects("storage left to AWS", change("berlin", { presharedKeyStorage: undefined }), [
      `berlin: presharedKeyStorage is not set: ${told}`,
    ])
    .rejects(
      "storage left to AWS for a device of another stack",
      both(
        remove("device"),
        change("berlin", { customerGatewayId: "cgw-1", presharedKeyStorage: undefined }),
      ),
      [`berlin: presharedKeyStorage is not set: ${told}`],
    )
    .rejects(
      "a key of the program, without showing it",
      change("berlin", { tunnel2PresharedKey: "hunter2hunter2" }),
      ["berlin: tunnel2PresharedKey is chosen by the program, and so in its state"],
    )
    .cannotJudge("storage that is not known yet", change("berlin", { presharedKeyStorage: unknown }), [
      `berlin: presharedKeyStorage is not known yet: cannot tell before the update whether ${told}`,
    ])
    .cannotJudge(
      "storage left to AWS for a device that is not known yet",
      change("berlin", { customerGatewayId: unknown, presharedKeyStorage: undefined }),
      [`berlin: presharedKeyStorage is not set: cannot tell before the update whether ${told}`],
    );
});
