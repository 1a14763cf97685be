import assert from "node:assert/strict";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describeVerdict, printable } from "../../../tools/case/describe";
import { runCaseReport } from "../../../tools/case/reportProgram";
import { verifyCase } from "../../../tools/case/verify";
import { runCaseVerify } from "../../../tools/case/verifyProgram";
import {
  buildCase,
  caseId,
  sharedKeys,
  suiteCases,
  versionOf,
  type CaseFiles,
} from "../../support/caseFolder";
import { suiteFake } from "../../support/fakeAws";
import { FakeBucket } from "../../support/fakeBucket";
import { sampleSteps } from "../../support/sampleCase";
import { runInside, runTool } from "../incident/cli";

const changed = (files: CaseFiles) => files.set("requests/1.json", Buffer.from("{}"));

describe("the verdict in words", () => {
  const write = suiteCases();
  const said = async (change: (files: CaseFiles) => void = () => undefined, head = true) => {
    const files = buildCase(sampleSteps(), { head });
    change(files);
    return describeVerdict(await verifyCase(write(files)));
  };

  it("says that a case is intact, and what to compare", async () => {
    const text = await said();
    assert.match(text, /^custody log 8 entries, the last is 8 with the hash [0-9a-f]{64}, as known before$/m);
    assert.match(text, /^evidence {4}4 objects, 68\.6 KiB$/m);
    assert.match(text, /^INTACT: every entry and every object is as it was recorded\.$/m);
    assert.match(text, /The public key came with the case: compare its SHA-256/);
  });

  it("says that the end of an open case can't be known", async () => {
    assert.match(await said(undefined, false), /entries removed from its end can't be missed/);
  });

  it("names each problem", async () => {
    const text = await said(changed);
    assert.match(
      text,
      /^CHANGED {5}requests\/1\.json: its SHA-256 is .* was recorded \(named by custody\/1\.json\)$/m,
    );
    assert.match(text, /^NOT INTACT: 1 problem\.$/m);
  });

  it("keeps characters of evidence from the terminal", () => {
    assert.equal(printable("a\u001b[2J\u202eb\u2028\n"), "a\\u{1b}[2J\\u{202e}b\\u{2028}\\u{a}");
  });
});

describe("npm run case:verify and case:report", function () {
  this.timeout(30_000);
  const write = suiteCases();
  const bucket = new FakeBucket("evidence");
  const fake = suiteFake(bucket.answer);
  let folder = "";
  before(() => {
    folder = mkdtempSync(join(tmpdir(), "landing-zone-cli-"));
  });
  after(() => {
    rmSync(folder, { recursive: true, force: true });
  });
  const intact = () => write(buildCase(sampleSteps()));
  const broken = () => {
    const files = buildCase(sampleSteps());
    changed(files);
    return write(files);
  };

  it("exit with 0 for an intact case", async () => {
    const ran = await runTool("tools/caseVerify.ts", [intact(), "--json"]);
    assert.equal(ran.code, 0);
    const verdict = JSON.parse(ran.out) as { intact: boolean; caseId: string };
    assert.deepEqual([verdict.intact, verdict.caseId], [true, caseId]);
  });

  it("exit with 1 for a case that is not intact", async () => {
    const ran = await runInside(runCaseVerify, [broken()]);
    assert.equal(ran.code, 1);
    assert.match(ran.out, /NOT INTACT: 1 problem\.$/);
  });

  const notAKey = join(tmpdir(), "no-such-key.pem");
  const refused: readonly [title: string, args: () => string[], error: RegExp][] = [
    ["no case", () => [], /missing required argument 'case'/],
    [
      "a folder that is not there",
      () => ["no/such/folder"],
      /There is no folder no\/such\/folder\. Give the folder/,
    ],
    ["a bucket without a case", () => ["s3://evidence"], /names no case\. Give s3:/],
    ["a key that is not there", () => [intact(), "--public-key", notAKey], /no-such-key\.pem can't be read/],
    [
      "a file that is no key",
      () => [intact(), "--public-key", "package.json"],
      /package\.json holds no public key/,
    ],
    [
      "a head that is none",
      () => [intact(), "--head", "3"],
      /Give the number of an entry, a colon, and its hash/,
    ],
    [
      "two keys",
      () => [intact(), "--public-key", "a", "--key-id", "b"],
      /Give either --public-key or --key-id/,
    ],
    ["a download of a folder", () => [intact(), "--download", "x"], /--download fetches from S3/],
  ];
  for (const [title, args, error] of refused) {
    it(`exit with 2 for ${title}`, async () => {
      const ran = await runInside(runCaseVerify, args());
      assert.deepEqual([ran.code, ran.out], [2, ""]);
      assert.match(ran.error, error);
    });
  }

  it("fetch a case with its key, and verify it where it is then", async () => {
    for (const [path, contents] of buildCase([
      { step: "a" },
      { step: "b", stores: { path: "b", contents: "x" } },
    ])) {
      if (!path.includes("/") && path !== "b") continue;
      bucket.put(`cases/${caseId}/${path}`, contents, path === "b" ? versionOf(2) : "first");
    }
    const { publicKey, keyArn } = sharedKeys();
    const der = publicKey.export({ format: "der", type: "spki" }).toString("base64");
    fake.on("GetPublicKey", () => ({ KeyId: keyArn, PublicKey: der }));
    const target = join(folder, "fetched");
    const at = [`s3://evidence/cases/${caseId}/`, "--endpoint", fake.endpoint, "--region", "eu-central-1"];
    const ran = await runInside(runCaseVerify, [...at, "--key-id", "alias/custody", "--download", target]);
    assert.equal(ran.code, 0, ran.out + ran.error);
    assert.match(ran.error, /3 files fetched, [\d.]+ KiB; 0 were there already$/);
    assert.equal((await verifyCase(target)).intact, true);
  });

  it("write the report of an intact case", async () => {
    const output = join(folder, "report.html");
    const ran = await runInside(runCaseReport, [intact(), "--output", output]);
    assert.deepEqual([ran.code, ran.out, ran.error], [0, "", ""]);
    assert.match(readFileSync(output, "utf8"), /^<!doctype html>/i);
  });

  it("write the report of a case that is not intact, and exit with 1", async () => {
    const ran = await runTool("tools/caseReport.ts", [broken()]);
    assert.equal(ran.code, 1);
    assert.match(ran.out, /<title>NOT INTACT: Report of/);
    assert.equal(ran.error, "NOT INTACT: 1 problem, which the report names.");
  });

  it("tell the same as an object", async () => {
    const { out } = await runInside(runCaseReport, [intact(), "--json"]);
    const { verdict, facts } = JSON.parse(out) as {
      verdict: { intact: boolean };
      facts: { subjects: { state: string }[] };
    };
    assert.deepEqual([verdict.intact, facts.subjects[0]?.state], [true, "contained"]);
  });

  it("write no report into the case, and over no file", async () => {
    const source = intact();
    const inside = await runInside(runCaseReport, [source, "--output", join(source, "report.html")]);
    assert.equal(inside.code, 2);
    assert.match(inside.error, /is inside of the case, where it would count as added/);
    assert.equal(existsSync(join(source, "report.html")), false);
    const taken = join(folder, "taken.html");
    writeFileSync(taken, "mine");
    const over = await runInside(runCaseReport, [source, "--output", taken]);
    assert.equal(over.code, 2);
    assert.match(over.error, /A file that is there is not overwritten/);
    assert.equal(readFileSync(taken, "utf8"), "mine");
  });
});
