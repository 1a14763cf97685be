import assert from "node:assert/strict";
import type { Json } from "../../../components/response/asl/states";
import { TaskError } from "./world/errors";
import { Accounts, transfer, transferOrder } from "./transferWorld";

/** The image of the instance has something else, or does not say it. */
function imageIs(change: Readonly<Record<string, Json>>, without = ""): Accounts {
  const accounts = new Accounts();
  accounts.image = Object.fromEntries(
    Object.entries({ ...accounts.image, ...change }).filter(([name]) => name !== without),
  );
  return accounts;
}

/** What AWS tells of the image that was registered is changed. */
function registeredIs(change: Readonly<Record<string, Json>>): ReturnType<typeof transfer> {
  const accounts = new Accounts();
  const described = accounts.answers()["ec2:describeImages"];
  return transfer({
    accounts,
    answers: {
      "ec2:describeImages": (input, call) => {
        const answer = described?.(input, call) as { Images: Record<string, Json>[] };
        if (call.role !== "self") return answer;
        return { Images: answer.Images.map((image) => ({ ...image, ...change })) };
      },
    },
  });
}

const registeredWith = (accounts: Accounts): Readonly<Record<string, unknown>> => {
  const { world } = transfer({ accounts });
  const [input, ...others] = world.inputsOf("ec2:registerImage");
  assert.ok(input);
  assert.equal(others.length, 0);
  return input;
};

const disk = (DeviceName: string, SnapshotId: string): Json => ({
  DeviceName,
  Ebs: { SnapshotId, VolumeType: "gp3", DeleteOnTermination: false },
});

describe("The image of the evidence", () => {
  it("has the evidence itself as its disks, and is built as the image of the instance", () => {
    const { Name, ...rest } = registeredWith(new Accounts());
    assert.match(String(Name), /^case-7-i-1-.+$/);
    assert.deepEqual(rest, {
      Description: "case-7 i-1 evidence of ami-1",
      Architecture: "x86_64",
      VirtualizationType: "hvm",
      RootDeviceName: "/dev/xvda",
      BootMode: "uefi-preferred",
      EnaSupport: true,
      TpmSupport: "v2.0",
      BlockDeviceMappings: [disk("/dev/xvdb", "snap-copy-2"), disk("/dev/xvda", "snap-copy-4")],
      TagSpecifications: [
        {
          ResourceType: "image",
          Tags: [
            { Key: "case-id", Value: "case-7" },
            { Key: "evidence-kind", Value: "image" },
            { Key: "do-not-delete", Value: "true" },
          ],
        },
      ],
    });
  });

  it("shares and copies no image in the workload account", () => {
    const { world } = transfer();
    const about = world.calls.filter(({ action }) => action.includes("Image"));
    assert.deepEqual(
      about.map(({ action, role }) => [action, role.replace(/.*-/, "")]),
      [
        ["ec2:describeImages", "reader"],
        ["ec2:registerImage", "self"],
        ["ec2:describeImages", "self"],
      ],
    );
  });

  it("has no TPM where the instance's has none", () => {
    assert.equal(registeredWith(imageIs({}, "TpmSupport"))["TpmSupport"], undefined);
  });

  for (const [architecture, bootMode] of [
    ["x86_64", "legacy-bios"],
    ["arm64", "uefi"],
    ["x86_64_mac", "uefi"],
  ] as const) {
    it(`boots as is usual for ${architecture} where the instance's says nothing`, () => {
      const input = registeredWith(imageIs({ Architecture: architecture }, "BootMode"));
      assert.equal(input["BootMode"], bootMode);
      assert.equal(input["Architecture"], architecture);
    });
  }

  it("knows no ENA where the instance's does not say so", () => {
    assert.equal(registeredWith(imageIs({}, "EnaSupport"))["EnaSupport"], false);
  });

  it("is not made when none was made of the instance", () => {
    const { transferred, accounts } = transfer({ given: { ...transferOrder, imageId: "" } });
    assert.equal(transferred.imageId, "");
    assert.equal(transferred.complete, false);
    assert.equal(accounts.registered.size, 0);
    assert.equal(transferred.steps.image["register"]?.["Error"], "Transfer.Skipped");
  });

  it("is made without a disk that has no evidence, and is told as incomplete", () => {
    const { transferred, accounts } = transfer({
      interrupt: ({ state, input }) => {
        if (state === "Re-encrypt" && input["SourceSnapshotId"] === "snap-1") {
          throw new TaskError("Ec2.Ec2Exception", "denied");
        }
      },
    });
    const [input] = accounts.registered.values();
    assert.deepEqual(input?.["BlockDeviceMappings"], [disk("/dev/xvda", "snap-copy-2")]);
    assert.equal(transferred.imageId, "ami-evidence-1");
    assert.equal(transferred.complete, false);
    assert.equal(transferred.steps.image["devices"]?.["Error"], "Transfer.Incomplete");
    assert.match(
      JSON.stringify(transferred.steps.image["devices"]["Cause"]),
      /^"1 of 2 devices have evidence: /,
    );
  });

  it("takes no evidence of the same volume that an earlier transfer left", () => {
    const accounts = new Accounts();
    accounts.snapshots.set("snap-earlier", {
      OwnerId: "444455556666",
      Description: "case-7 i-1 vol-1",
      KmsKeyId: "arn:key/evidence",
      VolumeSize: 8,
      sharedWith: [],
    });
    assert.deepEqual(registeredWith(accounts)["BlockDeviceMappings"], [
      disk("/dev/xvdb", "snap-copy-2"),
      disk("/dev/xvda", "snap-copy-4"),
    ]);
  });

  for (const [what, change] of [
    ["has another platform", { PlatformDetails: "Windows" }],
    ["tells no platform", { PlatformDetails: "" }],
    ["has another architecture", { Architecture: "arm64" }],
    ["has another root", { RootDeviceName: "/dev/xvdb" }],
    [
      "has a plain disk",
      {
        BlockDeviceMappings: [
          { Ebs: { SnapshotId: "snap-copy-2", Encrypted: true } },
          { Ebs: { SnapshotId: "snap-copy-4", Encrypted: false } },
        ],
      },
    ],
    ["lacks a disk", { BlockDeviceMappings: [{ Ebs: { SnapshotId: "snap-copy-2", Encrypted: true } }] }],
  ] as const) {
    it(`is not handed on when it ${what}`, () => {
      const { transferred } = registeredIs(change);
      assert.equal(transferred.steps.image["verify"]?.["Error"], "Transfer.NotVerified");
      assert.equal(transferred.imageId, "");
      assert.equal(transferred.complete, false);
    });
  }

  it("is told as failed when AWS says so", () => {
    const { transferred } = registeredIs({ State: "failed" });
    assert.deepEqual(transferred.steps.image["registered"], {
      Error: "Transfer.Failed",
      Cause: "ami-evidence-1 failed",
    });
    assert.equal(transferred.imageId, "");
  });
});
