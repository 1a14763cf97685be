import type { ArgumentProblem } from "../../problems";
import { customerAsnFault, insideCidrFault, sessionFault, type Fault } from "../bgp";
import { isPublic, overlaps } from "../directConnect/addresses";
import type { CustomerGatewayPlan, PlannedConnection, VpnPlan, VpnSurroundings } from "./plan";

/** The broken rule, if there is one, with the argument that breaks it. */
export function faultAt(argument: string, fault: Fault | undefined): ArgumentProblem[] {
  return fault === undefined ? [] : [{ argument, ...fault }];
}

/** What AWS takes in the value of a tag, and a device's configuration in a comment. */
const deviceName = /^[\p{L}\p{N} ._:/=+@-]{1,255}$/u;

/** What is wrong with one customer gateway. */
export function customerGatewayProblems(
  key: string,
  { name, address, authentication, routing, startupAction, insideCidrs }: CustomerGatewayPlan,
  { gateway, onPremisesPrefixes }: VpnPlan,
  { account }: VpnSurroundings,
): ArgumentProblem[] {
  const path = `customerGateways.${key}`;
  const problems: ArgumentProblem[] = [];
  const refuse = (argument: string, rule: string, remedy: string) => {
    problems.push({ argument: `${path}.${argument}`, rule, remedy });
  };
  if (!deviceName.test(name)) {
    refuse(
      "name",
      `${JSON.stringify(name)} is no name for AWS: 1 to 255 letters, digits, spaces and . _ : / = + - @`,
      "choose another name",
    );
  }
  if (address === undefined && authentication.type === "preSharedKey") {
    refuse(
      "address",
      "a device with a pre-shared key is known by its address",
      "give its public IPv4 address, or authenticate by certificate",
    );
  }
  if (address !== undefined && !isPublic(`${address}/32`)) {
    refuse(
      "address",
      `${address} is no address of the internet`,
      "give the public address of the device, or of the NAT before it",
    );
  }
  if (address === undefined && startupAction === "start") {
    refuse(
      "startupAction",
      "AWS cannot start a tunnel to a device whose address it does not know",
      "give the address, or write add",
    );
  }
  if (authentication.type === "certificate" && !isCertificateIn(account, authentication.certificateArn)) {
    refuse(
      "authentication.certificateArn",
      `must be the ARN of a certificate in AWS Certificate Manager in ${account.id}, ${account.region}`,
      "import or issue the certificate there",
    );
  }
  if (routing.type === "static" && onPremisesPrefixes.length === 0) {
    refuse(
      "routing",
      "static routing needs the blocks on-premises",
      "list them in onPremisesPrefixes, or route by BGP",
    );
  }
  if (routing.type === "bgp") {
    const fault =
      customerAsnFault(routing.bgpAsn, account.region) ?? sessionFault(gateway.amazonSideAsn, routing.bgpAsn);
    problems.push(...faultAt(`${path}.routing.bgpAsn`, fault));
  }
  problems.push(
    ...(insideCidrs ?? []).flatMap((cidr, index) =>
      faultAt(`${path}.insideCidrs.${index}`, insideCidrFault(cidr)),
    ),
  );
  return problems;
}

function isCertificateIn({ id, region }: VpnSurroundings["account"], arn: string): boolean {
  return new RegExp(`^arn:[\\w-]+:acm:${region}:${id}:certificate/[\\w-]+$`).test(arn);
}

/** Addresses that two customer gateways share. */
export function addressProblems({ customerGateways }: VpnPlan): ArgumentProblem[] {
  const entries = Object.entries(customerGateways);
  return entries.flatMap(([key, { address }], index) => {
    const twin = entries
      .slice(0, index)
      .find(([, other]) => address !== undefined && other.address === address);
    if (twin === undefined) return [];
    return [
      {
        argument: `customerGateways.${key}.address`,
        rule: `${twin[0]} has this address too: one device that fails would take both connections with it`,
        remedy: "give the second device's own address, or remove one of the two",
      },
    ];
  });
}

/** Blocks inside tunnels that overlap. A block that is none at all is reported with its customer gateway. */
export function insideCidrProblems(connections: readonly PlannedConnection[]): ArgumentProblem[] {
  const blocks = connections
    .flatMap(({ key, insideCidrs }) =>
      insideCidrs.map((cidr, index) => ({
        cidr,
        key,
        argument: `customerGateways.${key}.insideCidrs.${index}`,
      })),
    )
    .filter(({ cidr }) => insideCidrFault(cidr) === undefined);
  return blocks.flatMap(({ cidr, argument }, index) => {
    const earlier = blocks.slice(0, index).find((other) => overlaps(other.cidr, cidr));
    if (earlier === undefined) return [];
    return [
      {
        argument,
        rule: `${cidr} is the block of another tunnel of ${earlier.key}`,
        remedy: "give each tunnel a block of its own in insideCidrs",
      },
    ];
  });
}
