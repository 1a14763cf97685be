import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { actionsOf } from "./actions";
import { allowedActions } from "./authorization";
import { buildingPolicies, deployAccount, previewPolicies, property } from "./fixtures";

const root = join(__dirname, "../..");

/** The files that the program consists of. */
function filesOf(file: string, seen = new Set<string>()): ReadonlySet<string> {
  if (seen.has(file)) return seen;
  seen.add(file);
  for (const [, path = ""] of readFileSync(file, "utf8").matchAll(
    /^(?:import|export) (?!type )(?:[^"]* from )?"(\.[^"]+)"/gm,
  )) {
    const imported = join(dirname(file), path);
    filesOf(existsSync(`${imported}.ts`) ? `${imported}.ts` : join(imported, "index.ts"), seen);
  }
  return seen;
}

/** Classes of the AWS SDK that the program creates resources of, with the file that does. */
const created = [...filesOf(join(root, "stacks/program.ts"))].flatMap((file) =>
  [...readFileSync(file, "utf8").matchAll(/\baws\.(\w+\.[A-Z]\w+)(?=\(|,\n? *[a-z])/g)].map(
    ([, name = ""]) => [name, relative(root, file)] as const,
  ),
);

const account = deployAccount();
const allowed = (...policies: string[]) =>
  policies.flatMap((policy) => allowedActions(property(account, policy, "PolicyDocument")));
const reads = allowed(...previewPolicies);
const everything = [...reads, ...allowed(...buildingPolicies)];

const covers = (patterns: readonly string[], action: string) =>
  patterns.some((pattern) =>
    pattern.endsWith("*") ? action.startsWith(pattern.slice(0, -1)) : action === pattern,
  );

describe("The roles of the account's template", () => {
  it("are looked at for every class that the program creates", () => {
    const names = created.map(([name]) => name);
    for (const known of ["ec2.Vpc", "kms.Key", "s3.Bucket", "iam.Role", "cloudwatch.EventBus"]) {
      assert(names.includes(known), known);
    }
    const unknown = created.filter(([name]) => !Object.hasOwn(actionsOf, name));
    assert.deepEqual(
      unknown,
      [],
      "Add the class to tests/bootstrap/actions.ts, and what it needs to the policies in bootstrap/account.yaml",
    );
  });

  for (const [name, file] of new Map(created)) {
    it(`may refresh, create, change and remove ${name} (${file})`, () => {
      const needed = actionsOf[name];
      assert(needed !== undefined, `${name} is not in tests/bootstrap/actions.ts`);
      assert.deepEqual(
        needed.reads.filter((action) => !covers(reads, action)),
        [],
      );
      assert.deepEqual(
        needed.writes.filter((action) => !covers(everything, action)),
        [],
      );
    });
  }

  it("are given nothing that no class of the table needs", () => {
    const ofState = ["s3:PutObject", "s3:DeleteObject", "kms:GenerateDataKey", "kms:Encrypt"];
    const needed = new Set(Object.values(actionsOf).flatMap((one) => one.writes));
    const superfluous = allowed(...buildingPolicies).filter(
      (action) => !needed.has(action) && !ofState.includes(action),
    );
    assert.deepEqual(superfluous, ["kms:CancelKeyDeletion"]);
  });
});
