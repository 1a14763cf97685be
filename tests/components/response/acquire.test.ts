import assert from "node:assert/strict";
import validate from "asl-validator";
import type { Json } from "../../../components/response/asl/states";
import { acquireMachine } from "../../../components/response/machines/acquire";
import { acquire, now, order, settings, wellEquipped, World } from "./acquireWorld";
import { TaskError } from "./world/errors";
import { run } from "./world/run";

const machine = acquireMachine(settings);

const memoryFile = "memory/AROAQUARANTINE:i-1/i-1-00000000-0000-4000-8000-000000000000.lime";

describe("The machine that acquires evidence", () => {
  it("is valid Amazon States Language", () => {
    assert.deepEqual(validate(machine).errors, []);
  });

  it("tells what it acquired of an instance that has everything", () => {
    const { acquired } = acquire();
    assert.deepEqual(acquired.snapshots, [
      { snapshotId: "snap-1", volumeId: "vol-1", encrypted: false, kmsKeyId: "" },
      { snapshotId: "snap-2", volumeId: "vol-2", encrypted: true, kmsKeyId: "arn:key/2" },
    ]);
    assert.equal(acquired.instanceId, "i-1");
    assert.equal(acquired.imageId, "ami-1");
    assert.deepEqual(acquired.memory, { possible: true, key: `cases/case-7/${memoryFile}` });
    assert.deepEqual(
      Object.entries(acquired.steps).filter(([, step]) => step["ok"] !== true),
      [],
    );
    assert.deepEqual(Object.keys(acquired.steps), [
      ...[
        "snapshots",
        "image",
        "instance",
        "consoleOutput",
        "consoleScreenshot",
        "userData",
        "tags",
        "volumes",
      ],
      ...["interfaces", "trailInstance", "trailCredentials", "trailRole", "inventoryApplications"],
      ...["inventoryInstance", "inventoryNetwork", "inventoryServices", "commandHistory"],
      ...["flowLogs", "loadBalancerLogs", "wafLogs", "memory"],
    ]);
  });

  it("names every object that it stored in the custody log, and tells the hash that S3 told", () => {
    const { world, acquired } = acquire();
    assert.deepEqual(world.logged().sort(), [...world.objects.keys()].sort());
    const hashed = acquired.evidence.filter(({ checksumSha256 }) => checksumSha256 !== undefined);
    assert.equal(hashed.length, 19);
    for (const { key, checksumSha256, kind } of hashed.filter(({ kind }) => kind !== "memory")) {
      assert.equal(checksumSha256, world.objects.get(key), kind);
    }
  });

  it("stores every object on legal hold, hashed with SHA-256, and names no key beside the bucket's", () => {
    const { world } = acquire();
    const puts = [...world.inputsOf("s3:putObject"), ...world.inputsOf("s3:copyObject")];
    assert.equal(puts.length, 22);
    for (const { Bucket, ChecksumAlgorithm, ObjectLockLegalHoldStatus, ...rest } of puts) {
      assert.deepEqual(
        [Bucket, ChecksumAlgorithm, ObjectLockLegalHoldStatus, "SSEKMSKeyId" in rest],
        ["evidence", "SHA256", "ON", false],
      );
    }
  });

  it("takes all volumes in one call and an image without a reboot, both tagged with the case", () => {
    const { world } = acquire();
    const tags = (kind: string): Json => [
      { Key: "case-id", Value: "case-7" },
      { Key: "evidence-kind", Value: kind },
      { Key: "do-not-delete", Value: "true" },
    ];
    assert.deepEqual(world.inputsOf("ec2:createSnapshots"), [
      {
        InstanceSpecification: { InstanceId: "i-1", ExcludeBootVolume: false },
        Description: "case-7 i-1",
        CopyTagsFromSource: "volume",
        TagSpecifications: [{ ResourceType: "snapshot", Tags: tags("snapshot") }],
      },
    ]);
    const [image] = world.inputsOf("ec2:createImage");
    assert.equal(image?.["NoReboot"], true);
    assert.deepEqual(image["TagSpecifications"], [
      { ResourceType: "image", Tags: tags("image") },
      { ResourceType: "snapshot", Tags: tags("image") },
    ]);
  });

  it("changes the workload account as copier, reads it as reader and the vault as itself", () => {
    const { world } = acquire();
    const by = new Map<string, Set<string>>();
    for (const { role, action } of world.calls) {
      by.set(role, (by.get(role) ?? new Set()).add(action));
    }
    const role = (name: string): string => `arn:aws:iam::111122223333:role/landing-zone-incident-${name}`;
    assert.deepEqual([...(by.get(role("copier")) ?? [])].sort(), [
      "ec2:createImage",
      "ec2:createSnapshots",
      "s3:copyObject",
      "ssm:sendCommand",
    ]);
    assert.deepEqual([...(by.get("self") ?? [])].sort(), [
      "s3:getObject",
      "s3:headObject",
      "s3:putObject",
      "s3:putObjectLegalHold",
      "states:startExecution.sync:2",
    ]);
    assert.deepEqual([...by.keys()].sort(), [role("copier"), role("reader"), "self"].sort());
  });

  for (const [what, given] of [
    ["no case", { ...order, caseId: "" }],
    ["a case that leads to another folder", { ...order, caseId: "case-1/../case-2" }],
    ["no instance", { caseId: "case-7", account: "111122223333", region: "eu-central-1" }],
  ] as const) {
    it(`refuses an order with ${what} by name`, () => {
      const world = new World(wellEquipped());
      const ended = run(machine, given, { answer: world.answer, now });
      assert.equal(ended.status, "failed");
      assert.equal(ended.error, "InvalidAcquisition");
      assert.deepEqual(world.calls, []);
    });
  }
});

describe("The acquisition of what AWS knows", () => {
  it("asks for the console's output otherwise where only Nitro would tell the latest", () => {
    const { world, acquired } = acquire({
      "ec2:getConsoleOutput": (input) => {
        if (input["Latest"] === true) throw new TaskError("Ec2.Ec2Exception", "UnsupportedOperation");
        return { Output: "Ym9vdA==" };
      },
    });
    assert.deepEqual(acquired.steps["consoleOutput"], { ok: true });
    assert.deepEqual(world.inputsOf("ec2:getConsoleOutput").at(-1), { InstanceId: "i-1" });
  });

  it("stops at the fifth page of events and says that there are more", () => {
    const { world, acquired } = acquire({
      "cloudtrail:lookupEvents": () => ({ Events: [], NextToken: "more" }),
    });
    assert.deepEqual(acquired.steps["trailInstance"], { ok: true, complete: false });
    assert.equal(world.inputsOf("cloudtrail:lookupEvents").length, 15);
  });

  it("looks up the role that the instance had before it was contained, and says when nobody knows it", () => {
    const roleOf = (world: World): Json[] =>
      world
        .inputsOf("cloudtrail:lookupEvents")
        .flatMap((input) => input["LookupAttributes"] as { AttributeValue: string }[])
        .map(({ AttributeValue }) => AttributeValue)
        .filter((value) => value !== "i-1");
    assert.deepEqual(roleOf(acquire().world), ["app", "app"]);
    assert.deepEqual(roleOf(acquire({}, { given: { ...order, roleName: "web" } }).world), ["web", "web"]);
    const notFound = (): never => {
      throw new TaskError("S3.NoSuchKeyException", "The specified key does not exist");
    };
    const { world, acquired } = acquire({ "s3:getObject": notFound });
    assert.deepEqual(roleOf(world), []);
    assert.equal(acquired.steps["trailRole"]?.["Error"], "Evidence.NotAvailable");
    assert.equal(acquired.steps["trailInstance"]?.["ok"], true);
  });
});
