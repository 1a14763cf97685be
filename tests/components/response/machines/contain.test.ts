import { deepStrictEqual, strictEqual } from "node:assert/strict";
import { exposureOf } from "../world/exposure";
import type { JsonObject, World } from "../world/model";
import {
  conversionGroup,
  instanceId,
  isolationGroup,
  neighbourId,
  newWorld,
  profileArn,
  quarantineArn,
  roleName,
} from "../world/newWorld";
import { execute, outputOf, type ExecuteOptions } from "../world/scenario";

function contain(world: World, options?: ExecuteOptions): JsonObject {
  return outputOf(execute("contain", world, options));
}

/** Everything of a world that is not the contained instance's. */
function neighbourOf(world: World): unknown {
  return {
    instance: world.instances[neighbourId],
    interfaces: world.interfaces.filter((nic) => nic.instanceId === neighbourId),
    associations: world.associations.filter((each) => each.InstanceId === neighbourId),
    lifecycle: world.scaling["web"]?.members[neighbourId],
    desired: world.scaling["web"]?.desired,
    elsewhere: world.acls["acl-elsewhere"],
    classic: world.classic["other"],
    tags: world.tags[neighbourId],
  };
}

describe("contain", () => {
  it("shuts every way to and from the instance, and says so", () => {
    const world = newWorld();
    const output = contain(world);
    deepStrictEqual(
      Object.entries(exposureOf(world)).filter(([, open]) => open > 0),
      [],
    );
    strictEqual(output["contained"], true);
    deepStrictEqual(output["verified"], {
      groups: true,
      acls: true,
      profile: true,
      sessions: true,
      targets: true,
      loadBalancers: true,
      autoScaling: true,
      addresses: true,
    });
  });

  it("touches nothing of its neighbour and keeps the capacity of the group", () => {
    const world = newWorld();
    contain(world);
    deepStrictEqual(neighbourOf(world), neighbourOf(newWorld()));
  });

  it("writes the state before into the vault before it changes anything", () => {
    const world = newWorld();
    const before = structuredClone(world);
    let changed: unknown;
    contain(world, {
      after: ({ action }) => {
        if (action === "s3:putObject") changed = { ...structuredClone(world), vault: {} };
      },
    });
    deepStrictEqual(changed, before);
    deepStrictEqual(Object.keys(world.vault), [`cases/case-1/${instanceId}/before.json`]);
  });

  it("keeps what a release needs", () => {
    const world = newWorld();
    const kept = contain(world)["before"] as JsonObject;
    deepStrictEqual(world.vault[`cases/case-1/${instanceId}/before.json`], kept);
    deepStrictEqual(kept["protection"], {
      termination: { value: false },
      shutdown: { value: "terminate" },
      instanceStore: [false],
    });
    deepStrictEqual((kept["network"] as JsonObject)["interfaces"], [
      {
        interfaceId: "eni-1",
        subnetId: "subnet-private",
        vpcId: "vpc-1",
        groupIds: ["sg-own", "sg-shared"],
        ipv4Blocks: ["10.0.1.10/32"],
        ipv6Blocks: ["2001:db8::10/128"],
        tracking: { tcpEstablished: [], udpStream: [], udp: [] },
      },
      {
        interfaceId: "eni-2",
        subnetId: "subnet-data",
        vpcId: "vpc-1",
        groupIds: ["sg-data"],
        ipv4Blocks: ["10.0.2.10/32"],
        ipv6Blocks: [],
        tracking: { tcpEstablished: [], udpStream: [], udp: [] },
      },
    ]);
    deepStrictEqual((kept["profile"] as JsonObject)["roles"], [roleName]);
    deepStrictEqual(kept["loadBalancers"], { list: ["old"] });
  });

  it("goes through the conversion group to the isolation group on every interface", () => {
    const world = newWorld();
    const moves: string[] = [];
    contain(world, {
      after: ({ action, input }) => {
        if (action !== "ec2:modifyNetworkInterfaceAttribute" || input["Groups"] === undefined) return;
        moves.push(`${JSON.stringify(input["NetworkInterfaceId"])} ${JSON.stringify(input["Groups"])}`);
      },
    });
    deepStrictEqual(moves, [
      `"eni-1" ["${conversionGroup}"]`,
      `"eni-1" ["${isolationGroup}"]`,
      `"eni-2" ["${conversionGroup}"]`,
      `"eni-2" ["${isolationGroup}"]`,
    ]);
  });

  it("puts the instance on standby when that is asked for", () => {
    const world = newWorld();
    strictEqual(contain(world, { input: { autoScaling: "standby" } })["contained"], true);
    deepStrictEqual(world.scaling["web"], {
      desired: 2,
      members: { [instanceId]: "Standby", [neighbourId]: "InService" },
    });
  });

  it("denies the role's sessions until now, or this instance alone", () => {
    const denials = (["role", "instance"] as const).map((sessions) => {
      const world = newWorld();
      contain(world, { input: { sessions } });
      return world.roles[roleName]?.policies[`landing-zone-incident-${instanceId}`];
    });
    const statement = { Sid: "IncidentResponse", Effect: "Deny", Action: "*", Resource: "*" };
    deepStrictEqual(denials, [
      {
        Version: "2012-10-17",
        Statement: [
          { ...statement, Condition: { DateLessThan: { "aws:TokenIssueTime": "2026-02-01T00:00:03.456Z" } } },
        ],
      },
      {
        Version: "2012-10-17",
        Statement: [{ ...statement, Condition: { StringLike: { "aws:userid": `*:${instanceId}` } } }],
      },
    ]);
  });

  it("associates the quarantine profile with an instance that has none", () => {
    const world = newWorld();
    world.associations = world.associations.filter(({ InstanceId }) => InstanceId !== instanceId);
    strictEqual(contain(world)["contained"], true);
    deepStrictEqual(
      world.associations.map(({ Arn }) => Arn),
      [profileArn, quarantineArn],
    );
    deepStrictEqual(world.roles, newWorld().roles);
  });

  it("tags the instance, its volumes and its interfaces", () => {
    const world = newWorld();
    contain(world);
    const tags = { "case-id": "case-1", "do-not-delete": "true", quarantine: "contained" };
    deepStrictEqual(world.tags, {
      [instanceId]: { Name: "web", ...tags, "evidence-kind": "instance" },
      "vol-a": { ...tags, "evidence-kind": "volume" },
      "vol-b": { ...tags, "evidence-kind": "volume" },
      "eni-1": { ...tags, "evidence-kind": "network-interface" },
      "eni-2": { ...tags, "evidence-kind": "network-interface" },
    });
  });

  it("has every part recorded once it is contained, with the outcome as an object", () => {
    const world = newWorld();
    contain(world);
    const [{ Input } = {}] = world.recorded;
    const { caseId, actor, entries } = Input as { caseId: string; actor: string; entries: JsonObject[] };
    deepStrictEqual([caseId, actor], ["case-1", "contain"]);
    deepStrictEqual(
      entries.map(({ step }) => step),
      [
        "contain.before",
        "contain.capture",
        "contain.protection",
        "contain.autoScaling",
        "contain.loadBalancers",
        "contain.interfaces",
        "contain.networkAcls",
        "contain.addresses",
        "contain.credentials",
        "contain.tags",
        "contain.verification",
        "contain.kept",
      ],
    );
    deepStrictEqual(
      entries.slice(-2).map(({ key }) => key),
      [`${instanceId}/contained.json`, `${instanceId}/before.json`],
    );
  });
});
