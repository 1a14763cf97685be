import { subnetNoPublicIp } from "../../../../../policypacks/landing-zone/rules/ec2/ec2-subnet-no-public-ip";
import { add, cases, change } from "../../../../support/policyCases";
import { resource, unknown } from "../../../../support/policyStack";

describe("ec2-subnet-no-public-ip", () => {
  const exposed = "whatever is launched in the subnet gets a public address";
  const defaultSubnet = (properties: object) =>
    add(resource("aws:ec2/defaultSubnet:DefaultSubnet", "legacy", { ...properties }));

  cases(subnetNoPublicIp, [
    resource("aws:ec2/subnet:Subnet", "private", { vpcId: "vpc-1", mapPublicIpOnLaunch: false }),
  ])
    .accepts("a subnet that gives no public addresses")
    .accepts("a subnet that says nothing of them", change("private", { mapPublicIpOnLaunch: undefined }))
    .accepts("a subnet that gives IPv6 addresses", change("private", { assignIpv6AddressOnCreation: true }))
    .accepts("a default subnet that gives none", defaultSubnet({ mapPublicIpOnLaunch: false }))
    .rejects("a subnet that gives public addresses", change("private", { mapPublicIpOnLaunch: true }), [
      `private: mapPublicIpOnLaunch is true: ${exposed}`,
    ])
    .rejects("a default subnet that says nothing of them", defaultSubnet({}), [
      `legacy: mapPublicIpOnLaunch is not set: ${exposed}`,
    ])
    .rejects("a default subnet that gives them", defaultSubnet({ mapPublicIpOnLaunch: true }), [
      `legacy: mapPublicIpOnLaunch is true: ${exposed}`,
    ])
    .cannotJudge(
      "a subnet of which it is not known yet",
      change("private", { mapPublicIpOnLaunch: unknown }),
      [`private: mapPublicIpOnLaunch is not known yet: cannot tell before the update whether ${exposed}`],
    );
});
