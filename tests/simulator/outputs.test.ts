import * as assert from "node:assert/strict";
import { create, read, update } from "../../simulator/model";
import { findType, typeTokens } from "../../simulator/types";
import { unknown, type Values } from "../../simulator/values";
import { account, checkedInputs, created, requiredInputs, textOf, urnOf } from "./fixtures";

const uuid = "[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-8[0-9a-f]{3}-[0-9a-f]{12}";
const here = "eu-central-1:111122223333";

/** Type, inputs, the format of its id, and the formats of some outputs. */
const formats: readonly (readonly [string, Values, string, Readonly<Record<string, string>>])[] = [
  [
    "aws:ec2/vpc:Vpc",
    { cidrBlock: "10.0.0.0/16" },
    "vpc-[0-9a-f]{17}",
    {
      arn: `arn:aws:ec2:${here}:vpc/vpc-[0-9a-f]{17}`,
      defaultSecurityGroupId: "sg-[0-9a-f]{17}",
      defaultNetworkAclId: "acl-[0-9a-f]{17}",
      mainRouteTableId: "rtb-[0-9a-f]{17}",
      ownerId: "111122223333",
    },
  ],
  [
    "aws:ec2/subnet:Subnet",
    { vpcId: "vpc-1", availabilityZone: "eu-central-1b" },
    "subnet-[0-9a-f]{17}",
    { availabilityZoneId: "euc1-az2", arn: `arn:aws:ec2:${here}:subnet/subnet-[0-9a-f]{17}` },
  ],
  ["aws:ec2/securityGroup:SecurityGroup", {}, "sg-[0-9a-f]{17}", { name: "thing-[0-9a-f]{7}" }],
  [
    "aws:ec2/natGateway:NatGateway",
    { allocationId: "eipalloc-1" },
    "nat-[0-9a-f]{17}",
    { publicIp: "198\\.1[89]\\.\\d+\\.\\d+" },
  ],
  [
    "aws:ec2/routeTableAssociation:RouteTableAssociation",
    { routeTableId: "rtb-1" },
    "rtbassoc-[0-9a-f]{17}",
    {},
  ],
  [
    "aws:ec2/flowLog:FlowLog",
    {},
    "fl-[0-9a-f]{17}",
    { arn: `arn:aws:ec2:${here}:vpc-flow-log/fl-[0-9a-f]{17}` },
  ],
  [
    "aws:ec2/instance:Instance",
    {},
    "i-[0-9a-f]{17}",
    { privateIp: "10\\.\\d+\\.\\d+\\.\\d+", instanceState: "running" },
  ],
  [
    "aws:s3/bucket:Bucket",
    { bucket: "logs" },
    "logs",
    { arn: "arn:aws:s3:::logs", bucketRegionalDomainName: "logs\\.s3\\.eu-central-1\\.amazonaws\\.com" },
  ],
  ["aws:s3/bucketVersioning:BucketVersioning", { bucket: "logs", versioningConfiguration: {} }, "logs", {}],
  ["aws:kms/key:Key", {}, uuid, { arn: `arn:aws:kms:${here}:key/${uuid}`, keyId: uuid }],
  [
    "aws:kms/key:Key",
    { multiRegion: true },
    "mrk-[0-9a-f]{32}",
    { arn: `arn:aws:kms:${here}:key/mrk-[0-9a-f]{32}` },
  ],
  [
    "aws:kms/alias:Alias",
    { name: "alias/a", targetKeyId: "k" },
    "alias/a",
    { arn: `arn:aws:kms:${here}:alias/a`, targetKeyArn: `arn:aws:kms:${here}:key/k` },
  ],
  [
    "aws:iam/role:Role",
    { assumeRolePolicy: "{}", name: "reader", path: "/ops/" },
    "reader",
    { arn: "arn:aws:iam::111122223333:role/ops/reader", uniqueId: "AROA[0-9A-Z]{17}" },
  ],
  [
    "aws:iam/policy:Policy",
    { policy: "{}", name: "p" },
    "arn:aws:iam::111122223333:policy/p",
    { arn: "arn:aws:iam::111122223333:policy/p" },
  ],
  [
    "aws:cloudwatch/logGroup:LogGroup",
    { name: "/a/b" },
    "/a/b",
    { arn: `arn:aws:logs:${here}:log-group:/a/b` },
  ],
  [
    "aws:cloudwatch/eventBus:EventBus",
    { name: "bus" },
    "bus",
    { arn: `arn:aws:events:${here}:event-bus/bus` },
  ],
  [
    "aws:cloudwatch/eventRule:EventRule",
    { name: "r", eventBusName: "bus" },
    "bus/r",
    { arn: `arn:aws:events:${here}:rule/bus/r` },
  ],
  [
    "aws:sqs/queue:Queue",
    { name: "q" },
    "https://sqs\\.eu-central-1\\.amazonaws\\.com/111122223333/q",
    { arn: `arn:aws:sqs:${here}:q` },
  ],
  ["aws:sns/topic:Topic", { name: "t" }, `arn:aws:sns:${here}:t`, { owner: "111122223333" }],
  [
    "aws:sfn/stateMachine:StateMachine",
    { name: "m", definition: "{}", roleArn: "r" },
    `arn:aws:states:${here}:stateMachine:m`,
    {},
  ],
  [
    "aws:lambda/function:Function",
    { name: "f", role: "r" },
    "f",
    {
      invokeArn: `arn:aws:apigateway:eu-central-1:lambda:path/2015-03-31/functions/arn:aws:lambda:${here}:function:f/invocations`,
    },
  ],
  [
    "aws:lb/loadBalancer:LoadBalancer",
    { name: "front", loadBalancerType: "network" },
    `arn:aws:elasticloadbalancing:${here}:loadbalancer/net/front/[0-9a-f]{16}`,
    { dnsName: "front-\\d{10}\\.elb\\.eu-central-1\\.amazonaws\\.com" },
  ],
  [
    "aws:lb/listener:Listener",
    {
      loadBalancerArn: `arn:aws:elasticloadbalancing:${here}:loadbalancer/app/front/0123456789abcdef`,
      defaultActions: [],
    },
    `arn:aws:elasticloadbalancing:${here}:listener/app/front/0123456789abcdef/[0-9a-f]{16}`,
    {},
  ],
  ["aws:guardduty/detector:Detector", {}, "[0-9a-f]{32}", { accountId: "111122223333" }],
  [
    "aws:wafv2/webAcl:WebAcl",
    { name: "w", scope: "REGIONAL", visibilityConfig: {}, defaultAction: {} },
    uuid,
    { arn: `arn:aws:wafv2:${here}:regional/webacl/w/${uuid}` },
  ],
  ["aws:organizations/organization:Organization", {}, "o-[0-9a-z]{10}", { masterAccountId: "111122223333" }],
  [
    "aws:secretsmanager/secret:Secret",
    { name: "s" },
    `arn:aws:secretsmanager:${here}:secret:s-[0-9a-z]{6}`,
    {},
  ],
  [
    "aws:route53/zone:Zone",
    { name: "example.com" },
    "Z[0-9A-Z]{20}",
    { arn: "arn:aws:route53:::hostedzone/Z[0-9A-Z]{20}" },
  ],
  [
    "aws:cloudtrail/trail:Trail",
    { name: "t", s3BucketName: "b" },
    `arn:aws:cloudtrail:${here}:trail/t`,
    { homeRegion: "eu-central-1" },
  ],
  [
    "aws:ssm/parameter:Parameter",
    { name: "a", type: "String" },
    "a",
    { arn: `arn:aws:ssm:${here}:parameter/a` },
  ],
];

describe("ids and outputs in AWS's formats", () => {
  for (const [type, inputs, id, outputs] of formats) {
    it(`of ${type} ${JSON.stringify(inputs)}`, () => {
      const state = created(type, inputs);
      assert.match(state.id, new RegExp(`^${id}$`));
      for (const [name, format] of Object.entries(outputs)) {
        assert.match(textOf(state.outputs[name]), new RegExp(`^${format}$`), name);
      }
    });
  }

  it("follow the partition of the region", () => {
    const arn = (region: string): unknown =>
      created("aws:sns/topic:Topic", { name: "t" }, { ...account, region }).outputs["arn"];
    assert.equal(arn("us-gov-west-1"), "arn:aws-us-gov:sns:us-gov-west-1:111122223333:t");
    assert.equal(arn("cn-north-1"), "arn:aws-cn:sns:cn-north-1:111122223333:t");
    const queue = created("aws:sqs/queue:Queue", { name: "q" }, { ...account, region: "cn-north-1" });
    assert.equal(queue.id, "https://sqs.cn-north-1.amazonaws.com.cn/111122223333/q");
  });

  it("follow the region of the resource rather than the provider's", () => {
    assert.equal(
      created("aws:sns/topic:Topic", { name: "t", region: "us-east-1" }).outputs["arn"],
      "arn:aws:sns:us-east-1:111122223333:t",
    );
  });

  it("let a default security group be found by its VPC", () => {
    const vpc = created("aws:ec2/vpc:Vpc", { cidrBlock: "10.0.0.0/16" });
    const group = created("aws:ec2/defaultSecurityGroup:DefaultSecurityGroup", { vpcId: vpc.id });
    assert.equal(group.id, vpc.outputs["defaultSecurityGroupId"]);
  });

  it("give a NAT gateway the address of its Elastic IP", () => {
    const address = created("aws:ec2/eip:Eip", {});
    const gateway = created("aws:ec2/natGateway:NatGateway", { allocationId: address.id });
    assert.equal(gateway.outputs["publicIp"], address.outputs["publicIp"]);
  });

  it("give every name of a certificate its validation record", () => {
    const { outputs } = created("aws:acm/certificate:Certificate", {
      domainName: "example.com",
      subjectAlternativeNames: ["*.example.com", "api.example.com"],
    });
    const options = outputs["domainValidationOptions"] as Values[];
    assert.deepEqual(
      options.map(({ domainName }) => domainName),
      ["example.com", "*.example.com", "api.example.com"],
    );
    assert.match(textOf(options[1]?.["resourceRecordName"]), /^_[0-9a-f]{32}\.example\.com\.$/);
  });

  it("make a name from a prefix when the resource is created", () => {
    assert.match(created("aws:s3/bucket:Bucket", { bucketPrefix: "logs-" }).id, /^logs-\d{18}[0-9a-f]{8}$/);
  });
});

describe("every known type", () => {
  const states = typeTokens().map((token) => {
    const { inputs } = { inputs: { ...requiredInputs(token) } };
    return { token, ...create(token, urnOf(token), checkedInputs(token, inputs), account) };
  });

  it("has an id without anything left to fill in", () => {
    const wrong = states.filter(({ id }) => id === "" || /[{}]|undefined|\[object/.test(id));
    assert.deepEqual(
      wrong.map(({ token, id }) => `${token} ${id}`),
      [],
    );
  });

  it("has an ARN in AWS's form where it has one at all", () => {
    const wrong = states.filter(({ token, outputs }) => {
      const property = findType(token)?.properties.get("arn");
      return (
        property?.isInput === false &&
        !/^arn:aws:[a-z0-9-]+:[a-z0-9-]*:(\d{12})?:[^{}]+$/.test(textOf(outputs["arn"]))
      );
    });
    assert.deepEqual(
      wrong.map(({ token, outputs }) => `${token} ${textOf(outputs["arn"])}`),
      [],
    );
  });

  it("has a value of the right kind for every output that always has one", () => {
    const wrong = states.flatMap(({ token, outputs }) =>
      Array.from(findType(token)?.properties ?? [])
        .filter(([name, { isOutput, isAlwaysSet }]) => isOutput && isAlwaysSet && !name.endsWith("Wo"))
        .filter(([name, { kind }]) => kindOf(outputs[name]) !== (kind === "map" ? "object" : kind))
        .map(
          ([name, { kind }]) => `${token} ${name} should be a ${kind}, is ${JSON.stringify(outputs[name])}`,
        ),
    );
    assert.deepEqual(wrong, []);
  });

  it("comes out the same again", () => {
    for (const { token, id, outputs } of states) {
      const again = create(token, urnOf(token), checkedInputs(token, requiredInputs(token)), account);
      assert.deepEqual({ id: again.id, outputs: again.outputs }, { id, outputs }, token);
    }
  });

  it("knows nothing in a preview that AWS would choose", () => {
    for (const { token } of states) {
      const inputs = checkedInputs(token, requiredInputs(token));
      const preview = create(token, urnOf(token), inputs, account, true);
      assert.equal(preview.id, "", token);
      for (const [name, value] of Object.entries(preview.outputs)) {
        assert.deepEqual(value, name in inputs ? inputs[name] : unknown, `${token} ${name}`);
      }
    }
  });
});

function kindOf(value: unknown): string {
  return Array.isArray(value) ? "list" : typeof value;
}

describe("a replacement and an update", () => {
  const type = "aws:ec2/subnet:Subnet";

  it("has another id after a change of inputs, or another URN", () => {
    const first = created(type, { vpcId: "vpc-1", cidrBlock: "10.0.0.0/24" });
    assert.notEqual(created(type, { vpcId: "vpc-1", cidrBlock: "10.0.1.0/24" }).id, first.id);
    const inputs = checkedInputs(type, { vpcId: "vpc-1", cidrBlock: "10.0.0.0/24" });
    assert.notEqual(create(type, urnOf(type, "other"), inputs, account).id, first.id);
  });

  it("keeps what AWS chose in an update, with the new inputs", () => {
    const { id, outputs } = created(type, { vpcId: "vpc-1", tags: { a: "1" } });
    const inputs = checkedInputs(type, { vpcId: "vpc-1", tags: { a: "2" } });
    const after = update({ type, urn: urnOf(type), id, outputs }, inputs, account);
    assert.deepEqual(after, { ...outputs, tags: { a: "2" }, tagsAll: { a: "2" } });
  });

  it("shows in a preview what stays, and leaves unknown what does not", () => {
    const template = "aws:ec2/launchTemplate:LaunchTemplate";
    const { id, outputs } = created(template, { imageId: "ami-1" });
    const existing = { type: template, urn: urnOf(template), id, outputs };
    const inputs = checkedInputs(template, { imageId: "ami-2" });
    const preview = update(existing, inputs, account, true);
    assert.deepEqual([preview["arn"], preview["latestVersion"]], [outputs["arn"], unknown]);
    assert.equal(update(existing, inputs, account)["latestVersion"], 2);
  });

  it("does not know in a preview what a change makes AWS choose anew", () => {
    const vpc = "aws:ec2/vpc:Vpc";
    const { id, outputs } = created(vpc, { cidrBlock: "10.0.0.0/16" });
    assert.equal(outputs["ipv6CidrBlock"], "");
    const previewed = (inputs: Values) =>
      update({ type: vpc, urn: urnOf(vpc), id, outputs }, checkedInputs(vpc, inputs), account, true);
    const same = previewed({ cidrBlock: "10.0.0.0/16", tags: { a: "1" } });
    assert.deepEqual([same["ipv6CidrBlock"], same["ipv6AssociationId"]], ["", ""]);
    const changed = previewed({ cidrBlock: "10.0.0.0/16", assignGeneratedIpv6CidrBlock: true });
    assert.deepEqual([changed["ipv6CidrBlock"], changed["ipv6AssociationId"]], [unknown, unknown]);
    assert.equal(changed["arn"], outputs["arn"]);
  });

  it("is read as the state has it; what is not in the state is taken to exist", () => {
    const { id, outputs } = created(type, { vpcId: "vpc-1" });
    const existing = { type, urn: urnOf(type), id, outputs: { ...outputs, cidrBlock: "edited" } };
    assert.deepEqual(read(existing, { vpcId: "vpc-1" }, account), existing.outputs);
    const given = { vpcId: "vpc-1" };
    const found = read({ type, urn: urnOf(type), id: "subnet-1", outputs: given }, given, account);
    assert.equal(found["arn"], `arn:aws:ec2:${here}:subnet/subnet-1`);
    assert.equal(found["vpcId"], "vpc-1");
  });

  it("keeps no write-only value among the outputs", () => {
    const parameter = created("aws:ssm/parameter:Parameter", {
      type: "SecureString",
      valueWo: "x",
      valueWoVersion: 1,
    });
    assert.ok(!("valueWo" in parameter.outputs));
    assert.equal(parameter.outputs["valueWoVersion"], 1);
  });
});
