import validate from "asl-validator";
import assert from "node:assert/strict";
import { AwsError, definition, input, run, statesOf, tasks, well, type Call } from "./investigateFixture";

const entries = (calls: readonly Call[]) =>
  calls
    .filter(({ action }) => action === "states:startExecution")
    .map((call) => {
      const { entries: made } = call.input["Input"] as { entries: Record<string, unknown>[] };
      return made[0] ?? {};
    });
const steps = (calls: readonly Call[]) => entries(calls).map(({ step, subject }) => [step, subject]);
const of = (calls: readonly Call[], action: string) => calls.filter((call) => call.action === action);

describe("The machine investigate", () => {
  it("is valid", () => {
    const { isValid, errors } = validate(structuredClone(definition));
    assert.deepEqual(errors, []);
    assert.equal(isValid, true);
  });

  it("works in the forensics account alone", () => {
    assert.deepEqual(
      [...tasks].filter(([, task]) => task.Credentials !== undefined),
      [],
    );
  });

  describe("when all goes well", () => {
    it("examines each disk, keeps the workstation and lists what it made", () => {
      const { output, error } = run(well);
      assert.equal(error, undefined);
      assert.deepEqual(output, {
        caseId: "case-20260101-1",
        workstationId: "i-workstation",
        suspectIds: [],
        volumes: ["vol-of-snap-e1", "vol-of-snap-e2"],
        results: ["1", "2"].map((n) => ({
          snapshotId: `snap-e${n}`,
          sourceVolumeId: `vol-${n}`,
          volumeId: `vol-of-snap-e${n}`,
          output: '{"ok":true}',
          steps: { attach: { ok: true } },
        })),
        memory: '{"ok":true}',
        stopped: true,
        snapshotId: "snap-workstation",
        steps: { stop: { ok: true } },
      });
    });

    it("makes the role of the case before the workstation, and limits it twice to the workstations' policy", () => {
      const { calls } = run(well);
      assert.deepEqual(
        calls.slice(0, 6).map(({ action }) => action),
        [
          "iam:createRole",
          "iam:attachRolePolicy",
          "iam:createInstanceProfile",
          "iam:addRoleToInstanceProfile",
          "ssm:getParameter",
          "ec2:runInstances",
        ],
      );
      const [role] = of(calls, "iam:createRole");
      assert.equal(role?.input["RoleName"], "case-20260101-1");
      assert.equal(role.input["PermissionsBoundary"], "arn:aws:iam::444455556666:policy/workstation");
      assert.deepEqual(role.input["Tags"], [{ Key: "case-id", Value: "case-20260101-1" }]);
      assert.deepEqual(of(calls, "iam:attachRolePolicy")[0]?.input, {
        RoleName: "case-20260101-1",
        PolicyArn: "arn:aws:iam::444455556666:policy/workstation",
      });
    });

    it("starts one workstation from the newest image with the case's profile and tags", () => {
      const { calls } = run(well);
      const [launch, ...others] = of(calls, "ec2:runInstances");
      assert.equal(others.length, 0);
      const { ClientToken, TagSpecifications, ...rest } = launch?.input ?? {};
      assert.deepEqual(rest, {
        MinCount: 1,
        MaxCount: 1,
        LaunchTemplate: { LaunchTemplateId: "lt-0123456789abcdef0", Version: "$Latest" },
        ImageId: "ami-workstation",
        SubnetId: "subnet-a",
        IamInstanceProfile: { Name: "case-20260101-1" },
      });
      assert.match(String(ClientToken), /^[0-9a-f]{64}$/);
      assert.deepEqual(
        (TagSpecifications as { ResourceType: string; Tags: unknown }[]).map(({ ResourceType, Tags }) => [
          ResourceType,
          Tags,
        ]),
        ["instance", "volume", "network-interface"].map((type) => [
          type,
          [
            { Key: "case-id", Value: "case-20260101-1" },
            { Key: "evidence-kind", Value: "workstation" },
            { Key: "do-not-delete", Value: "true" },
          ],
        ]),
      );
    });

    it("attaches each copy under a name of its own, in the workstation's zone", () => {
      const { calls } = run(well);
      assert.deepEqual(
        of(calls, "ec2:createVolume").map((call) => [
          call.input["SnapshotId"],
          call.input["AvailabilityZone"],
        ]),
        [
          ["snap-e1", "eu-central-1a"],
          ["snap-e2", "eu-central-1a"],
        ],
      );
      assert.deepEqual(
        of(calls, "ec2:attachVolume").map((call) => call.input),
        [
          { VolumeId: "vol-of-snap-e1", InstanceId: "i-workstation", Device: "/dev/xvdba" },
          { VolumeId: "vol-of-snap-e2", InstanceId: "i-workstation", Device: "/dev/xvdbb" },
        ],
      );
    });

    it("hands the documents ids only: neither credentials nor addresses", () => {
      const { calls } = run(well);
      assert.deepEqual(
        of(calls, "ssm:sendCommand").map((call) => [call.input["DocumentName"], call.input["Parameters"]]),
        [
          ["examine-memory", { caseId: ["case-20260101-1"], instanceId: ["i-0123456789abcdef0"] }],
          ...["1", "2"].map((n) => [
            "examine-disk",
            {
              caseId: ["case-20260101-1"],
              instanceId: ["i-0123456789abcdef0"],
              volumeId: [`vol-of-snap-e${n}`],
              snapshotId: [`snap-e${n}`],
            },
          ]),
        ],
      );
    });

    it("records the workstation, each disk and the end in the custody log", () => {
      const { calls } = run(well);
      assert.deepEqual(steps(calls), [
        ["start-workstation", "i-workstation"],
        ["examine-disk", "snap-e1"],
        ["examine-disk", "snap-e2"],
        ["investigate", "i-0123456789abcdef0"],
      ]);
      const disk = entries(calls)[1];
      assert.equal(disk?.["key"], "i-0123456789abcdef0/analysis/snap-e1/command-i-workstation.json");
      assert.deepEqual(disk["body"], { result: { status: "Success", output: '{"ok":true}', error: "" } });
    });
  });

  describe("on request", () => {
    it("starts the suspect image without role, rules and metadata service", () => {
      const { calls, output } = run(well, { ...input, launchSuspectImage: true });
      const { ClientToken, TagSpecifications, ...rest } = of(calls, "ec2:runInstances")[1]?.input ?? {};
      assert.deepEqual(rest, {
        MinCount: 1,
        MaxCount: 1,
        ImageId: "ami-suspect",
        InstanceType: "m7i.large",
        SubnetId: "subnet-a",
        SecurityGroupIds: ["sg-suspect"],
        MetadataOptions: { HttpEndpoint: "disabled", HttpTokens: "required" },
        DisableApiTermination: true,
        InstanceInitiatedShutdownBehavior: "stop",
      });
      assert.notEqual(ClientToken, of(calls, "ec2:runInstances")[0]?.input["ClientToken"]);
      assert.equal((TagSpecifications as unknown[]).length, 3);
      assert.deepEqual(output?.["suspectIds"], ["i-suspect"]);
    });

    it("starts no suspect without an image", () => {
      const { calls } = run(well, { ...input, launchSuspectImage: true, imageId: "" });
      assert.equal(of(calls, "ec2:runInstances").length, 1);
    });

    it("leaves the workstation running", () => {
      const { calls, output } = run(well, { ...input, keepRunning: true });
      assert.deepEqual([of(calls, "ec2:stopInstances"), of(calls, "ec2:createSnapshot")], [[], []]);
      assert.deepEqual([output?.["stopped"], output?.["snapshotId"]], [false, ""]);
    });
  });

  it("takes the role and profile that the case has already", () => {
    const there: Record<string, string> = {
      "iam:createRole": "Iam.EntityAlreadyExistsException",
      "iam:createInstanceProfile": "Iam.EntityAlreadyExistsException",
      "iam:addRoleToInstanceProfile": "Iam.LimitExceededException",
    };
    const { calls, output } = run((call) => {
      const name = there[call.action];
      if (name !== undefined) throw new AwsError(name);
      return well(call);
    });
    assert.equal(output?.["workstationId"], "i-workstation");
    assert.equal(of(calls, "iam:createRole").length, 1);
  });

  it("asks again while things are under way, ever more rarely", () => {
    let asked = 0;
    const { output } = run((call) => {
      if (call.action !== "ssm:describeInstanceInformation") return well(call);
      asked += 1;
      return { InstanceInformationList: [{ PingStatus: asked < 4 ? "Inactive" : "Online" }] };
    });
    assert.equal(asked, 4);
    assert.equal(output?.["workstationId"], "i-workstation");
    for (const [name, state] of statesOf(definition)) {
      if (state.Type !== "Pass" || !name.endsWith(": start")) continue;
      const { waits } = state.Parameters as { waits: number[] };
      assert.deepEqual(
        waits,
        [...waits].sort((a, b) => a - b),
        name,
      );
    }
  });

  it("does without disks when there are none", () => {
    const { calls, output } = run(well, { ...input, snapshots: [] });
    assert.deepEqual([of(calls, "ec2:createVolume"), output?.["volumes"], output?.["results"]], [[], [], []]);
    assert.equal(of(calls, "ssm:sendCommand").length, 1);
  });

  it("tries the next subnet when the first has no room", () => {
    const { calls, output } = run((call) => {
      if (call.action === "ec2:runInstances" && call.input["SubnetId"] === "subnet-a") {
        throw new AwsError("Ec2.Ec2Exception");
      }
      return well(call);
    });
    assert.equal(output?.["workstationId"], "i-workstation");
    const launches = of(calls, "ec2:runInstances");
    assert.equal(launches.length, 9);
    assert.equal(launches[8]?.input["SubnetId"], "subnet-b");
    const tokens = new Set(launches.map((call) => call.input["ClientToken"]));
    assert.equal(tokens.size, 2, "one token for each subnet, however often the call is made");
  });
});
