import { deepStrictEqual, strictEqual } from "node:assert/strict";
import { releaseParts } from "../../../../components/response/machines/release/parts";
import type { Json } from "../../../../components/response/asl/states";
import { exposureOf } from "../world/exposure";
import { canonical } from "../world/intrinsics";
import type { JsonObject, World } from "../world/model";
import { instanceId, newWorld } from "../world/newWorld";
import { TaskError } from "../world/errors";
import { execute, machines, outputOf, settings, type ExecuteOptions } from "../world/scenario";
import { answerFrom } from "../world/answer";
import { run } from "../world/run";

function contained(options?: ExecuteOptions, world = newWorld()): World {
  execute("contain", world, options);
  world.table[`instance#111111111111#eu-central-1#${instanceId} open`] = { caseId: { S: "case-1" } };
  return world;
}

/** A world without what cannot be as before: ids of associations, the order of lists, and the default times of tracking. */
function comparable(world: World): Json {
  const sorted = (list: readonly unknown[]): Json =>
    list.map((each) => canonical(each as Json)).sort((left, right) => (left < right ? -1 : 1));
  return JSON.parse(
    JSON.stringify({
      instances: world.instances,
      interfaces: world.interfaces.map((nic) => ({ ...nic, tracking: undefined })),
      acls: world.acls,
      addresses: world.addresses.map(({ at, ...rest }) => ({ ...rest, on: at?.NetworkInterfaceId })),
      profiles: sorted(world.associations.map(({ Arn, InstanceId }) => ({ Arn, InstanceId }))),
      roles: world.roles,
      members: world.scaling["web"]?.members,
      targets: Object.entries(world.targetGroups).map(([arn, { targets }]) => [arn, sorted(targets)]),
      classic: Object.entries(world.classic).map(([name, ids]) => [name, sorted(ids)]),
      tags: world.tags,
    }),
  ) as Json;
}

describe("release", () => {
  it("restores everything that a containment has changed", () => {
    const world = contained();
    const output = outputOf(execute("release", world));
    deepStrictEqual(comparable(world), comparable(newWorld()));
    strictEqual(output["released"], true);
    deepStrictEqual(output["verified"], Object.fromEntries(releaseParts.map((part) => [part, true])));
  });

  it("sets connection tracking to what was set before, or else to what EC2 has by default", () => {
    const before = newWorld();
    const [first] = before.interfaces;
    if (first) first.tracking = { TcpEstablishedTimeout: 350, UdpTimeout: 45 };
    const world = contained({}, before);
    execute("release", world);
    deepStrictEqual(
      world.interfaces.map(({ tracking }) => tracking),
      [
        { TcpEstablishedTimeout: 350, UdpStreamTimeout: 180, UdpTimeout: 45 },
        { TcpEstablishedTimeout: 432_000, UdpStreamTimeout: 180, UdpTimeout: 30 },
        undefined,
      ],
    );
  });

  it("leaves denials that were there before", () => {
    const before = newWorld();
    const own = {
      RuleNumber: 700,
      Egress: false,
      RuleAction: "deny",
      Protocol: "-1",
      CidrBlock: "10.0.1.10/32",
    };
    before.acls["acl-private"]?.entries.push(own);
    const entries = structuredClone(before.acls);
    const world = contained({}, before);
    execute("release", world);
    deepStrictEqual(world.acls, entries);
  });

  it("takes the instance off standby", () => {
    const world = contained({ input: { autoScaling: "standby" } });
    strictEqual(outputOf(execute("release", world))["released"], true);
    strictEqual(exposureOf(world)["autoScaling"], 1);
  });

  it("takes the quarantine profile from an instance that had none", () => {
    const before = newWorld();
    before.associations = before.associations.filter(({ InstanceId }) => InstanceId !== instanceId);
    const expected = structuredClone(before.associations);
    const world = contained({}, before);
    strictEqual(outputOf(execute("release", world))["released"], true);
    deepStrictEqual(world.associations, expected);
  });

  for (const part of releaseParts) {
    it(`restores ${part} alone, and keeps the quarantine`, () => {
      const world = contained();
      const before = exposureOf(world);
      const output = outputOf(execute("release", world, { input: { parts: [part] } }));
      const changed = Object.entries(exposureOf(world))
        .filter(([way, open]) => open !== before[way])
        .map(([way]) => way.split(" ")[0]);
      const ways: Record<string, readonly string[]> = {
        acls: ["acl"],
        loadBalancers: ["classic"],
        protection: ["termination", "shutdown", "volumes"],
      };
      deepStrictEqual([...new Set(changed)], ways[part] ?? [part]);
      strictEqual(output["released"], true);
      deepStrictEqual(
        Object.entries(output["verified"] as JsonObject).filter(([, holds]) => holds !== null),
        [[part, true]],
      );
      strictEqual(world.tags[instanceId]?.["quarantine"], "contained");
      strictEqual(`instance#111111111111#eu-central-1#${instanceId} open` in world.table, true);
    });
  }

  it("lets the instance go: the case has it no longer, and its status says so", () => {
    const world = contained();
    execute("release", world);
    deepStrictEqual(world.table, {
      [`case#case-1 instance#${instanceId}`]: { status: { S: "released" } },
    });
  });

  it("opens the network last", () => {
    const world = contained();
    const changes: string[] = [];
    execute("release", world, {
      after: ({ action, role }) => {
        if (role.endsWith("container")) changes.push(action);
      },
    });
    const last = (actions: readonly string[]): number =>
      Math.max(...actions.map((each) => changes.lastIndexOf(each)));
    const first = (actions: readonly string[]): number =>
      Math.min(...actions.map((each) => changes.indexOf(each)));
    const identity = last([
      "ec2:replaceIamInstanceProfileAssociation",
      "iam:deleteRolePolicy",
      "ec2:modifyInstanceAttribute",
    ]);
    const network = first([
      "ec2:modifyNetworkInterfaceAttribute",
      "ec2:deleteNetworkAclEntry",
      "ec2:associateAddress",
      "elasticloadbalancingv2:registerTargets",
    ]);
    strictEqual(identity < network, true);
  });

  it("changes nothing until it is approved", () => {
    const world = contained();
    const before = structuredClone(world);
    let waiting: World | undefined;
    execute("release", world, {
      after: ({ action }) => {
        if (action === "dynamodb:putItem.waitForTaskToken") waiting = structuredClone(world);
      },
    });
    const { table, notices } = waiting ?? before;
    deepStrictEqual(waiting, { ...before, table, notices });
    const asked = table["case#case-1 approval#run"];
    deepStrictEqual(
      [asked?.["taskToken"], asked?.["machine"], asked?.["wants"]],
      [{ S: "token-run" }, { S: "release" }, { S: `release ${instanceId}, these parts: ["all"]` }],
    );
    deepStrictEqual(
      notices.map(({ Message }) => Message),
      [
        `operator wants to release ${instanceId}, these parts: ["all"]. Case case-1, account 111111111111. ` +
          "Reason: mining. Approve or refuse: npm run incident -- approve --case case-1 --question run",
      ],
    );
  });

  it("ends by name when it is refused", () => {
    const world = contained();
    const answer = answerFrom(world);
    const outcome = run(machines.release.definition, machines.release.input, {
      now: "2026-02-01T00:00:03.456Z",
      answer: (call) => {
        if (call.state === "Wait for approval") throw new TaskError("Refused", "not yet");
        return answer(call);
      },
    });
    deepStrictEqual(outcome.status === "failed" && [outcome.error, outcome.cause], [
      "ReleaseNotApproved",
      "not yet",
    ]);
  });

  it("ends by name when the answer does not approve, or does not say who does", () => {
    const replies: readonly JsonObject[] = [{ approved: false, by: "carol" }, { approved: true }, {}];
    for (const reply of replies) {
      const world = contained();
      const answer = answerFrom(world);
      const outcome = run(machines.release.definition, machines.release.input, {
        now: "2026-02-01T00:00:03.456Z",
        answer: (call) => (call.state === "Wait for approval" ? reply : answer(call)),
      });
      strictEqual(outcome.status === "failed" && outcome.error, "ReleaseNotApproved");
    }
  });

  it("records that it was refused, by whom, and what was wanted", () => {
    const world = contained();
    const answer = answerFrom(world);
    run(machines.release.definition, machines.release.input, {
      now: "2026-02-01T00:00:03.456Z",
      answer: (call) => {
        const given = answer(call);
        return call.state === "Wait for approval" ? { approved: false, by: "carol" } : given;
      },
    });
    const { entries } = world.recorded.at(-1)?.["Input"] as { entries: JsonObject[] };
    deepStrictEqual(entries, [
      {
        step: "release.not-approved",
        subject: instanceId,
        details: {
          requestedBy: "operator",
          reason: "mining",
          wants: `release ${instanceId}, these parts: ["all"]`,
          approval: { ok: true, answer: { approved: false, by: "carol" } },
        },
      },
    ]);
  });

  it("leaves no question behind, however it ends", () => {
    const endings: readonly (() => JsonObject)[] = [
      () => ({ approved: true, by: "carol" }),
      () => ({ approved: false, by: "carol" }),
      () => {
        throw new TaskError("States.Timeout", "late");
      },
      () => {
        throw new TaskError("ApprovalRefused", "not yet");
      },
    ];
    for (const end of endings) {
      const world = contained();
      const answer = answerFrom(world);
      run(machines.release.definition, machines.release.input, {
        now: "2026-02-01T00:00:03.456Z",
        answer: (call) => {
          const given = answer(call);
          return call.state === "Wait for approval" ? end() : given;
        },
      });
      deepStrictEqual(
        Object.keys(world.table).filter((key) => key.includes("approval")),
        [],
      );
    }
  });

  it("waits for as many hours as are configured", () => {
    const state = machines.release.definition.States["Wait for approval"];
    strictEqual(state?.Type === "Task" && state.TimeoutSeconds, settings.approvalHours * 3600);
  });

  it("ends by name when nothing was kept", () => {
    const outcome = execute("release", newWorld());
    strictEqual(outcome.status === "failed" && outcome.error, "StateBeforeMissing");
  });

  it("does not restore what was never read", () => {
    const world = contained({ fault: { state: "Describe addresses", kind: "denied", always: true } });
    const output = outputOf(execute("release", world));
    strictEqual(output["released"], false);
    strictEqual((output["verified"] as JsonObject)["addresses"], false);
    strictEqual(world.tags[instanceId]?.["quarantine"], "contained");
  });
});
