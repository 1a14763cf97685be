import { directConnectConnection } from "../../../shared/families/directConnect";
import { judge } from "../../../shared/finding";
import { on, rule } from "../../../shared/rule";
import { all, not } from "../../../shared/truth";

/** Port speeds that have MACsec. Source: "MAC Security in AWS Direct Connect", user guide. */
const speeds = ["10Gbps", "100Gbps", "400Gbps"];

export const macsec = rule({
  name: "direct-connect-macsec",
  must: "Every Direct Connect port that can encrypt is ordered with MACsec.",
  fix: "Set requestMacsec, and leave encryptionMode to AWS or set it to must_encrypt.",
  resources: [
    on(directConnectConnection, (properties) => {
      const able = properties.at("bandwidth").isOneOf(speeds);
      const requested = properties.at("requestMacsec");
      const mode = properties.at("encryptionMode");
      return [
        ...judge(
          all(able, not(requested.is(true))),
          requested,
          "whoever gets at the line between router and AWS reads and changes the traffic",
        ),
        ...judge(all(able, mode.is("no_encrypt")), mode, "the port's MACsec is switched off"),
      ];
    }),
  ],
});
