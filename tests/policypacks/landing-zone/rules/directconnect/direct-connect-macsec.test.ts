import { macsec } from "../../../../../policypacks/landing-zone/rules/directconnect/direct-connect-macsec";
import { cases, change } from "../../../../support/policyCases";
import { resource, unknown } from "../../../../support/policyStack";

const exposed = "whoever gets at the line between router and AWS reads and changes the traffic";

describe("direct-connect-macsec", () => {
  cases(macsec, [
    resource("aws:directconnect/connection:Connection", "line", {
      bandwidth: "10Gbps",
      location: "EqFA5",
      requestMacsec: true,
    }),
  ])
    .accepts("a port with MACsec")
    .accepts("a port whose MACsec is enforced", change("line", { encryptionMode: "must_encrypt" }))
    .accepts("a port that has no MACsec", change("line", { bandwidth: "1Gbps", requestMacsec: false }))
    .rejects("a port without MACsec", change("line", { requestMacsec: false }), [
      `line: requestMacsec is false: ${exposed}`,
    ])
    .rejects(
      "a fast port that says nothing of MACsec",
      change("line", { bandwidth: "400Gbps", requestMacsec: undefined }),
      [`line: requestMacsec is not set: ${exposed}`],
    )
    .rejects("a port whose MACsec is off", change("line", { encryptionMode: "no_encrypt" }), [
      'line: encryptionMode is "no_encrypt": the port\'s MACsec is switched off',
    ])
    .cannotJudge(
      "a port of a speed that is not known yet",
      change("line", { bandwidth: unknown, requestMacsec: false }),
      [`line: requestMacsec is false: cannot tell before the update whether ${exposed}`],
    );
});
