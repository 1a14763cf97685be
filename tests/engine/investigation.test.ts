import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { deployStack, type StackToDeploy } from "../../tools/run/deployStack";
import { stacksToDeploy } from "../../tools/run/run";
import { stacksInOrder } from "../../tools/run/stacksInOrder";
import { inventory } from "./inventory";
import { checkout, suiteSession } from "./session";

type Config = StackToDeploy["config"];

interface Tool {
  readonly name: string;
  readonly sha256: string;
}

const workstationKey = "landing-zone:workstation";
const responseKey = "landing-zone:response";
const none = { create: 0, update: 0, replace: 0, delete: 0 };

// The tests go on from each other's state.
describe("Workstations with an image, and memory with a tool (examples/investigation)", () => {
  const session = suiteSession();
  const stacks = () => stacksToDeploy(session(), stacksInOrder(join(checkout, "examples/investigation")), []);
  const deploy = (change: (config: Config) => Config = (config) => config) => {
    const forensics = stacks().find(({ name }) => name === "forensics");
    assert.ok(forensics);
    return deployStack(session(), { ...forensics, config: change(forensics.config) });
  };

  const workstation = (config: Config) => config[workstationKey] as { readonly tools: readonly Tool[] };

  const withTools = (change: (tool: Tool) => Tool) => (config: Config) => ({
    ...config,
    [workstationKey]: { ...workstation(config), tools: workstation(config).tools.map(change) },
  });

  const without = (key: string, part: string) => (config: Config) => ({
    ...config,
    [key]: Object.fromEntries(Object.entries(config[key] as object).filter(([name]) => name !== part)),
  });

  it("are deployed, and keep every policy", async () => {
    for (const stack of stacks()) {
      const { causes, violations } = await deployStack(session(), stack);
      assert.deepEqual([causes, violations], [[], []]);
    }
    const lines = inventory(session().state, "forensics");
    for (const made of [
      "aws:imagebuilder/imagePipeline:ImagePipeline forensics-image-pipeline",
      "aws:ec2/vpcEndpoint:VpcEndpoint forensics-analysis-private-imagebuilder",
      "aws:s3/bucketObjectv2:BucketObjectv2 forensics-memory-tool-x86_64",
      "aws:ssm/document:Document forensics-memory-document",
    ]) {
      assert(lines.includes(made), made);
    }
  });

  it("change nothing when they are deployed again", async () => {
    const { causes, violations, changes } = await deploy();
    assert.deepEqual([causes, violations, { ...changes, same: 0 }], [[], [], { ...none, same: 0 }]);
  });

  it("get a new component and recipe with another tool, and the pipeline is told", async () => {
    const newer = withTools((tool) => (tool.name === "yara" ? { ...tool, sha256: "8".repeat(64) } : tool));
    const before = inventory(session().state, "forensics");
    const { causes, violations, changes } = await deploy(newer);
    assert.deepEqual([causes, violations], [[], []]);
    // The pipeline is updated, and so is the component around it, whose arguments have changed.
    assert.deepEqual({ ...changes, same: 0 }, { ...none, replace: 2, update: 2, same: 0 });
    assert.deepEqual(inventory(session().state, "forensics"), before);
  });

  it("lose the pipeline with the list of tools and keep the bucket with what is locked in it; get it again", async () => {
    const before = inventory(session().state, "forensics");
    const bucket = "aws:s3/bucket:Bucket forensics-tools-store-bucket";
    const dropped = await deploy(without(workstationKey, "tools"));
    assert.deepEqual([dropped.causes, dropped.violations], [[], []]);
    const after = inventory(session().state, "forensics");
    const gone = before.filter((line) => !after.includes(line));
    assert.ok(before.includes(bucket) && after.includes(bucket));
    assert.ok(gone.includes("aws:imagebuilder/imagePipeline:ImagePipeline forensics-image-pipeline"));
    assert.deepEqual(
      gone.filter((line) => !/ (forensics-image|forensics-analysis-private-imagebuilder)/.test(line)),
      [],
    );
    assert.deepEqual(
      after.filter((line) => !before.includes(line)),
      [],
    );
    const listed = await deploy();
    assert.deepEqual([listed.causes, listed.violations], [[], []]);
    assert.deepEqual(inventory(session().state, "forensics"), before);
  });

  it("lose the tool that captures memory and its document, and nothing else", async () => {
    const before = inventory(session().state, "forensics");
    const { causes, violations } = await deploy(without(responseKey, "memoryTool"));
    assert.deepEqual([causes, violations], [[], []]);
    const after = inventory(session().state, "forensics");
    assert.deepEqual(
      before.filter((line) => !after.includes(line)),
      [
        "aws:s3/bucketObjectv2:BucketObjectv2 forensics-memory-tool-x86_64",
        "aws:ssm/document:Document forensics-memory-document",
        "landingzone:response:MemoryCapture forensics-memory",
      ],
    );
    assert.deepEqual(
      after.filter((line) => !before.includes(line)),
      [],
    );
  });

  it("refuse a tool that is not the pinned one", async () => {
    const real = createHash("sha256")
      .update(readFileSync(join(checkout, "examples/investigation/avml-stand-in")))
      .digest("hex");
    const { outcome, causes } = await deploy((config) => {
      const text = JSON.stringify(config);
      assert(text.includes(real));
      return JSON.parse(text.replaceAll(real, "9".repeat(64))) as Config;
    });
    assert.equal(outcome, "failed");
    assert.match(
      JSON.stringify(causes),
      new RegExp(`avml-stand-in has the SHA-256 ${real}, but 9{64} is pinned`),
    );
  });
});
