import assert from "node:assert/strict";
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { downloadCase } from "../../../tools/case/download";
import { bucketPlace } from "../../../tools/case/bucket";
import { openCase, verifyCase } from "../../../tools/case/verify";
import { buildCase, caseId, sharedKeys, versionOf } from "../../support/caseFolder";
import { suiteFake } from "../../support/fakeAws";
import { FakeBucket } from "../../support/fakeBucket";

const publicKey = Buffer.from(sharedKeys().publicKey.export({ format: "pem", type: "spki" }));
const prefix = `cases/${caseId}/`;
const address = `s3://evidence/${prefix}`;

const steps = [
  { step: "open" },
  { step: "capture", stores: { path: "i-1/before.json", contents: "{}" } },
  { step: "contain", stores: { path: "i-1/contained.json", contents: '{"contained":true}' } },
];

describe("a case in a bucket", () => {
  const bucket = new FakeBucket("evidence");
  const fake = suiteFake(bucket.answer);
  const folders: string[] = [];

  beforeEach(() => {
    process.env["AWS_ACCESS_KEY_ID"] = "testing";
    process.env["AWS_SECRET_ACCESS_KEY"] = "testing";
    bucket.clear();
    for (const [path, contents] of buildCase(steps, { head: false })) {
      if (path === "public-key.pem") continue;
      const sequence = { "i-1/before.json": 2, "i-1/contained.json": 3 }[path];
      bucket.put(prefix + path, contents, sequence === undefined ? "first" : versionOf(sequence));
    }
  });
  after(() => {
    delete process.env["AWS_ACCESS_KEY_ID"];
    delete process.env["AWS_SECRET_ACCESS_KEY"];
    for (const folder of folders) rmSync(folder, { recursive: true, force: true });
  });
  const access = () => ({ endpoint: fake.endpoint, region: "eu-central-1" });
  const verify = () => verifyCase(address, { ...access(), publicKey });
  const wrongs = async () => (await verify()).problems.map(({ kind, subject }) => `${kind} ${subject}`);
  const emptyFolder = () => {
    const folder = mkdtempSync(join(tmpdir(), "landing-zone-download-"));
    folders.push(folder);
    return folder;
  };

  it("is verified through all pages of the list", async () => {
    const verdict = await verify();
    assert.deepEqual(verdict.problems, []);
    assert.deepEqual([verdict.caseId, verdict.entries.length, verdict.objects.length], [caseId, 3, 2]);
  });

  it("is read by the versions that were recorded", async () => {
    bucket.put(`${prefix}i-1/before.json`, "overwritten", "later");
    const verdict = await verify();
    assert.equal(
      verdict.objects.every(({ intact }) => intact),
      true,
    );
    assert.deepEqual(
      verdict.problems.map(({ kind, subject, message }) => [kind, subject, message]),
      [["added", "i-1/before.json", "no entry names it, version later"]],
    );
  });

  it("shows that an object was deleted, though its versions stay", async () => {
    bucket.mark(`${prefix}i-1/contained.json`, "marker");
    assert.deepEqual(await wrongs(), ["missing i-1/contained.json"]);
  });

  it("shows that an entry was deleted", async () => {
    bucket.mark(`${prefix}custody/3.json`, "marker");
    assert.deepEqual(await wrongs(), ["missing custody/3.json"]);
  });

  it("goes by the first version of an entry, and names further ones", async () => {
    bucket.put(`${prefix}custody/2.json`, "{}", "second");
    assert.deepEqual(await wrongs(), ["added custody/2.json"]);
  });

  it("does not take a known end from the bucket", async () => {
    bucket.put(`${prefix}head.json`, JSON.stringify({ sequence: 3, hash: "0".repeat(64) }), "first");
    assert.deepEqual(await wrongs(), ["added head.json"]);
  });

  it("must have the key of the case, or be given one", async () => {
    await assert.rejects(verifyCase(address, access()), /holds no public-key\.pem\. Give the key/);
    bucket.put(`${prefix}public-key.pem`, publicKey, "first");
    assert.equal((await verifyCase(address, access())).intact, true);
  });

  it("must be there", async () => {
    bucket.clear();
    await assert.rejects(verify(), /There is no case at s3:\/\/evidence\/cases\/case-20261124-0001\//);
  });

  for (const wrong of [
    "s3://evidence/",
    "s3://evidence/case-1/",
    "s3://evidence/cases/a/b",
    "s3://E/cases/a",
  ]) {
    it(`is not named by ${wrong}`, () => {
      assert.throws(() => bucketPlace(wrong), /names no case\. Give s3:\/\/<bucket>\/cases\/<case id>\//);
    });
  }

  it("is downloaded with what verifies it offline", async () => {
    const folder = emptyFolder();
    const end = (await verify()).end;
    const head = { sequence: end.sequence, hash: end.hash };
    const result = await downloadCase(await openCase(address, access()), folder, {
      publicKey: publicKey.toString(),
      head,
    });
    assert.deepEqual([result.fetched, result.kept, result.failures], [5, 0, []]);
    const verdict = await verifyCase(folder);
    assert.deepEqual([verdict.problems, verdict.end.knownBy], [[], "head"]);
  });

  it("goes on with a download, and overwrites nothing", async () => {
    const folder = emptyFolder();
    const source = await openCase(address, access());
    await downloadCase(source, folder);
    const changed = join(folder, "i-1/before.json");
    chmodSync(changed, 0o600);
    writeFileSync(changed, "longer than it was");
    rmSync(join(folder, "custody/2.json"));
    const result = await downloadCase(source, folder);
    assert.deepEqual([result.fetched, result.kept], [1, 3]);
    assert.match(
      result.failures[0] ?? "",
      /^i-1\/before\.json: .* is there with 18 bytes instead of 2; it is not overwritten$/,
    );
    assert.equal(readFileSync(changed, "utf8"), "longer than it was");
  });

  it("is downloaded in all its versions", async () => {
    bucket.put(`${prefix}i-1/before.json`, "overwritten", "later");
    const folder = emptyFolder();
    await downloadCase(await openCase(address, access()), folder, { publicKey: publicKey.toString() });
    const { problems } = await verifyCase(folder);
    assert.deepEqual(
      problems.map(({ kind, subject }) => [kind, subject]),
      [["added", "i-1/before.json"]],
    );
    assert.equal(readFileSync(join(folder, ".versions", versionOf(2), "i-1/before.json"), "utf8"), "{}");
  });

  it("never leaves the folder that it is downloaded to", async () => {
    bucket.put(`${prefix}../../escaped`, "x", "first");
    const folder = emptyFolder();
    const result = await downloadCase(await openCase(address, access()), join(folder, "case"));
    assert.deepEqual(result.failures, ["../../escaped: its name can't be a file's name in this folder"]);
    assert.equal(existsSync(join(folder, "escaped")), false);
  });
});
