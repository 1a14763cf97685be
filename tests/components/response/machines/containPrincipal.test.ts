import { deepStrictEqual, strictEqual } from "node:assert/strict";
import type { JsonObject } from "../world/model";
import { newWorld, roleName } from "../world/newWorld";
import { execute, outputOf } from "../world/scenario";

const denial = { Sid: "IncidentResponse", Effect: "Deny", Action: "*", Resource: "*" };
const policyName = "landing-zone-incident-case-1";

describe("contain-principal", () => {
  it("revokes the sessions of a role, and changes nothing else", () => {
    const world = newWorld();
    const output = outputOf(execute("containRole", world));
    const expected = newWorld();
    const role = expected.roles[roleName];
    if (role) {
      role.policies[policyName] = {
        Version: "2012-10-17",
        Statement: [
          { ...denial, Condition: { DateLessThan: { "aws:TokenIssueTime": "2026-02-01T00:00:03.456Z" } } },
        ],
      };
    }
    deepStrictEqual([world.roles, world.users], [expected.roles, expected.users]);
    strictEqual(output["contained"], true);
    deepStrictEqual(output["verified"], { policy: true, keys: true });
  });

  it("disables the keys of a user and denies it everything, and changes nothing else", () => {
    const world = newWorld();
    const output = outputOf(execute("containUser", world));
    const mallory = newWorld().users["mallory"];
    deepStrictEqual(world.roles, newWorld().roles);
    deepStrictEqual(world.users, {
      mallory: {
        ...mallory,
        policies: { ...mallory?.policies, [policyName]: { Version: "2012-10-17", Statement: [denial] } },
        keys: { AKIA1: "Inactive", AKIA2: "Inactive" },
      },
    });
    strictEqual(output["contained"], true);
  });

  it("keeps what the principal may do, before it changes anything", () => {
    const world = newWorld();
    const before = structuredClone(world.users);
    let changed: unknown;
    execute("containUser", world, {
      after: ({ action }) => {
        if (action === "s3:putObject") changed = structuredClone(world.users);
      },
    });
    deepStrictEqual(changed, before);
    const kept = world.vault["cases/case-1/user-mallory/before.json"] as JsonObject;
    const { path, boundary, inlinePolicies, attachedPolicies, groups, keys, loginProfile } = kept;
    deepStrictEqual(
      { path, boundary, inlinePolicies, attachedPolicies, groups, keys, loginProfile },
      {
        path: ["/"],
        boundary: [],
        inlinePolicies: [{ name: "own", policy: { document: { Statement: [] } }, steps: {} }],
        attachedPolicies: [
          { PolicyName: "ReadOnlyAccess", PolicyArn: "arn:aws:iam::aws:policy/ReadOnlyAccess" },
        ],
        groups: ["developers"],
        keys: [
          { AccessKeyId: "AKIA1", Status: "Active", UserName: "mallory" },
          { AccessKeyId: "AKIA2", Status: "Active", UserName: "mallory" },
        ],
        loginProfile: true,
      },
    );
  });

  it("tells that a user has no password", () => {
    const world = newWorld();
    const mallory = world.users["mallory"];
    if (mallory) world.users["mallory"] = { ...mallory, login: false };
    const output = outputOf(execute("containUser", world));
    strictEqual((output["before"] as JsonObject)["loginProfile"], false);
    strictEqual(JSON.stringify(output["steps"]).includes("Error"), false);
  });

  it("keeps the first state before when it runs again", () => {
    const world = newWorld();
    execute("containUser", world);
    const first = structuredClone(world.vault);
    strictEqual(outputOf(execute("containUser", world))["contained"], true);
    deepStrictEqual(world.vault, first);
  });

  it("does not hold a user contained that has made itself another key", () => {
    const world = newWorld();
    const output = outputOf(
      execute("containUser", world, {
        after: ({ state }) => {
          if (state === "Deny user everything")
            Object.assign(world.users["mallory"]?.keys ?? {}, { AKIA3: "Active" });
        },
      }),
    );
    deepStrictEqual([output["contained"], output["verified"]], [false, { policy: true, keys: false }]);
  });

  for (const [kind, name, error] of [
    ["role", "landing-zone-incident-reader", "PrincipalProtected"],
    ["role", "landing-zone-deployment", "PrincipalProtected"],
    ["role", "landing-zone-quarantine", "PrincipalProtected"],
    ["role", "AWSServiceRoleForSomething", "PrincipalProtected"],
    ["role", "service", "PrincipalProtected"],
    ["role", "nobody", "PrincipalNotFound"],
    ["user", "nobody", "PrincipalNotFound"],
    ["group", "developers", "PrincipalUnknown"],
  ] as const) {
    it(`refuses the ${kind} ${name} as ${error}`, () => {
      const world = newWorld();
      const application = world.roles[roleName];
      if (application)
        world.roles["service"] = { ...application, Path: "/aws-service-role/ec2.amazonaws.com/" };
      const before = structuredClone(world);
      const outcome = execute("containRole", world, { input: { principal: { kind, name } } });
      strictEqual(outcome.status === "failed" && outcome.error, error);
      deepStrictEqual(world, before);
    });
  }
});
