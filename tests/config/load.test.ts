import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { loadStackFile, parseConfig } from "../../config/load";
import { ConfigurationError, type Problem } from "../../config/problems";

type Values = Record<string, unknown>;

const workload: Values = {
  kind: "workload",
  account: "111122223333",
  region: "eu-central-1",
  network: { cidr: "10.20.0.0/16", availabilityZones: ["eu-central-1a", "eu-central-1b"] },
  forensics: { account: "444455556666" },
};

const forensics: Values = {
  kind: "forensics",
  account: "444455556666",
  region: "eu-central-1",
  network: { cidr: "10.99.0.0/20", availabilityZones: ["eu-central-1a", "eu-central-1b"] },
  evidence: { retentionDays: 2555 },
  workloadAccounts: ["111122223333"],
};

const network = (change: Values): Values => ({
  network: { ...(workload["network"] as Values), ...change },
});

function keyed(values: Values): Values {
  return Object.fromEntries(Object.entries(values).map(([key, value]) => [`landing-zone:${key}`, value]));
}

function problemsOf(raw: Values): readonly Problem[] {
  try {
    parseConfig(raw, "Pulumi.test.yaml");
  } catch (error) {
    assert(error instanceof ConfigurationError);
    return error.problems;
  }
  return [];
}

describe("The configuration of a stack", () => {
  it("takes a workload account with its defaults", () => {
    assert.deepEqual(parseConfig(keyed(workload), "test"), {
      ...workload,
      logging: { retentionDays: 365 },
      dns: { action: "ALERT", managedDomainLists: [], blockedDomains: [], failOpen: false },
      network: {
        ...(workload["network"] as Values),
        dualStack: false,
        tiers: { public: {}, private: {} },
        natGatewayStrategy: "OnePerAz",
        natGatewayAddresses: {},
        reservedCidrs: [],
        deniedBlocks: [],
        prefixLists: {},
        prefixListsSharedWith: [],
        flowLogs: {},
        endpoints: { gateway: ["s3", "dynamodb"], interface: [] },
        flows: [
          { from: "internet", to: "load-balancer", protocol: "tcp", ports: [443, 80] },
          { from: "load-balancer", to: "application", protocol: "tcp", ports: [8080] },
          { from: "application", to: "database", protocol: "tcp", ports: [5432] },
          { from: "application", to: "endpoints", protocol: "tcp", ports: [443] },
          { from: "management", to: "endpoints", protocol: "tcp", ports: [443] },
        ],
      },
      forensics: { stack: "forensics", account: "444455556666", guardedRoles: [] },
    });
  });

  it("takes a forensics account with its defaults", () => {
    const bare = { ...forensics, evidence: undefined };
    assert.deepEqual(parseConfig(keyed(bare), "test"), {
      ...forensics,
      evidence: { retentionDays: 2555, readers: [], custodians: [] },
      logging: { retentionDays: 365 },
      workstation: { instanceType: "m7i.2xlarge", diskSize: 500 },
      response: {
        notify: [],
        protectedInstances: [],
        approvalHours: 24,
        secondsToContain: 60,
        concurrency: 40,
        findings: {
          "severe-instances": {
            types: [
              "Backdoor:EC2/",
              "CryptoCurrency:EC2/",
              "Execution:EC2/",
              "Trojan:EC2/",
              "UnauthorizedAccess:EC2/",
            ],
            minimumSeverity: 7,
            mode: "approve",
            acquire: true,
          },
        },
      },
    });
  });

  it("reads structured values as the engine hands them over", () => {
    const asText = Object.fromEntries(
      Object.entries(keyed(workload)).map(([key, value]) => [
        key,
        typeof value === "string" ? value : JSON.stringify(value),
      ]),
    );
    assert.deepEqual(parseConfig(asText, "test"), parseConfig(keyed(workload), "test"));
  });

  it("leaves the keys of other namespaces alone", () => {
    assert.deepEqual(problemsOf({ ...keyed(workload), "pulumi:tags": { team: "platform" } }), []);
  });

  const refused: readonly [title: string, base: Values, change: Values, expected: Problem][] = [
    [
      "an unknown key",
      workload,
      { netwrk: {} },
      {
        key: "landing-zone:netwrk",
        given: "{}",
        rule: "there is no such key",
        remedy: "remove it or correct its spelling; the schemas in config/schemas list every key",
      },
    ],
    [
      "an unknown key inside a map",
      workload,
      network({ natGateways: 2 }),
      {
        key: "landing-zone:network.natGateways",
        given: "2",
        rule: "there is no such key",
        remedy: "remove it or correct its spelling; the schemas in config/schemas list every key",
      },
    ],
    [
      "a missing key",
      workload,
      { network: undefined },
      { key: "landing-zone:network", rule: "must be a map", remedy: "set it" },
    ],
    [
      "an unknown kind",
      workload,
      { kind: "sandbox" },
      {
        key: "landing-zone:kind",
        given: '"sandbox"',
        rule: "must be one of workload, forensics",
        remedy: "say what the stack builds",
      },
    ],
    [
      "an account id without quotes",
      workload,
      { account: 111122223333 },
      {
        key: "landing-zone:account",
        given: "111122223333",
        rule: "must be a 12-digit AWS account id in quotes",
        remedy: 'put it in quotes: "111122223333"',
      },
    ],
    [
      "an account id that is not 12 digits",
      workload,
      { account: "1234" },
      {
        key: "landing-zone:account",
        given: '"1234"',
        rule: "must be a 12-digit AWS account id in quotes",
        remedy: "correct the value",
      },
    ],
    [
      "a region that is none",
      workload,
      { region: "Frankfurt" },
      {
        key: "landing-zone:region",
        given: '"Frankfurt"',
        rule: "must be an AWS region such as eu-central-1",
        remedy: "correct the value",
      },
    ],
    [
      "a block that is not canonical",
      workload,
      network({ cidr: "10.20.0.1/16" }),
      {
        key: "landing-zone:network.cidr",
        given: '"10.20.0.1/16"',
        rule: "must start at the first address of the block",
        remedy: "write 10.20.0.0/16",
      },
    ],
    [
      "a block with an impossible address",
      workload,
      network({ cidr: "10.20.0.256/16" }),
      {
        key: "landing-zone:network.cidr",
        given: '"10.20.0.256/16"',
        rule: "each part of the address is at most 255, the length at most 32",
        remedy: "correct the block",
      },
    ],
    [
      "a block that is none, beside a reserved one",
      workload,
      network({ cidr: "10.20.0.0", reservedCidrs: ["10.30.0.0/16"] }),
      {
        key: "landing-zone:network.cidr",
        given: '"10.20.0.0"',
        rule: "must be an IPv4 block such as 10.20.0.0/16",
        remedy: "correct the value",
      },
    ],
    [
      "a block too small for the zones",
      workload,
      network({ cidr: "10.20.0.0/24" }),
      {
        key: "landing-zone:network.cidr",
        given: '"10.20.0.0/24"',
        rule: "the block must be /16 to /22",
        remedy: "choose a length from 16 to 22",
      },
    ],
    [
      "a block that overlaps a reserved one",
      workload,
      network({ reservedCidrs: ["10.20.128.0/24"] }),
      {
        key: "landing-zone:network.reservedCidrs.0",
        given: '"10.20.128.0/24"',
        rule: "must not overlap the VPC's block 10.20.0.0/16",
        remedy: "give the VPC another block, or remove this one if it is not in use",
      },
    ],
    [
      "a single availability zone",
      workload,
      network({ availabilityZones: ["eu-central-1a"] }),
      {
        key: "landing-zone:network.availabilityZones",
        given: '["eu-central-1a"]',
        rule: "two to six availability zones are needed: one alone is a single point of failure",
        remedy: "give at least 2",
      },
    ],
    [
      "a zone of another region",
      workload,
      network({ availabilityZones: ["eu-central-1a", "eu-west-1b"] }),
      {
        key: "landing-zone:network.availabilityZones.1",
        given: '"eu-west-1b"',
        rule: "must be a zone of eu-central-1",
        remedy: "write eu-central-1b",
      },
    ],
    [
      "a zone named twice",
      workload,
      network({ availabilityZones: ["eu-central-1a", "eu-central-1a"] }),
      {
        key: "landing-zone:network.availabilityZones",
        given: '["eu-central-1a","eu-central-1a"]',
        rule: "each zone is named once, eu-central-1a is named twice",
        remedy: "remove the repetition",
      },
    ],
    [
      "an unknown NAT gateway strategy",
      workload,
      network({ natGatewayStrategy: "Two" }),
      {
        key: "landing-zone:network.natGatewayStrategy",
        given: '"Two"',
        rule: "must be one of OnePerAz, Single, None",
        remedy: "take one of them",
      },
    ],
    [
      "NAT gateways without a public tier",
      workload,
      network({ tiers: { private: {} } }),
      {
        key: "landing-zone:network.natGatewayStrategy",
        rule: "NAT gateways stand in the public tier",
        remedy: "add tiers.public, or set None",
      },
    ],
    [
      "a subnet larger than its place",
      workload,
      network({ tiers: { public: {}, private: { prefixLength: 18 } } }),
      {
        key: "landing-zone:network.tiers.private.prefixLength",
        given: "18",
        rule: "a private subnet of 10.20.0.0/16 has room for /20, and AWS allows /28 at most",
        remedy: "take 20 to 28",
      },
    ],
    [
      "a denied block without a number of its own",
      workload,
      network({
        deniedBlocks: [
          { name: "scanner", number: 10, cidrBlock: "198.51.100.0/24" },
          { name: "botnet", number: 10, cidrBlock: "203.0.113.0/24" },
        ],
      }),
      {
        key: "landing-zone:network.deniedBlocks.1",
        given: '{"name":"botnet","number":10,"cidrBlock":"203.0.113.0/24"}',
        rule: "scanner has the same name or number",
        remedy: "take a name and a number that are free",
      },
    ],
    [
      "a flow to nowhere",
      workload,
      network({ flows: [{ from: "application", to: "cache", ports: [6379] }] }),
      {
        key: "landing-zone:network.flows.0",
        given: '{"from":"application","to":"cache","ports":[6379]}',
        rule: "cache is no end of a flow, there are load-balancer, application, database, endpoints, management, on-premises, internet",
        remedy: "name one of them, or add a prefix list",
      },
    ],
    [
      "the same account for the workload and its forensics",
      workload,
      { forensics: { account: "111122223333" } },
      {
        key: "landing-zone:forensics.account",
        given: '"111122223333"',
        rule: "the forensics account must be another account than the one it investigates",
        remedy: "give the forensics account's id, or create one",
      },
    ],
    [
      "the forensics account among those it serves",
      forensics,
      { workloadAccounts: ["111122223333", "444455556666"] },
      {
        key: "landing-zone:workloadAccounts.1",
        given: '"444455556666"',
        rule: "the forensics account must be another account than the ones it investigates",
        remedy: "give the workload account's id, or create a forensics account",
      },
    ],
    [
      "evidence retention below the minimum",
      forensics,
      { evidence: { retentionDays: 30 } },
      {
        key: "landing-zone:evidence.retentionDays",
        given: "30",
        rule: "evidence is kept at least 365 days",
        remedy: "give at least 365",
      },
    ],
    [
      "evidence retention that Object Lock cannot hold",
      forensics,
      { evidence: { retentionDays: 36501 } },
      {
        key: "landing-zone:evidence.retentionDays",
        given: "36501",
        rule: "evidence is kept at most 36500 days",
        remedy: "give at most 36500",
      },
    ],
    [
      "an ARN where a role's name belongs",
      workload,
      { deployment: { roleName: "arn:aws:iam::111122223333:role/deploy" } },
      {
        key: "landing-zone:deployment.roleName",
        given: '"arn:aws:iam::111122223333:role/deploy"',
        rule: "must be the name of an IAM role, not its ARN",
        remedy: "correct the value",
      },
    ],
  ];
  for (const [title, base, change, expected] of refused) {
    it(`refuses ${title}`, () => {
      assert.deepEqual(problemsOf(keyed({ ...base, ...change })), [expected]);
    });
  }

  it("refuses settings of the default provider", () => {
    assert.deepEqual(
      problemsOf({ ...keyed(workload), "aws:region": "eu-west-1" }).map(({ key, rule }) => [key, rule]),
      [["aws:region", "the default AWS provider is not used, so its settings have no effect"]],
    );
  });

  it("reports all problems in one error", () => {
    const broken = { ...workload, account: "1", region: "x", ...network({ cidr: "10.20.0.1/16" }) };
    assert.deepEqual(
      problemsOf(keyed(broken)).map((problem) => problem.key),
      ["landing-zone:account", "landing-zone:region", "landing-zone:network.cidr"],
    );
  });

  it("prints the key, the value, the rule and the remedy", () => {
    assert.throws(() => parseConfig(keyed({ ...workload, account: "1" }), "Pulumi.prod.yaml"), {
      message: [
        "Pulumi.prod.yaml: 1 problem",
        "  landing-zone:account",
        '    given   "1"',
        "    rule    must be a 12-digit AWS account id in quotes",
        "    remedy  correct the value",
      ].join("\n"),
    });
  });
});

describe("A stack's file", () => {
  let folder: string;
  beforeEach(() => (folder = mkdtempSync(join(tmpdir(), "config-"))));
  afterEach(() => {
    rmSync(folder, { recursive: true });
  });

  function written(name: string, text: string): string {
    const path = join(folder, name);
    writeFileSync(path, text);
    return path;
  }

  for (const name of ["prod", "forensics"]) {
    it(`Pulumi.${name}.yaml is valid`, () => {
      assert.equal(loadStackFile(join(__dirname, "../..", `Pulumi.${name}.yaml`)).name, name);
    });
  }

  it("must be YAML", () => {
    assert.throws(() => loadStackFile(written("Pulumi.x.yaml", "config: [")), /must be a readable YAML file/);
  });

  it("must exist", () => {
    assert.throws(
      () => loadStackFile(join(folder, "Pulumi.x.yaml")),
      /ENOENT[^]*must be a readable YAML file/,
    );
  });

  it("must have a map named config", () => {
    assert.throws(
      () => loadStackFile(written("Pulumi.x.yaml", "confg: {}")),
      /the file has a map named config/,
    );
  });

  it("must be named after a stack", () => {
    assert.throws(
      () => loadStackFile(written("Pulumi.Prod_1.yaml", "config: {}")),
      /a stack's name starts with/,
    );
  });
});
