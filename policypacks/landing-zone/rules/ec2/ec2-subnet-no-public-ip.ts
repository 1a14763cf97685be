import { subnet } from "../../../shared/families/network";
import { judge } from "../../../shared/finding";
import { on, rule } from "../../../shared/rule";
import { not } from "../../../shared/truth";

export const subnetNoPublicIp = rule({
  name: "ec2-subnet-no-public-ip",
  must: "No subnet gives public IPv4 addresses to what is launched in it.",
  fix: "Set mapPublicIpOnLaunch to false; give an Elastic IP to what needs a public address, such as a NAT gateway.",
  resources: [
    // An IPv6 address is no public one in this sense: every one is unique, and routes alone make it reachable.
    on(subnet, (properties, _, { type }) => {
      const assigns = properties.at("mapPublicIpOnLaunch");
      // A default subnet gives them unless it is told not to.
      const offends = type === "aws:ec2/subnet:Subnet" ? assigns.is(true) : not(assigns.is(false));
      return judge(offends, assigns, "whatever is launched in the subnet gets a public address");
    }),
  ],
});
