import assert from "node:assert/strict";
import { chmodSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { dirname, join } from "node:path";
import { run } from "../../tools/run/run";
import { cli } from "./cli";
import { checkout, silent, suiteFolder } from "./session";

type Edit = (text: string) => string;

/** What is wrong with the two files, and what the user is told. */
interface Fault {
  readonly title: string;
  readonly prod?: Edit;
  readonly forensics?: Edit | "missing";
  readonly told: readonly RegExp[];
}

const replaced =
  (from: string, to: string): Edit =>
  (text) => {
    assert.ok(text.includes(from), `${from} is not in the file`);
    return text.replace(from, to);
  };

const faults: readonly Fault[] = [
  {
    title: "an unknown configuration key",
    prod: (text) => `${text}  landing-zone:nework: {}\n`,
    told: [/landing-zone:nework/, /there is no such key/],
  },
  {
    title: "a CIDR that is not canonical",
    prod: replaced("cidr: 10.20.0.0/16", "cidr: 10.20.0.1/16"),
    told: [/landing-zone:network\.cidr/, /"10\.20\.0\.1\/16"/, /10\.20\.0\.0\/16/],
  },
  {
    title: "a CIDR that overlaps another",
    prod: replaced("cidr: 10.20.0.0/16", "cidr: 10.99.0.0/16"),
    told: [/network\.cidr/, /must not overlap the block of forensics, 10\.99\.0\.0\/20/],
  },
  {
    title: "a CIDR that is too small for the zones",
    prod: replaced("cidr: 10.20.0.0/16", "cidr: 10.20.0.0/28"),
    told: [/landing-zone:network\.cidr/, /"10\.20\.0\.0\/28"/],
  },
  {
    title: "a single availability zone",
    prod: replaced("[eu-central-1a, eu-central-1b, eu-central-1c]", "[eu-central-1a]"),
    told: [/landing-zone:network\.availabilityZones/],
  },
  {
    title: "an account id that is not 12 digits",
    prod: replaced('account: "111122223333"', 'account: "11112222333"'),
    told: [/landing-zone:account/, /must be a 12-digit AWS account id in quotes/],
  },
  {
    title: "the same account for prod and forensics",
    prod: replaced('account: "444455556666"', 'account: "111122223333"'),
    told: [/landing-zone:forensics\.account/, /must be another account than the one it investigates/],
  },
  {
    title: "evidence retention below the minimum",
    forensics: replaced("retentionDays: 2555", "retentionDays: 30"),
    told: [/landing-zone:evidence\.retentionDays/, /evidence is kept at least 365 days/],
  },
  {
    title: "prod without the forensics stack that it reads from",
    forensics: "missing",
    told: [
      /landing-zone:forensics\.stack/,
      /must be a stack of kind forensics/,
      /add Pulumi\.forensics\.yaml/,
    ],
  },
];

describe("npm start with bad input", () => {
  const folder = suiteFolder();
  const config = () => join(folder(), "config");
  const state = () => join(folder(), "state");

  function write({ prod, forensics }: Partial<Fault>): void {
    rmSync(config(), { recursive: true, force: true });
    mkdirSync(config());
    for (const [name, edit] of Object.entries({ prod, forensics })) {
      if (edit === "missing") continue;
      const text = readFileSync(join(checkout, `Pulumi.${name}.yaml`), "utf8");
      writeFileSync(join(config(), `Pulumi.${name}.yaml`), edit === undefined ? text : edit(text));
    }
  }

  for (const fault of faults) {
    it(`refuses ${fault.title}, and changes nothing`, async () => {
      write(fault);
      const options = { action: "deploy", aws: "simulator", json: false, verbose: false, same: [] } as const;
      await assert.rejects(run({ ...options, config: config(), state: state() }, silent()), (error) => {
        for (const told of fault.told) assert.match((error as Error).message, told);
        return true;
      });
      assert.equal(existsSync(state()), false);
    });
  }

  it("tells it in one block without a stack trace, ends with 1 and prints an object that names no stack", async () => {
    write({ prod: replaced('account: "111122223333"', 'account: "1111"') });
    const { code, stdout, stderr } = await cli(["--json", "--config", config(), "--state", state()]);
    assert.equal(code, 1);
    assert.match(stderr, /landing-zone:account\n +given +"1111"\n +rule +.*\n +remedy +/);
    assert.doesNotMatch(stderr, /^ +at /m);
    assert.deepEqual((JSON.parse(stdout) as { stacks: unknown }).stacks, []);
    assert.equal(existsSync(state()), false);
  });

  it("passes over an engine that is too old, and says how to get one when there is no other way", async () => {
    const old = join(folder(), "old", "pulumi");
    mkdirSync(dirname(old));
    writeFileSync(old, "#!/bin/sh\necho v3.100.0\n");
    chmodSync(old, 0o755);
    const env = { PATH: `${dirname(old)}:/usr/bin:/bin`, LANDING_ZONE_CACHE: join(folder(), "cache") };
    const { code, stderr } = await cli(["--state", state()], env);
    assert.equal(code, 1);
    assert.match(stderr, /PATH: found 3\.100\.0 at .*old\/pulumi/);
    assert.match(stderr, /Any one of these is enough:/);
  });

  it("says that the emulator's port is in use", async () => {
    const server = createServer();
    const port = await new Promise<number>((resolve) => {
      server.listen(0, "127.0.0.1", () => {
        const address = server.address();
        resolve(typeof address === "object" && address !== null ? address.port : 0);
      });
    });
    const { code, stderr } = await cli(["--aws", "emulator", "--port", String(port), "--state", state()]);
    server.close();
    assert.equal(code, 1);
    assert.match(stderr, new RegExp(`port ${port} .*in use`, "i"));
  });
});
