import { deepStrictEqual, strictEqual } from "node:assert/strict";
import fc from "fast-check";
import { exposureOf } from "../world/exposure";
import type { JsonObject, World } from "../world/model";
import { instanceId, isolationGroup, newWorld } from "../world/newWorld";
import { execute, outputOf, type ExecuteOptions } from "../world/scenario";

function contain(world: World, options?: ExecuteOptions): JsonObject {
  return outputOf(execute("contain", world, options));
}

/** An entry that is in nobody's way but for its number. */
const someoneElses = { RuleAction: "deny", Protocol: "-1", CidrBlock: "203.0.113.0/24" };

describe("contain, in other circumstances", () => {
  it("measures the seconds since the trigger across midnight", () => {
    const world = newWorld();
    strictEqual(contain(world)["seconds"], 13);
    deepStrictEqual(world.metrics, [
      {
        Namespace: "LandingZone/IncidentResponse",
        MetricData: [{ MetricName: "SecondsToContained", Value: 13, Unit: "Seconds" }],
      },
    ]);
  });

  for (const [triggeredAt, seconds] of [
    ["2026-02-01T00:00:03Z", 0],
    ["2026-01-31T08:09:07.999Z", 57056],
    ["this morning", null],
    ["2026-02-01T01:00:00+01:00", null],
  ] as const) {
    it(`takes ${triggeredAt} for ${seconds ?? "no"} seconds`, () => {
      const world = newWorld();
      const output = contain(world, { input: { triggeredAt } });
      strictEqual(output["seconds"], seconds);
      strictEqual(world.metrics.length, seconds === null ? 0 : 1);
      strictEqual(output["contained"], true);
    });
  }

  it("keeps Systems Manager within reach where the endpoints are, before it denies", () => {
    const world = newWorld();
    contain(world);
    const added = (world.acls["acl-endpoints"]?.entries ?? []).filter(
      ({ CidrBlock, Egress }) => CidrBlock === "10.0.1.10/32" && Egress === false,
    );
    deepStrictEqual(
      added.map(({ RuleNumber, RuleAction, Protocol, PortRange }) => [
        RuleNumber,
        RuleAction,
        Protocol,
        PortRange,
      ]),
      [
        [510, "allow", "6", { From: 443, To: 443 }],
        [710, "deny", "-1", undefined],
      ],
    );
  });

  it("lets through before it denies, whichever numbers others have taken", () => {
    const numbers = fc.uniqueArray(fc.integer({ min: 500, max: 999 }), { maxLength: 30 });
    const crowded = fc.tuple(numbers, fc.boolean()).map(([taken, near]) =>
      // The same numbers, or as many in a row from where the instance begins.
      taken.map((number, index) => (near ? 510 + index : number)),
    );
    fc.assert(
      fc.property(crowded, (taken) => {
        const world = { ...newWorld(), aclRules: 40 };
        const entries = world.acls["acl-endpoints"]?.entries ?? [];
        for (const RuleNumber of taken.filter((number) => number !== 500)) {
          entries.push(...[false, true].map((Egress) => ({ ...someoneElses, RuleNumber, Egress })));
        }
        strictEqual(contain(world)["contained"], true);
        for (const block of ["10.0.1.10/32", "10.0.2.10/32"]) {
          for (const egress of [false, true]) {
            const [first, second] = entries
              .filter(({ CidrBlock, Egress }) => CidrBlock === block && Egress === egress)
              .toSorted((left, right) => Number(left["RuleNumber"]) - Number(right["RuleNumber"]));
            deepStrictEqual([first?.["RuleAction"], second?.["RuleAction"]], ["allow", "deny"]);
          }
        }
      }),
    );
  });

  it("tells that an ACL is full, and does the rest", () => {
    const world = newWorld();
    const entries = world.acls["acl-private"]?.entries ?? [];
    for (let number = 1; number <= 18; number += 1) {
      entries.push(
        ...[false, true].map((Egress) => ({ ...someoneElses, RuleNumber: 2000 + number, Egress })),
      );
    }
    const output = contain(world);
    const verified = output["verified"] as JsonObject;
    deepStrictEqual(
      Object.entries(verified).filter(([, holds]) => holds === false),
      [["acls", false]],
    );
    strictEqual(output["contained"], false);
    strictEqual(JSON.stringify(output["steps"]).includes("maximum number of network acl entries"), true);
  });

  it("denies ahead of the allowing entries of an ACL that keeps no numbers free", () => {
    const world = newWorld();
    contain(world);
    const numbers = (world.acls["acl-default"]?.entries ?? [])
      .filter(({ RuleAction }) => RuleAction === "deny")
      .map(({ RuleNumber }) => RuleNumber);
    deepStrictEqual(numbers, [32767, 32767, 3, 3, 4, 4, 5, 5]);
  });

  it("does not put an entry behind one that allows everything", () => {
    const world = newWorld();
    const acl = world.acls["acl-default"];
    for (const entry of acl?.entries ?? []) if (entry["RuleAction"] === "allow") entry["RuleNumber"] = 3;
    const output = contain(world);
    strictEqual(output["contained"], false);
    strictEqual((output["verified"] as JsonObject)["acls"], false);
    strictEqual(JSON.stringify(output["steps"]).includes("NoFreeNumber"), true);
  });

  it("changes nothing the second time and keeps the first state before", () => {
    const world = newWorld();
    contain(world);
    const once = structuredClone(world);
    const output = contain(world);
    const { metrics, recorded } = world;
    deepStrictEqual(world, { ...once, metrics, recorded });
    deepStrictEqual([metrics.length, recorded.length], [2, 2]);
    strictEqual(output["contained"], true);
    deepStrictEqual((output["steps"] as JsonObject)["keep"], { ok: true, already: true });
  });

  it("finishes in a second run what the first could not", () => {
    const world = newWorld();
    const first = contain(world, { fault: { state: "Revoke sessions", kind: "denied", always: true } });
    strictEqual(first["contained"], false);
    strictEqual(contain(world)["contained"], true);
    strictEqual(exposureOf(world)["sessions"], 0);
  });

  it("isolates by what it knows when the instance cannot be described", () => {
    const world = newWorld();
    contain(world, { fault: { state: "Describe instance", kind: "denied", always: true } });
    deepStrictEqual(
      world.interfaces.slice(0, 2).map(({ groups }) => groups),
      [[isolationGroup], [isolationGroup]],
    );
  });

  it("opens nothing when the VPC has no isolation group, and does the rest", () => {
    const world = newWorld();
    world.groups = world.groups.filter(({ purpose }) => purpose !== "isolation");
    const output = contain(world);
    deepStrictEqual(
      world.interfaces,
      newWorld().interfaces.map((nic, index) => ({
        ...nic,
        tracking:
          index === 2 ? undefined : { TcpEstablishedTimeout: 60, UdpStreamTimeout: 60, UdpTimeout: 30 },
      })),
    );
    strictEqual(output["contained"], false);
    deepStrictEqual(
      Object.entries(exposureOf(world)).filter(([way, open]) => open > 0 && !way.startsWith("groups")),
      [],
    );
    strictEqual(JSON.stringify(output["steps"]).includes("IsolationGroupMissing"), true);
  });

  it("gives an interface its own groups back when it can't be isolated, and tells both", () => {
    const world = newWorld();
    const output = contain(world, { fault: { state: "Isolate", kind: "denied", always: true } });
    deepStrictEqual(
      world.interfaces.map(({ groups }) => groups),
      newWorld().interfaces.map(({ groups }) => groups),
    );
    const { interfaces } = output["steps"] as { interfaces: { steps: { groups: JsonObject } }[] };
    deepStrictEqual(
      interfaces.map(({ steps }) => [steps.groups["convert"], steps.groups["giveBack"]]),
      [
        [{ ok: true }, { ok: true }],
        [{ ok: true }, { ok: true }],
      ],
    );
    strictEqual(output["contained"], false);
  });

  it("puts the instance on standby when it can't be detached", () => {
    const world = newWorld();
    const output = contain(world, { fault: { state: "Detach from group", kind: "denied", always: true } });
    strictEqual(world.scaling["web"]?.members[instanceId], "Standby");
    strictEqual(output["contained"], true);
  });

  it("isolates without a conversion group", () => {
    const world = newWorld();
    world.groups = world.groups.filter(({ purpose }) => purpose !== "conversion");
    const output = contain(world);
    strictEqual(output["contained"], true);
    strictEqual(JSON.stringify(output["steps"]).includes("ConversionGroupMissing"), true);
  });

  it("warns of a spot instance and of instance-store volumes", () => {
    const world = newWorld();
    const own = world.instances[instanceId];
    if (own) world.instances[instanceId] = { ...own, lifecycle: "spot", rootDeviceType: "instance-store" };
    deepStrictEqual(Object.keys(contain(world)["warnings"] as JsonObject), ["spot", "instanceStore"]);
  });

  for (const [title, change] of [
    ["does not exist", (world: World) => Reflect.deleteProperty(world.instances, instanceId)],
    [
      "is terminated",
      (world: World) => Object.assign(world.instances[instanceId] ?? {}, { state: "terminated" }),
    ],
  ] as const) {
    it(`fails by name when the instance ${title}, and changes nothing`, () => {
      const world = newWorld();
      change(world);
      const before = structuredClone(world);
      const outcome = execute("contain", world);
      strictEqual(outcome.status === "failed" && outcome.error, "InstanceNotFound");
      deepStrictEqual(world, before);
    });
  }
});
