import {
  paginateDescribeNetworkAcls,
  paginateDescribeSecurityGroups,
  paginateDescribeVpcEndpoints,
  type EC2Client,
  type NetworkAcl,
  type NetworkAclEntry,
  type SecurityGroup,
  type VpcEndpoint,
} from "@aws-sdk/client-ec2";
import { conversionPurpose, isolationPurpose } from "../../components/response/names";
import type { AclEntry, AclFacts, VpcFacts } from "./facts";
import { all } from "../pages";

/** Reads what containment needs of VPCs. */
export async function readVpcs(
  client: EC2Client,
  ids: readonly string[],
): Promise<Readonly<Record<string, VpcFacts>>> {
  if (ids.length === 0) return {};
  const inVpcs = { Name: "vpc-id", Values: [...ids] };
  const purposes = { Name: "tag:purpose", Values: [isolationPurpose, conversionPurpose] };
  const [groups, acls, endpoints] = await Promise.all([
    all(
      paginateDescribeSecurityGroups({ client }, { Filters: [inVpcs, purposes] }),
      ({ SecurityGroups }) => SecurityGroups,
    ),
    all(paginateDescribeNetworkAcls({ client }, { Filters: [inVpcs] }), ({ NetworkAcls }) => NetworkAcls),
    all(paginateDescribeVpcEndpoints({ client }, { Filters: [inVpcs] }), ({ VpcEndpoints }) => VpcEndpoints),
  ]);
  const facts = ids.map((id) => {
    const own = <Thing extends { VpcId?: string }>(things: readonly Thing[]) =>
      things.filter(({ VpcId }) => VpcId === id);
    return [id, vpcFacts(own(groups), own(acls), own(endpoints))] as const;
  });
  return Object.fromEntries(facts);
}

function vpcFacts(
  groups: readonly SecurityGroup[],
  acls: readonly NetworkAcl[],
  endpoints: readonly VpcEndpoint[],
): VpcFacts {
  const available = endpoints.filter(({ State }) => State?.toLowerCase() === "available");
  const interfaces = available.filter(({ VpcEndpointType }) => VpcEndpointType === "Interface");
  const subnets = new Set(interfaces.flatMap(({ SubnetIds = [] }) => SubnetIds));
  return {
    isolationGroups: withPurpose(groups, isolationPurpose),
    conversionGroups: withPurpose(groups, conversionPurpose),
    endpoints: interfaces.map(serviceOf).sort(),
    s3: available.some((endpoint) => serviceOf(endpoint) === "s3"),
    acls: acls.map((acl) => aclFacts(acl, subnets)),
  };
}

function withPurpose(groups: readonly SecurityGroup[], purpose: string): string[] {
  return groups
    .filter(({ Tags = [] }) => Tags.some(({ Key, Value }) => Key === "purpose" && Value === purpose))
    .map(({ GroupId = "" }) => GroupId);
}

/** Last part of an endpoint service's name: `com.amazonaws.eu-central-1.ssm` is `ssm`. */
function serviceOf({ ServiceName = "" }: VpcEndpoint): string {
  return ServiceName.split(".").at(-1) ?? "";
}

function aclFacts(
  { NetworkAclId = "", Associations = [], Entries = [] }: NetworkAcl,
  subnets: ReadonlySet<string>,
): AclFacts {
  const own = Entries.filter(({ RuleNumber = 0 }) => RuleNumber <= lastNumber);
  const entries = (egress: boolean) => own.filter(({ Egress }) => Egress === egress).map(entryFacts);
  return {
    id: NetworkAclId,
    holdsEndpoints: Associations.some(({ SubnetId = "" }) => subnets.has(SubnetId)),
    ingress: entries(false),
    egress: entries(true),
  };
}

/** The highest number that a rule can be given; what AWS adds at the end has higher ones. */
const lastNumber = 32766;

function entryFacts({ RuleNumber = 0, RuleAction, CidrBlock, Ipv6CidrBlock }: NetworkAclEntry): AclEntry {
  const single = CidrBlock?.endsWith("/32") ?? Ipv6CidrBlock?.endsWith("/128") ?? false;
  const family = CidrBlock === undefined ? "ipv6" : "ipv4";
  return { number: RuleNumber, family, allows: RuleAction === "allow", wide: !single };
}
