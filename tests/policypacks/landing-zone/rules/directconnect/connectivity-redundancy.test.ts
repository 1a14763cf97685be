import { redundancy } from "../../../../../policypacks/landing-zone/rules/directconnect/connectivity-redundancy";
import { add, both, cases, change, remove } from "../../../../support/policyCases";
import { output, resource, unknown } from "../../../../support/policyStack";

const reason = "all its traffic goes over one connection, and nothing takes over when that fails";
const transit = "aws:directconnect/transitVirtualInterface:TransitVirtualInterface";
const line = (name: string) =>
  resource("aws:directconnect/connection:Connection", name, { bandwidth: "10Gbps", location: "EqFA5" });
const interfaceOn = (name: string, connection: string) =>
  resource(transit, name, {
    connectionId: output(connection, "id"),
    dxGatewayId: output("gateway", "id"),
  });

describe("connectivity-redundancy", () => {
  cases(redundancy, [
    resource("aws:directconnect/gateway:Gateway", "gateway", { amazonSideAsn: "64520" }),
    line("first"),
    line("second"),
    interfaceOn("corporate-first", "first"),
    interfaceOn("corporate-second", "second"),
  ])
    .accepts("interfaces on two connections")
    .accepts(
      "a gateway whose connections are on order",
      both(remove("corporate-first"), remove("corporate-second")),
    )
    .accepts(
      "one connection with a VPN that stands by",
      both(remove("corporate-second"), add(resource("aws:ec2/vpnConnection:VpnConnection", "standby"))),
    )
    .rejects("one interface", remove("corporate-second"), [`gateway: ${reason}`])
    .rejects(
      "two interfaces on one connection",
      change("corporate-second", { connectionId: output("first", "id") }),
      [`gateway: ${reason}`],
    )
    .rejects(
      "two interfaces on one hosted connection",
      both(
        change("corporate-first", { connectionId: "dxcon-1" }),
        change("corporate-second", { connectionId: "dxcon-1" }),
      ),
      [`gateway: ${reason}`],
    )
    .cannotJudge(
      "an interface whose gateway is not known yet",
      change("corporate-second", { dxGatewayId: unknown }),
      [`gateway: cannot tell before the update whether ${reason}`],
    );
});
