import * as aws from "@pulumi/aws";
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { captureDocument, captureScript } from "../../../components/response/memory/document";
import { MemoryCapture } from "../../../components/response/memory/memoryCapture";
import { checkTool, type MemoryTool } from "../../../components/response/memory/tool";
import { record } from "../../support/record";

const content = "a tool";
const sha256 = createHash("sha256").update(content).digest("hex");

describe("The tool that captures memory", () => {
  let folder = "";
  let tool: MemoryTool;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "tool-"));
    const path = join(folder, "avml");
    writeFileSync(path, content);
    tool = { version: "0.14.0", binaries: { x86_64: { path, sha256 } } };
  });

  afterEach(() => {
    rmSync(folder, { recursive: true });
  });

  const capture = () =>
    record(
      (opts) =>
        new MemoryCapture(
          "forensics-memory",
          {
            account: { id: "444455556666", region: "eu-central-1" },
            evidenceBucketName: "evidence",
            tool,
            workloadAccounts: ["111122223333", "777788889999"],
          },
          opts,
        ),
    );

  it("is stored in the evidence bucket, and stays there", async () => {
    const { inventory, inputs } = await capture();
    assert.deepEqual(inventory(), [
      "aws:s3/bucketObjectv2:BucketObjectv2 forensics-memory-tool-x86_64",
      "aws:ssm/document:Document forensics-memory-document",
      "landingzone:response:MemoryCapture forensics-memory",
    ]);
    const { bucket, key, sourceHash, checksumAlgorithm } = inputs("forensics-memory-tool-x86_64");
    assert.deepEqual([bucket, key], ["evidence", "tools/avml/0.14.0/x86_64/avml"]);
    assert.deepEqual([sourceHash, checksumAlgorithm], [sha256, "SHA256"]);
  });

  it("is started by a document that the workload accounts share and can't change", async () => {
    const { one } = await capture();
    const { name, permissions, documentType, content: text } = one(aws.ssm.Document).inputs;
    assert.deepEqual([name, documentType], ["landing-zone-capture-memory", "Command"]);
    assert.deepEqual(permissions, { type: "Share", account_ids: "111122223333,777788889999" });
    const document = { region: "eu-central-1", evidenceBucketName: "evidence", tool };
    assert.deepEqual(JSON.parse(text as string), captureDocument(document));
  });

  it("is refused when it has another hash than the pinned one, with both hashes", () => {
    const other = "0".repeat(64);
    const binaries = { x86_64: { path: join(folder, "avml"), sha256: other } };
    assert.throws(
      () => {
        checkTool({ ...tool, binaries });
      },
      new RegExp(`has the SHA-256 ${sha256}, but ${other} is pinned`),
    );
  });

  it("is refused when its file is missing, when there is none, and when its version is no part of a key", () => {
    const refusal = (given: MemoryTool, expected: RegExp): void => {
      assert.throws(() => {
        checkTool(given);
      }, expected);
    };
    refusal(
      { ...tool, binaries: { aarch64: { path: join(folder, "none"), sha256 } } },
      /none can't be read; download/,
    );
    refusal({ ...tool, binaries: {} }, /give a program for at least one of x86_64, aarch64/);
    refusal({ ...tool, version: "../1" }, /version "\.\.\/1" may have letters/);
  });
});

describe("The document that captures memory", () => {
  const tool: MemoryTool = { version: "1", binaries: { aarch64: { path: "unread", sha256 } } };
  const document = captureDocument({ region: "cn-north-1", evidenceBucketName: "evidence", tool }) as {
    parameters: { Key: { allowedPattern: string } };
    mainSteps: { action: string; precondition: unknown; inputs: { runCommand: string[] } }[];
  };

  it("has one step, for Linux, which is the script after what it is told", () => {
    const [step, ...more] = document.mainSteps;
    assert.deepEqual(more, []);
    assert.equal(step?.action, "aws:runShellScript");
    assert.deepEqual(step.precondition, { StringEquals: ["platformType", "Linux"] });
    assert.deepEqual(step.inputs.runCommand.slice(0, 8), [
      "#!/bin/bash",
      "KEY='{{ Key }}'",
      "BUCKET='evidence'",
      "REGION='cn-north-1'",
      "DNS_SUFFIX='amazonaws.com.cn'",
      "TOOL_PREFIX='tools/avml/1'",
      "SHA256_x86_64=''",
      `SHA256_aarch64='${sha256}'`,
    ]);
    assert.equal(`${step.inputs.runCommand.slice(8).join("\n")}\n`, captureScript);
  });

  it("uses no braces that Systems Manager would take for a parameter", () => {
    assert.deepEqual(captureScript.match(/\{\{[^}]*\}\}/g), null);
  });

  it("takes the keys that the machine makes, and nothing that the shell would understand", () => {
    const { parameters } = document;
    assert.deepEqual(Object.keys(parameters), ["Key"]);
    const pattern = new RegExp(parameters.Key.allowedPattern);
    const file = "i-0123456789abcdef0-00000000-0000-4000-8000-000000000000.lime";
    assert.match(`cases/case-20260101-a1/memory/AROAEXAMPLE:i-0123456789abcdef0/${file}`, pattern);
    for (const key of [
      "x",
      "cases/case-1/memory/A:i-1/$(id)",
      "cases/case-1/memory/A:i-1/a'b",
      "cases/case-1/custody/1",
    ]) {
      assert.doesNotMatch(key, pattern);
    }
  });
});
