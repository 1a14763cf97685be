import { vpnConnection } from "../../../shared/families/directConnect";
import { customerGateway } from "../../../shared/families/vpn";
import { about, judge, judgeExistence } from "../../../shared/finding";
import { on, rule } from "../../../shared/rule";
import { all, not, type Truth } from "../../../shared/truth";
import { bothTunnels } from "../../../shared/tunnels";

export const pskNotPlaintext = rule({
  name: "vpn-psk-not-plaintext",
  must: "AWS makes the pre-shared keys of every VPN connection and keeps them in Secrets Manager, or there are none.",
  fix: "Set presharedKeyStorage to SecretsManager and no tunnel's presharedKey, or give the customer gateway a certificateArn.",
  resources: [
    on(vpnConnection, (connection) =>
      // The message must not show the key, so it does not point at the property.
      bothTunnels(connection, "PresharedKey").flatMap((key) =>
        judgeExistence(key.isSet(), `${key.path} is chosen by the program, and so in its state`, key.path),
      ),
    ),
  ],
  stack: (stack) => {
    const gateways = stack.join(vpnConnection, "customerGatewayId", customerGateway);
    return stack.all(vpnConnection).flatMap((connection) => {
      const gateway = gateways.targetOf(connection);
      const hasCertificate: Truth =
        gateway?.properties.at("certificateArn").isSet() ??
        (gateways.unresolved.includes(connection) ? "unknown" : "no");
      const storage = connection.properties.at("presharedKeyStorage");
      const readable = all(not(storage.is("SecretsManager")), not(hasCertificate));
      return about(
        connection,
        judge(readable, storage, "AWS tells the keys to everybody who may describe the connection"),
      );
    });
  },
});
