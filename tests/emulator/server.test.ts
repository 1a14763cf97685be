import assert from "node:assert/strict";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { setTimeout as sleep } from "node:timers/promises";
import { execa } from "execa";
import { attachOrStart, startEmulator, stopDetached, type Emulator } from "../../tools/emulator";
import { idOf } from "../../tools/emulator/server";
import { checkout } from "../engine/session";
import { askAws } from "./aws";

const region = "eu-central-1";
const account = "111122223333";

describe("The emulator", () => {
  let emulator: Emulator;
  before(async () => {
    emulator = await startEmulator();
  });
  after(async () => {
    await emulator.stop();
  });

  /** Sends a call of EC2 as the Go SDK does, an attempt of one invocation. */
  async function sendAttempt(invocation: string, body: string): Promise<string> {
    const scope = `AKIAEXAMPLE/20260101/${region}/ec2/aws4_request`;
    const response = await fetch(emulator.endpoint, {
      method: "POST",
      headers: {
        "content-type": "application/x-www-form-urlencoded",
        authorization: `AWS4-HMAC-SHA256 Credential=${scope}, SignedHeaders=host, Signature=none`,
        "amz-sdk-invocation-id": invocation,
      },
      body: `Version=2016-11-15&${body}`,
    });
    return response.text();
  }

  it("keeps accounts apart by the role of the caller", async () => {
    const create = { service: "ec2", operation: "create_vpc", parameters: { CidrBlock: "10.0.0.0/24" } };
    const list = { service: "ec2", operation: "describe_vpcs", select: "Vpcs[].VpcId" };
    const [vpcId, mine, others] = await askAws(emulator, region, [
      { account, ...create, select: "Vpc.VpcId" },
      { account, ...list },
      { account: "444455556666", ...list },
    ]);
    assert.ok(Array.isArray(mine) && mine.includes(vpcId));
    assert.ok(Array.isArray(others) && !others.includes(vpcId));
  });

  it("says which call it does not implement, in a form that a client can read", async () => {
    const answers = await askAws(emulator, region, [
      { account, service: "ec2", operation: "describe_mac_hosts", select: "MacHosts" },
      {
        account,
        service: "route53resolver",
        operation: "list_outpost_resolvers",
        select: "OutpostResolvers",
      },
    ]);
    assert.deepEqual(answers, [{ refused: "NotImplemented" }, { refused: "NotImplemented" }]);
    const text = await sendAttempt("unknown", "Action=DescribeMacHosts");
    assert.match(text, /<Message>the emulator does not implement DescribeMacHosts<\/Message>/);
  });

  it("says which service it does not have", async () => {
    const answers = await askAws(emulator, region, [
      { account, service: "fms", operation: "get_admin_account", select: "AdminAccount" },
    ]);
    assert.deepEqual(answers, [{ refused: "NotImplemented" }]);
  });

  it("carries a call out once when a client repeats it because the answer was lost", async () => {
    const create = "Action=CreateVpc&CidrBlock=10.9.0.0/24";
    const [first, again, other] = [
      await sendAttempt("one", create),
      await sendAttempt("one", create),
      await sendAttempt("two", create),
    ];
    assert.match(first, /<vpcId>vpc-/);
    assert.equal(again, first);
    assert.notEqual(other, first);
  });

  it("refuses a port that another process has, and names it", async () => {
    await assert.rejects(startEmulator({ port: emulator.port }), {
      message: [
        `Port ${emulator.port} of this machine is in use, or this user may not listen on it.`,
        "  choose another: --port NUMBER",
        "  or leave --port out: a free one is then taken",
      ].join("\n"),
    });
  });

  it("ends with the process that started it, also when that one is killed", async () => {
    const script = `
      const { startEmulator } = require("./tools/emulator");
      startEmulator().then(({ port }) => console.log(port));`;
    const starter = execa(
      process.execPath,
      ["--require", "ts-node/register/transpile-only", "--eval", script],
      { cwd: checkout, reject: false },
    );
    const port = await once(createInterface({ input: starter.stdout }), "line").then(([line]) =>
      Number(line),
    );
    assert.notEqual(await idOf(port), undefined);
    starter.kill("SIGKILL");
    await starter;
    while ((await idOf(port)) !== undefined) await sleep(20);
  });
});

describe("The emulator of a state folder", () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "landing-zone-emulator-"));
  });
  afterEach(async () => {
    await stopDetached(folder);
    rmSync(folder, { recursive: true, force: true });
  });

  const bucket = { account, service: "s3", parameters: { Bucket: "kept" }, select: "`[]`" };
  const location = { CreateBucketConfiguration: { LocationConstraint: region } };
  const put = { ...bucket, operation: "create_bucket", parameters: { ...bucket.parameters, ...location } };
  const head = { ...bucket, operation: "head_bucket" };

  it("is found again by the next run, with what was deployed to it", async () => {
    const first = await attachOrStart(folder);
    assert.equal(first.fresh, true);
    assert.deepEqual(await askAws(first.emulator, region, [put]), [[]]);
    const second = await attachOrStart(folder);
    assert.equal(second.fresh, false);
    assert.equal(second.emulator.port, first.emulator.port);
    assert.deepEqual(await askAws(second.emulator, region, [head]), [[]]);
  });

  it("is a new and empty one when the earlier one has ended", async () => {
    const first = await attachOrStart(folder);
    await askAws(first.emulator, region, [put]);
    await first.emulator.stop();
    const second = await attachOrStart(folder);
    assert.equal(second.fresh, true);
    assert.deepEqual(await askAws(second.emulator, region, [head]), [{ refused: "404" }]);
  });

  it("is refused under another port than it has", async () => {
    const { emulator } = await attachOrStart(folder);
    const other = emulator.port === 65535 ? 65534 : emulator.port + 1;
    await assert.rejects(attachOrStart(folder, { port: other }), {
      message: new RegExp(`^The emulator of this state listens on port ${emulator.port}, not ${other}\\.`),
    });
  });

  it("ends by itself when the folder is deleted", async () => {
    const { emulator } = await attachOrStart(folder);
    rmSync(folder, { recursive: true });
    while ((await idOf(emulator.port)) !== undefined) await sleep(50);
  });

  it("is gone after it was stopped", async () => {
    const { emulator } = await attachOrStart(folder);
    assert.notEqual(await idOf(emulator.port), undefined);
    await stopDetached(folder);
    assert.equal(await idOf(emulator.port), undefined);
  });
});
