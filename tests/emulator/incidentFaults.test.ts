import assert from "node:assert/strict";
import { GetItemCommand } from "@aws-sdk/client-dynamodb";
import { casesTableName } from "../../components/response/names";
import { controlOf, type Control, type Fault } from "../../tools/drill/control";
import { allEnded, begin, ended } from "../../tools/drill/executions";
import type { DrillPlace } from "../../tools/drill/place";
import { plantWorkload, type Workload } from "../../tools/drill/plant";
import { readState, type InstanceState } from "../../tools/drill/state";
import { startEmulator, type Emulator } from "../../tools/emulator";
import { createLab, emptyAcl, fillAcl, type Lab } from "./incidentLab";
import { labPlace } from "./incidentMachines";

/** A call of each family of steps, and what of the containment it alone brings about. */
const families: readonly {
  readonly operation: string;
  readonly service: string;
  readonly part?: keyof Parts;
}[] = [
  { service: "ec2", operation: "describeInstances" },
  { service: "s3", operation: "putObject" },
  { service: "ec2", operation: "modifyInstanceAttribute", part: "protection" },
  // Standby is tried when an instance cannot be detached. Both take it out of the group's target groups.
  { service: "autoscaling", operation: "detachInstances" },
  { service: "elasticloadbalancingv2", operation: "deregisterTargets" },
  { service: "ec2", operation: "modifyNetworkInterfaceAttribute", part: "groups" },
  { service: "ec2", operation: "createNetworkAclEntry", part: "acls" },
  { service: "ec2", operation: "disassociateAddress", part: "addresses" },
  { service: "iam", operation: "putRolePolicy", part: "sessions" },
  { service: "ec2", operation: "replaceIamInstanceProfileAssociation", part: "profile" },
  { service: "ec2", operation: "createTags", part: "tags" },
  { service: "cloudwatch", operation: "putMetricData" },
  { service: "kms", operation: "sign" },
];

interface Parts {
  readonly groups: boolean;
  readonly acls: boolean;
  readonly addresses: boolean;
  readonly autoScaling: boolean;
  readonly targets: boolean;
  readonly profile: boolean;
  readonly sessions: boolean;
  readonly protection: boolean;
  readonly tags: boolean;
}

const limitMs = 60_000;

describe("Containment with faults", function () {
  let emulator: Emulator;
  let lab: Lab;
  let place: DrillPlace;
  let control: Control;
  let number = 0;

  before(async () => {
    emulator = await startEmulator();
    control = controlOf(emulator.endpoint);
    await control.change({ timeScale: 0.01 });
    lab = await createLab(emulator.endpoint);
    place = await labPlace(lab);
  });
  after(async () => {
    await emulator.stop();
  });
  afterEach(async () => {
    await control.clearFaults();
    await emptyAcl(lab);
  });

  function partsOf(state: InstanceState): Parts {
    return {
      groups: state.groups.every((each) => each.length === 1 && each[0] === lab.isolationGroupId),
      acls: state.denied.length === 2 * [...state.privateAddresses, ...state.ipv6Addresses].length,
      addresses: state.publicAddresses.length === 0,
      autoScaling: state.autoScalingGroups.length === 0,
      targets: !state.isTarget,
      profile: state.profile === "landing-zone-quarantine",
      sessions: state.rolePolicies.length > 0,
      protection: state.terminationProtection,
      tags: state.tags["quarantine"] === "contained",
    };
  }

  /** Contains an instance of its own while calls fail. */
  async function contain(...faults: readonly Fault[]): Promise<{
    readonly workload: Workload;
    readonly parts: Parts;
    readonly status: string | undefined;
    readonly output: Record<string, unknown>;
    readonly caseId: string;
    /** Families of calls that went wrong. */
    readonly faulty: readonly string[];
  }> {
    number += 1;
    const workload = await plantWorkload(lab.workload, lab.place, `faulty-${number}`, 1);
    const caseId = `case-00000000-0000-4000-8000-${String(number).padStart(12, "0")}`;
    await control.forgetCalls();
    for (const fault of faults) await control.addFault(fault);
    const execution = await ended(
      lab.forensics,
      await begin(lab.forensics, place.machineArn("contain"), {
        caseId,
        account: lab.workload.id,
        region: lab.workload.region,
        instanceId: workload.victim,
        triggeredAt: new Date().toISOString(),
        reason: "test",
        requestedBy: "test",
        autoScaling: "detach",
        sessions: "role",
      }),
      limitMs,
    );
    // The custody log is written beside; its faults must be met too.
    await allEnded(lab.forensics, place.machineArn("record"), limitMs);
    await control.clearFaults();
    const calls = (await control.calls()).filter(({ fault }) => fault !== null);
    const faulty = [...new Set(calls.map(nameOf))].sort();
    const output = JSON.parse(execution.output ?? "{}") as Record<string, unknown>;
    const parts = partsOf(await readState(lab.workload, workload));
    return { workload, parts, status: execution.status, output, caseId, faulty };
  }

  const everything: Parts = {
    groups: true,
    acls: true,
    addresses: true,
    autoScaling: true,
    targets: true,
    profile: true,
    sessions: true,
    protection: true,
    tags: true,
  };

  for (const { service, operation, part } of families) {
    it(`goes on when ${service}:${operation} is always denied, and tells it`, async () => {
      const { parts, status, output, faulty } = await contain({
        match: { service, operation },
        kind: "denied",
        times: "always",
      });
      assert.deepEqual([status, faulty], ["SUCCEEDED", [nameOf({ service, operation })]]);
      assert.deepEqual(parts, { ...everything, ...(part !== undefined && { [part]: false }) });
      // What is not so must not be told as if it were.
      const isTold =
        part === undefined || part === "tags" || part === "protection" || output["contained"] === false;
      assert.ok(isTold, JSON.stringify(output["verified"]));
    });
  }

  it("does the rest when the network ACL is full, and tells it", async () => {
    await fillAcl(lab);
    const { parts, status, output } = await contain();
    assert.deepEqual([status, parts], ["SUCCEEDED", { ...everything, acls: false }]);
    assert.equal(output["contained"], false);
    assert.match(JSON.stringify(output["steps"]), /maximum number of network acl entries/);
  });

  it("is complete when a call of every family is throttled once", async () => {
    const { parts, status, output, caseId, faulty } = await contain(
      ...families.map(({ service, operation }) => ({
        match: { service, operation },
        kind: "throttled" as const,
        times: 1,
      })),
    );
    assert.deepEqual([status, output["contained"], parts], ["SUCCEEDED", true, everything]);
    assert.deepEqual(faulty, families.map(nameOf).sort());
    const { Item } = await lab.forensics.dynamoDb.send(
      new GetItemCommand({
        TableName: casesTableName,
        Key: { pk: { S: `case#${caseId}` }, sk: { S: "head" } },
      }),
    );
    assert.match(Item?.["hash"]?.S ?? "", /^[0-9a-f]{64}$/);
  });
});

/** A family as text to compare: the emulator has names of operations with capitals. */
function nameOf({ service, operation }: { readonly service: string; readonly operation: string }): string {
  return `${service}:${operation}`.toLowerCase();
}
