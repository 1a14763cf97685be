import {
  directConnectGateway,
  gatewayInterface,
  vpnConnection,
} from "../../../shared/families/directConnect";
import { about, judgeExistence } from "../../../shared/finding";
import { rule } from "../../../shared/rule";
import type { Member } from "../../../shared/stack";
import { all, any, not, truth } from "../../../shared/truth";

export const redundancy = rule({
  name: "connectivity-redundancy",
  must: "What Direct Connect reaches is reached over a second connection too, or a VPN stands by.",
  fix: "Put the interface on a second connection, at best in another location, or add a VPN to the same gateway.",
  stack: (stack) => {
    const interfaces = stack.join(gatewayInterface, "dxGatewayId", directConnectGateway);
    const standby = truth(stack.all(vpnConnection).length > 0);
    return stack.all(directConnectGateway).flatMap((gateway) => {
      const own = interfaces.of(gateway);
      const connections = new Set(own.map(connectionOf));
      // A gateway without interfaces waits for connections that are on order.
      const reached = truth(own.length > 0);
      const twice = any(truth(connections.size > 1), not(interfaces.absence));
      return about(
        gateway,
        judgeExistence(
          all(reached, not(twice), not(standby)),
          "all its traffic goes over one connection, and nothing takes over when that fails",
          "one-connection",
        ),
      );
    });
  },
});

/** The connection of an interface: by its id, or by the resource that the id comes from. */
function connectionOf(member: Member<unknown>): string {
  const id = (member as Member).properties.at("connectionId");
  return id.text() ?? member.sources("connectionId")[0]?.urn ?? member.urn;
}
