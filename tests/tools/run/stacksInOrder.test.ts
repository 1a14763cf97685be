import assert from "node:assert/strict";
import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { deployedInOrder, stacksInOrder } from "../../../tools/run/stacksInOrder";
import { checkpointFile, foldersIn } from "../../../tools/run/state";
import { emptyFolder } from "./folder";

const checkout = join(__dirname, "..", "..", "..");

describe("the stacks of a folder", () => {
  const folder = emptyFolder();
  const write = (name: string, change: (text: string) => string = (text) => text, from = name) => {
    const text = readFileSync(join(checkout, `Pulumi.${from}.yaml`), "utf8");
    writeFileSync(join(folder(), `Pulumi.${name}.yaml`), change(text));
  };

  beforeEach(() => {
    write("prod");
    write("forensics");
    copyFileSync(join(checkout, "Pulumi.yaml"), join(folder(), "Pulumi.yaml"));
  });

  const names = () => stacksInOrder(folder()).map(({ name }) => name);

  it("come after what they read from", () => {
    assert.deepEqual(names(), ["forensics", "prod"]);
  });

  it("come in the order of their names within one kind", () => {
    const other = (text: string) =>
      text.replace("111122223333", "777788889999").replace("10.20.0.0/16", "10.30.0.0/16");
    write("acceptance", other, "prod");
    write("forensics", (text) => text.replace('["111122223333"]', '["111122223333", "777788889999"]'));
    assert.deepEqual(names(), ["forensics", "acceptance", "prod"]);
  });

  it("must be there", () => {
    const empty = join(folder(), "empty");
    mkdirSync(empty);
    assert.throws(() => stacksInOrder(empty), {
      name: "RunFailure",
      message: `There is no Pulumi.<stack>.yaml in ${empty}.\n  name the folder that has the stacks' files: npm start -- --config DIR`,
    });
  });

  it("may be asked for in a folder that does not exist", () => {
    assert.throws(() => stacksInOrder(join(folder(), "none")), /There is no Pulumi.<stack>.yaml/);
  });

  it("have the problems of all their files reported at once", () => {
    write("prod", (text) => text.replace('"111122223333"', '"1111"'));
    write("forensics", (text) => text.replace("2555", "7"));
    assert.throws(
      () => stacksInOrder(folder()),
      (error) =>
        error instanceof Error &&
        /landing-zone:account[^]*evidence.retentionDays|evidence.retentionDays[^]*landing-zone:account/.test(
          error.message,
        ),
    );
  });

  it("must agree with each other", () => {
    write("prod", (text) => text.replace("444455556666", "777788889999"));
    assert.throws(() => stacksInOrder(folder()), /landing-zone:forensics.account/);
  });
});

describe("the stacks of a state", () => {
  const folder = emptyFolder();
  const deployed = (name: string, kind?: string) => {
    const state = foldersIn(folder());
    mkdirSync(dirname(checkpointFile(state, name)), { recursive: true });
    mkdirSync(state.work, { recursive: true });
    writeFileSync(checkpointFile(state, name), "{}");
    if (kind !== undefined) {
      writeFileSync(join(state.work, `Pulumi.${name}.yaml`), `config:\n  landing-zone:kind: ${kind}\n`);
    }
  };

  it("are none before the first run", () => {
    assert.deepEqual(deployedInOrder(foldersIn(folder())), []);
  });

  it("come after what they read from, whatever their names", () => {
    deployed("a", "workload");
    deployed("z", "forensics");
    assert.deepEqual(deployedInOrder(foldersIn(folder())), ["z", "a"]);
  });

  it("come last when nobody knows any more what they are", () => {
    deployed("a");
    deployed("b", "no kind");
    deployed("z", "forensics");
    assert.deepEqual(deployedInOrder(foldersIn(folder())), ["z", "a", "b"]);
  });
});
