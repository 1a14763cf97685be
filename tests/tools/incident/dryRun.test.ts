import assert from "node:assert/strict";
import { FakeError, suiteFake } from "../../support/fakeAws";
import { runHere } from "./cli";
import { instance, playMachines } from "./fakeAccount";

const item = (...list: object[]) => ({ item: list });

describe("npm run incident -- contain --dry-run", () => {
  const fake = suiteFake();

  beforeEach(() => {
    fake.reset();
    playMachines(fake, {});
    fake.on("AssumeRole", () => ({
      Credentials: {
        AccessKeyId: "ASIA",
        SecretAccessKey: "secret",
        SessionToken: "token",
        Expiration: "2099-01-01T00:00:00Z",
      },
    }));
    fake.on("DescribeInstances", () => ({
      reservationSet: item({ instancesSet: item(described) }),
    }));
    fake.on("DescribeInstanceAttribute", ({ Attribute }) =>
      Attribute === "disableApiTermination"
        ? { disableApiTermination: { value: false } }
        : { instanceInitiatedShutdownBehavior: { value: "terminate" } },
    );
    fake.on("DescribeAutoScalingInstances", () => ({
      AutoScalingInstances: {
        member: [{ InstanceId: instance, AutoScalingGroupName: "web", LifecycleState: "InService" }],
      },
    }));
    fake.on("DescribeTargetGroups", () => ({
      TargetGroups: {
        member: [
          { TargetGroupArn: "arn:tg", TargetType: "ip" },
          { TargetGroupArn: "arn:fn", TargetType: "lambda" },
        ],
      },
    }));
    fake.on("DescribeTargetHealth", () => ({
      TargetHealthDescriptions: {
        member: [
          { Target: { Id: "10.0.0.5", Port: 80 }, TargetHealth: { State: "healthy" } },
          { Target: { Id: "10.0.0.9", Port: 80 }, TargetHealth: { State: "healthy" } },
        ],
      },
    }));
    fake.on("DescribeLoadBalancers", () => ({
      LoadBalancerDescriptions: {
        member: [{ LoadBalancerName: "old", Instances: { member: [{ InstanceId: instance }] } }],
      },
    }));
    fake.on("DescribeSecurityGroups", (input) => ({
      securityGroupInfo: item({ groupId: `sg-${String(input["Filter.2.Value.1"])}` }),
    }));
    fake.on("DescribeNetworkAcls", () => ({
      networkAclSet: item({
        networkAclId: "acl-1",
        entrySet: item({ ruleNumber: 1000, ruleAction: "allow", egress: false, cidrBlock: "0.0.0.0/0" }),
        associationSet: item({ subnetId: "subnet-9" }),
      }),
    }));
    fake.on("DescribeVpcEndpoints", () => ({ vpcEndpointSet: item({ subnetIdSet: item() }) }));
    fake.on("DescribeAddresses", () => ({
      addressesSet: item({ publicIp: "198.51.100.7", associationId: "eipassoc-1" }),
    }));
    fake.on("DescribeIamInstanceProfileAssociations", () => ({
      iamInstanceProfileAssociationSet: item({
        iamInstanceProfile: { arn: "arn:aws:iam::111122223333:instance-profile/app/web" },
      }),
    }));
    fake.on("GetInstanceProfile", () => ({
      InstanceProfile: { Roles: { member: [{ RoleName: "web" }] } },
    }));
  });

  const described = {
    instanceId: instance,
    instanceState: { name: "running" },
    instanceLifecycle: "spot",
    blockDeviceMapping: item({
      deviceName: "/dev/xvda",
      ebs: { volumeId: "vol-1", deleteOnTermination: true },
    }),
    networkInterfaceSet: item({
      networkInterfaceId: "eni-1",
      vpcId: "vpc-1",
      groupSet: item({ groupId: "sg-web" }),
      privateIpAddress: "10.0.0.5",
      privateIpAddressesSet: item({ privateIpAddress: "10.0.0.5" }),
      ipv6AddressesSet: item({ ipv6Address: "2001:db8::5" }),
    }),
  };
  const dryRun = (...args: string[]) =>
    runHere([
      ...["contain", "--dry-run", "--account", "111122223333", "--instance", instance, "--reason", "test"],
      ...["--endpoint", fake.endpoint, ...args],
    ]);

  it("prints exactly what would change", async () => {
    const ran = await dryRun();
    assert.equal(ran.code, 0, ran.error);
    assert.deepEqual(ran.out.split("\n"), [
      `${instance}: 18 changes, none of them made`,
      `  ${instance}  protect from termination from off to on`,
      `  ${instance}  shutdown behaviour from terminate to stop`,
      "  vol-1  delete on termination (/dev/xvda) from yes to no",
      `  web  detach ${instance}, keeping capacity from InService`,
      "  arn:tg  deregister 10.0.0.5:80 from healthy",
      `  old  deregister ${instance}`,
      "  eni-1  shorten connection tracking: TCP established 60 s, UDP stream 60 s, UDP 30 s",
      "  eni-1  replace security groups from sg-web to sg-conversion, then sg-isolation",
      "  acl-1  add entry 705: deny all in from 10.0.0.5/32",
      "  acl-1  add entry 706: deny all in from 2001:db8::5/128",
      "  acl-1  add entry 705: deny all out to 10.0.0.5/32",
      "  acl-1  add entry 706: deny all out to 2001:db8::5/128",
      "  198.51.100.7  disassociate the Elastic IP address from eipassoc-1",
      `  ${instance}  replace the instance profile from arn:aws:iam::111122223333:instance-profile/app/web to landing-zone-quarantine`,
      `  role web  put the inline policy landing-zone-incident-${instance}: deny every session issued until now`,
      `  ${instance}  tag: case-id=the new case, do-not-delete=true, quarantine=contained`,
      "  vol-1  tag: case-id=the new case, do-not-delete=true, quarantine=contained",
      "  eni-1  tag: case-id=the new case, do-not-delete=true, quarantine=contained",
      `  WARNING ${instance} is a spot instance: AWS may interrupt it at any time`,
      "mode contain: these changes are made at once. Evidence is taken afterwards.",
      "Nothing was changed and nothing was started.",
    ]);
  });

  it("calls nothing that changes anything", async () => {
    await dryRun();
    const changing = fake.calls
      .map(({ operation }) => operation)
      .filter((name) => !/^(Describe|Get|List|AssumeRole$)/.test(name));
    assert.deepEqual(changing, []);
  });

  it("looks through the reader role, as the machine does that contains", async () => {
    await dryRun();
    const [taken] = fake.inputs("AssumeRole");
    assert.equal(taken?.["RoleArn"], "arn:aws:iam::111122223333:role/landing-zone-incident-reader");
    assert.equal(
      taken["ExternalId"],
      "arn:aws:states:eu-central-1:444455556666:stateMachine:landing-zone-incident-contain",
    );
    assert.equal(taken["RoleSessionName"], "incident-alice@example.com");
  });

  it("follows the choices that are made", async () => {
    const { out } = await dryRun(
      "--auto-scaling",
      "standby",
      "--sessions",
      "instance",
      "--mode",
      "approve",
      "--no-acquire",
    );
    assert.match(
      out,
      new RegExp(`^ {2}web {2}put ${instance} on standby, keeping capacity from InService$`, "m"),
    );
    assert.match(out, new RegExp(`deny the sessions of ${instance}, old and new$`, "m"));
    assert.match(
      out,
      /^mode approve: these changes wait until somebody approves\. Evidence is not taken afterwards\.$/m,
    );
  });

  it("warns of what can't be done", async () => {
    fake.on("DescribeSecurityGroups", () => ({ securityGroupInfo: item() }));
    const { out } = await dryRun();
    assert.match(
      out,
      /^ {2}WARNING vpc-1 has no security group with the tag purpose=isolation: eni-1 can't be isolated$/m,
    );
    assert.doesNotMatch(out, /replace security groups/);
  });

  it("exits with 2 for an instance that there is not", async () => {
    fake.on("DescribeInstances", () => ({ reservationSet: item() }));
    const ran = await dryRun();
    assert.equal(ran.code, 2);
    assert.match(
      ran.error,
      /^--instance i-0123456789abcdef0: the account has no such instance in this region\.$/,
    );
  });

  it("says how to look when the reader role lets nobody in", async () => {
    fake.on("AssumeRole", () => {
      throw new FakeError("AccessDenied", "not authorized");
    });
    const ran = await dryRun();
    assert.equal(ran.code, 1);
    assert.match(
      ran.error,
      /^The role landing-zone-incident-reader of the account 111122223333 can't be taken: not authorized\n.*--reader-role\.$/,
    );
  });

  it("shows what containing a user would change", async () => {
    fake.on("GetUser", () => ({ User: { UserName: "ci" } }));
    fake.on("ListAccessKeys", () => ({
      AccessKeyMetadata: {
        member: [
          { AccessKeyId: "AKIA1", Status: "Active" },
          { AccessKeyId: "AKIA2", Status: "Inactive" },
        ],
      },
    }));
    const ran = await runHere([
      ...[
        "contain-principal",
        "--dry-run",
        "--account",
        "111122223333",
        "--user-name",
        "ci",
        "--reason",
        "x",
        "--case",
        "case-1",
      ],
      ...["--endpoint", fake.endpoint],
    ]);
    assert.equal(ran.code, 0, ran.error);
    assert.deepEqual(ran.out.split("\n").slice(0, 3), [
      "user ci: 2 changes, none of them made",
      "  user ci  put the inline policy landing-zone-incident-case-1: deny everything",
      "  AKIA1  access key from active to inactive",
    ]);
  });
});
