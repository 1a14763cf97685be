import { bgpAuthentication } from "../../../../../policypacks/landing-zone/rules/directconnect/direct-connect-bgp-auth";
import { cases, change } from "../../../../support/policyCases";
import { output, resource } from "../../../../support/policyStack";

describe("direct-connect-bgp-auth", () => {
  for (const type of [
    "aws:directconnect/privateVirtualInterface:PrivateVirtualInterface",
    "aws:directconnect/publicVirtualInterface:PublicVirtualInterface",
    "aws:directconnect/transitVirtualInterface:TransitVirtualInterface",
    "aws:directconnect/hostedPrivateVirtualInterface:HostedPrivateVirtualInterface",
    "aws:directconnect/bgpPeer:BgpPeer",
  ]) {
    describe(type, () => {
      cases(bgpAuthentication, [
        resource(type, "session", { bgpAsn: 65010, bgpAuthKey: "abcdefghijklmnopqrstuvwx" }),
        resource(
          "aws:secretsmanager/secretVersion:SecretVersion",
          "key",
          {},
          { id: "key-id", secretString: "abcdefghijklmnopqrstuvwx" },
        ),
      ])
        .accepts("a key of ours")
        .acceptsInUpdate(
          "a key that another resource makes",
          change("session", { bgpAuthKey: output("key", "secretString") }),
        )
        .rejects("no key", change("session", { bgpAuthKey: undefined }), [
          "session: bgpAuthKey is not set: AWS makes up a key that ends in the state in clear text",
        ])
        .rejects("a short key, without showing it", change("session", { bgpAuthKey: "secret" }), [
          "session: the BGP key is shorter than 16 characters",
        ]);
    });
  }
});
