import { vpnConnection } from "../../../shared/families/directConnect";
import { on, rule } from "../../../shared/rule";
import { judgeAccepted } from "../../../shared/tunnels";

export const ikev2Only = rule({
  name: "vpn-ikev2-only",
  must: "Both tunnels of every VPN connection accept IKEv2 only.",
  fix: 'Set tunnel1IkeVersions and tunnel2IkeVersions to ["ikev2"].',
  resources: [
    on(vpnConnection, (connection) =>
      judgeAccepted(
        connection,
        "IkeVersions",
        ["ikev2"],
        "AWS accepts IKEv1 too, which shows more and is easier to attack",
      ),
    ),
  ],
});
