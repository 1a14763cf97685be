import { arn, type Facts, type RuleTable, text, type TypeRules } from "../facts";
import { random } from "../templates";
import type { Value } from "../values";
import { ec2, publicAddress } from "./network";

const elb = "elasticloadbalancing";

/** Instances, images, volumes, scaling groups and load balancers. */
export const compute: RuleTable = {
  "aws:ec2/instance:Instance": ec2("instance", {
    availabilityZone: "{region}a",
    instanceState: "running",
    primaryNetworkInterfaceId: "eni-{hex:17}",
    privateIp: ({ seed }) => privateAddress(seed),
    privateDns: ({ seed, region }) =>
      `ip-${privateAddress(seed).replaceAll(".", "-")}.${region}.compute.internal`,
    publicIp: (facts) => (facts.get("associatePublicIpAddress") === true ? publicAddress(facts.id) : ""),
    instanceInitiatedShutdownBehavior: "stop",
    tenancy: "default",
  }),
  "aws:imagebuilder/component:Component": {
    id: arn("imagebuilder", "component/{name}/{version}/1"),
    outputs: { arn: "{id}", owner: "{account}", type: "BUILD" },
  },
  "aws:imagebuilder/imageRecipe:ImageRecipe": {
    id: arn("imagebuilder", "image-recipe/{name}/{version}"),
    outputs: { arn: "{id}", owner: "{account}", platform: "Linux" },
  },
  "aws:ec2/launchTemplate:LaunchTemplate": ec2("launch-template", {
    defaultVersion: () => 1,
    latestVersion: { counter: "number" },
  }),
  "aws:ec2/keyPair:KeyPair": {
    id: "{keyName}",
    outputs: { arn: arn("ec2", "key-pair/{keyName}"), keyPairId: "key-{hex:17}" },
  },
  "aws:ec2/ami:Ami": ec2("image"),
  "aws:ec2/amiCopy:AmiCopy": { ...ec2("image"), id: "ami-{hex:17}" },
  "aws:ec2/amiFromInstance:AmiFromInstance": { ...ec2("image"), id: "ami-{hex:17}" },
  "aws:ec2/volumeAttachment:VolumeAttachment": { id: "vai-{digits:10}" },
  "aws:ec2/placementGroup:PlacementGroup": {
    outputs: { arn: arn("ec2", "placement-group/{name}"), placementGroupId: "pg-{hex:17}" },
  },
  "aws:ebs/volume:Volume": ec2("volume"),
  "aws:ebs/snapshot:Snapshot": ec2("snapshot"),
  "aws:ebs/snapshotCopy:SnapshotCopy": { ...ec2("snapshot"), id: "snap-{hex:17}" },
  "aws:ebs/encryptionByDefault:EncryptionByDefault": { id: "{region}" },
  "aws:ebs/snapshotBlockPublicAccess:SnapshotBlockPublicAccess": { id: "{region}" },
  "aws:ec2/imageBlockPublicAccess:ImageBlockPublicAccess": { id: "{region}" },
  "aws:ec2/instanceMetadataDefaults:InstanceMetadataDefaults": { id: "{region}" },
  "aws:ec2/serialConsoleAccess:SerialConsoleAccess": { id: "{region}" },
  "aws:autoscaling/group:Group": {
    id: "{name}",
    outputs: { arn: arn("autoscaling", "autoScalingGroup:{uuid}:autoScalingGroupName/{name}") },
  },
  "aws:autoscaling/policy:Policy": {
    outputs: {
      arn: arn(
        "autoscaling",
        "scalingPolicy:{uuid}:autoScalingGroupName/{autoscalingGroupName}:policyName/{name}",
      ),
    },
  },
  "aws:elb/loadBalancer:LoadBalancer": {
    id: "{name}",
    outputs: { arn: arn(elb, "loadbalancer/{name}"), dnsName: balancerName, zoneId: zoneOf },
  },
  ...loadBalancing("lb"),
  ...loadBalancing("alb"),
};

/** `aws:lb/…` and its older twin `aws:alb/…`. */
function loadBalancing(module: string): RuleTable {
  const tokens: Readonly<Record<string, TypeRules>> = {
    "loadBalancer:LoadBalancer": {
      id: (facts) =>
        fromParts(facts, `loadbalancer/${balancerKind(facts)}/${facts.name}/${random(facts.seed, 16)}`),
      outputs: {
        arn: "{id}",
        arnSuffix: ({ id }) => id.slice(id.indexOf("loadbalancer/") + "loadbalancer/".length),
        dnsName: balancerName,
        ipAddressType: "ipv4",
        vpcId: "vpc-{hex:17}",
        zoneId: zoneOf,
      },
    },
    "targetGroup:TargetGroup": {
      id: arn(elb, "targetgroup/{name}/{hex:16}"),
      outputs: {
        arn: "{id}",
        arnSuffix: ({ id }) => id.slice(id.indexOf("targetgroup/")),
        ipAddressType: "ipv4",
      },
    },
    "listener:Listener": {
      id: (facts) => below(facts, "loadBalancerArn", "loadbalancer", "listener"),
      outputs: { arn: "{id}" },
    },
    "listenerRule:ListenerRule": {
      id: (facts) => below(facts, "listenerArn", "listener", "listener-rule"),
      outputs: { arn: "{id}" },
    },
    "listenerCertificate:ListenerCertificate": { id: "{listenerArn}_{certificateArn}" },
    "targetGroupAttachment:TargetGroupAttachment": { id: "{targetGroupArn}-{digits:18}{hex:8}" },
    "trustStore:TrustStore": {
      id: arn(elb, "truststore/{name}/{hex:16}"),
      outputs: { arn: "{id}", arnSuffix: "" },
    },
  };
  return Object.fromEntries(
    Object.entries(tokens).map(([token, rules]) => [`aws:${module}/${token}`, rules]),
  );
}

function balancerKind(facts: Facts): string {
  const kinds: Readonly<Record<string, string>> = { network: "net", gateway: "gwy" };
  return kinds[text(facts, "loadBalancerType")] ?? "app";
}

function fromParts({ partition, region, account }: Facts, resource: string): string {
  return `arn:${partition}:${elb}:${region}:${account}:${resource}`;
}

/** ARN of what hangs on a load balancer or listener: its path, and 16 digits more. */
function below(facts: Facts, parent: string, from: string, to: string): string {
  return `${text(facts, parent).replace(`:${from}/`, `:${to}/`)}/${random(facts.seed, 16)}`;
}

function balancerName(facts: Facts): string {
  const { name, seed, region, dnsSuffix } = facts;
  const isNetwork = balancerKind(facts) === "net";
  const host = `${facts.get("internal") === true ? "internal-" : ""}${name}-${random(seed, 10, "0123456789")}`;
  return isNetwork ? `${host}.elb.${region}.${dnsSuffix}` : `${host}.${region}.elb.${dnsSuffix}`;
}

/** The zone of a region's load balancers: of the right form, not AWS's own. */
function zoneOf({ region }: Facts): Value {
  return `Z${random(`elb ${region}`, 13).toUpperCase()}`;
}

function privateAddress(seed: string): string {
  const [a = 0, b = 0, c = 0] = Buffer.from(random(`${seed}\nprivate`, 6), "hex");
  return `10.${String(a)}.${String(b)}.${String(4 + (c % 250))}`;
}
