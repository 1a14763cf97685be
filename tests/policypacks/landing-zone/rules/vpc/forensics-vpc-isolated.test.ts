import { forensicsVpcIsolated } from "../../../../../policypacks/landing-zone/rules/vpc/forensics-vpc-isolated";
import { add, both, cases, change } from "../../../../support/policyCases";
import { output, resource, unknown } from "../../../../support/policyStack";

const found = ["way: it leads out of the VPC analysis"];

describe("forensics-vpc-isolated", () => {
  const vpc = resource(
    "aws:ec2/vpc:Vpc",
    "analysis",
    { tags: { purpose: "forensics" } },
    { id: "vpc-1", arn: "arn-1" },
  );
  const subnet = resource("aws:ec2/subnet:Subnet", "isolated", { vpcId: output("analysis", "id") });
  const endpoint = resource("aws:ec2/vpcEndpoint:VpcEndpoint", "kms", { vpcId: output("analysis", "id") });

  const good = cases(forensicsVpcIsolated, [vpc, subnet, endpoint]).accepts("a VPC with endpoints only");
  const ofVpc = [
    ["an internet gateway", "aws:ec2/internetGateway:InternetGateway", "vpcId"],
    ["an attached internet gateway", "aws:ec2/internetGatewayAttachment:InternetGatewayAttachment", "vpcId"],
    ["a gateway for IPv6", "aws:ec2/egressOnlyInternetGateway:EgressOnlyInternetGateway", "vpcId"],
    ["a carrier gateway", "aws:ec2/carrierGateway:CarrierGateway", "vpcId"],
    ["a VPN gateway", "aws:ec2/vpnGateway:VpnGateway", "vpcId"],
    ["an attached VPN gateway", "aws:ec2/vpnGatewayAttachment:VpnGatewayAttachment", "vpcId"],
    ["a peering that it asked for", "aws:ec2/vpcPeeringConnection:VpcPeeringConnection", "vpcId"],
    ["a peering that it was asked for", "aws:ec2/vpcPeeringConnection:VpcPeeringConnection", "peerVpcId"],
    ["an attachment to a transit gateway", "aws:ec2transitgateway/vpcAttachment:VpcAttachment", "vpcId"],
    ["a regional NAT gateway", "aws:ec2/natGateway:NatGateway", "vpcId"],
  ] as const;
  for (const [title, type, property] of ofVpc) {
    good.rejects(title, add(resource(type, "way", { [property]: output("analysis", "id") })), found);
  }
  good
    .rejects(
      "an attachment to a core network",
      add(
        resource("aws:networkmanager/vpcAttachment:VpcAttachment", "way", {
          vpcArn: output("analysis", "arn"),
        }),
      ),
      found,
    )
    .rejects(
      "a NAT gateway in one of its subnets",
      add(resource("aws:ec2/natGateway:NatGateway", "way", { subnetId: output("isolated", "id") })),
      found,
    )
    .rejects(
      "a client VPN into one of its subnets",
      add(
        resource("aws:ec2clientvpn/networkAssociation:NetworkAssociation", "way", {
          subnetId: output("isolated", "id"),
        }),
      ),
      found,
    )
    .rejects(
      "a gateway of a VPC that does not say what it is for",
      both(
        change("analysis", { tags: undefined }),
        add(resource("aws:ec2/internetGateway:InternetGateway", "way", { vpcId: output("analysis", "id") })),
      ),
      found,
    )
    .accepts(
      "a gateway of a VPC that is for something else",
      add(
        resource("aws:ec2/vpc:Vpc", "tools", { tags: { purpose: "tools" } }, { id: "vpc-2" }),
        resource("aws:ec2/internetGateway:InternetGateway", "way", { vpcId: output("tools", "id") }),
      ),
    )
    .accepts(
      "a gateway of a VPC that is not in the stack",
      add(resource("aws:ec2/internetGateway:InternetGateway", "way", { vpcId: "vpc-elsewhere" })),
    )
    .cannotJudge(
      "a gateway whose VPC is not known yet",
      add(resource("aws:ec2/internetGateway:InternetGateway", "way", { vpcId: unknown })),
      ["way: cannot tell before the update whether it leads out of the VPC in which evidence is analysed"],
    )
    .cannotJudge(
      "a gateway of a VPC whose purpose is not known yet",
      both(
        change("analysis", { tags: { purpose: unknown } }),
        add(resource("aws:ec2/internetGateway:InternetGateway", "way", { vpcId: output("analysis", "id") })),
      ),
      ["way: cannot tell before the update whether it leads out of the VPC analysis"],
    );
});
