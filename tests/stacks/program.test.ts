import assert from "node:assert/strict";
import { ConfigurationError } from "../../config/problems";
import { forensicsOutputs as forensicsContract, workloadOutputs } from "../../stacks/contracts";
import { machineNames, takers } from "../../components/response/names";
import { valueOf } from "../support/mocks";
import { forensicsOutputs, recordStack } from "./stackRuns";

for (const [stack, contract] of [
  ["prod", workloadOutputs],
  ["forensics", forensicsContract],
] as const) {
  describe(`The stack ${stack}`, () => {
    let recording: Awaited<ReturnType<typeof recordStack>>;
    before(async () => (recording = await recordStack(stack)));

    it("puts everything below one component", () => {
      const { orphans } = recording;
      assert.deepEqual(
        orphans.map(({ name, custom }) => ({ name, custom })),
        [{ name: stack, custom: false }],
      );
    });

    it("works through one provider, which refuses every other account", () => {
      const { resources, inputs } = recording;
      const own = resources.filter(({ type }) => type.startsWith("aws:"));
      assert.deepEqual([...new Set(own.map(({ options }) => options.provider))], [`${stack}-account`]);
      assert.deepEqual(inputs(`${stack}-account`)["allowedAccountIds"], JSON.stringify([accountOf(stack)]));
    });

    it("tags everything that can be tagged with its account, stack and component", () => {
      const { resources } = recording;
      const tagged = resources.filter(({ inputs }) => inputs["tags"] !== undefined);
      assert(tagged.length > 10);
      for (const { name, inputs } of tagged) {
        const tags = inputs["tags"] as Record<string, string>;
        assert.equal(tags["account"], accountOf(stack), name);
        assert.equal(tags["stack"], stack, name);
        assert.match(tags["component"] ?? "", /^[A-Z]\w+$/, name);
      }
    });

    it("protects every bucket from deletion", () => {
      const { resources } = recording;
      const buckets = resources.filter(({ type }) => type === "aws:s3/bucket:Bucket");
      assert.equal(buckets.length, stack === "forensics" ? 3 : 1);
      for (const { options } of buckets) assert.equal(options.protect, true);
    });

    it("hands over what its contract says", async () => {
      const outputs = contract.safeParse(await valueOf(recording.result));
      assert.equal(outputs.error, undefined);
    });

    it("hands over nothing that it does not have", () => {
      const undefinedOutputs = Object.entries(recording.result).filter(([, value]) => value === undefined);
      assert.deepEqual(undefinedOutputs, []);
    });
  });
}

function accountOf(stack: string): string {
  return stack === "prod" ? "111122223333" : "444455556666";
}

describe("The program", () => {
  it("refuses a broken configuration before it declares a resource", async () => {
    await assert.rejects(recordStack("prod", { "landing-zone:account": "12" }), (error) => {
      assert(error instanceof ConfigurationError);
      assert.equal(error.source, "Pulumi.prod.yaml");
      return true;
    });
  });

  it("enters the account by the configured role", async () => {
    const { inputs } = await recordStack("prod", { "landing-zone:deployment": { roleName: "deploy" } });
    assert.equal(
      inputs("prod-account")["assumeRoles"],
      JSON.stringify([{ roleArn: "arn:aws:iam::111122223333:role/deploy" }]),
    );
  });

  it("lets each role of incident response be taken by state machines of the forensics account, and nobody else", async () => {
    const { inputs } = await recordStack("prod");
    for (const role of ["reader", "container", "copier"] as const) {
      const trust = JSON.parse(inputs(`prod-responders-${role}-role`)["assumeRolePolicy"] as string) as {
        Statement: { Principal: unknown; Condition: unknown }[];
      };
      const groups = [takers.container, takers.copier].filter((group) =>
        group.every((one) => takers[role].includes(one)),
      );
      assert.deepEqual(
        trust.Statement.map(({ Principal, Condition }) => ({ Principal, Condition })),
        groups.map((machines) => ({
          Principal: { AWS: "arn:aws:iam::444455556666:root" },
          Condition: {
            ArnEquals: {
              "aws:PrincipalArn": machines.map(
                (machine) => `arn:aws:iam::444455556666:role/${machineNames[machine]}`,
              ),
            },
            StringEquals: {
              "sts:ExternalId": machines.map(
                (machine) => `arn:aws:states:eu-central-1:444455556666:stateMachine:${machineNames[machine]}`,
              ),
            },
          },
        })),
      );
    }
  });

  it("refuses a forensics account in another region", async () => {
    await assert.rejects(
      recordStack("prod", {}, { ...forensicsOutputs, region: "eu-west-1" }),
      ({ message }: Error) =>
        message.endsWith(
          'The stack "forensics" is in eu-west-1, this one in eu-central-1: Step Functions responds only in its own ' +
            "region. Put the workload and its forensics account into one region.",
        ),
    );
  });

  it("names an output that the forensics stack does not have", async () => {
    const without = Object.entries(forensicsOutputs).filter(([name]) => name !== "incidentBusArn");
    await assert.rejects(recordStack("prod", {}, Object.fromEntries(without)), ({ message }: Error) =>
      message.endsWith(
        'The stack "forensics" has no output "incidentBusArn", which it should export. ' +
          'Deploy "forensics" with this version first (pulumi up -s forensics).',
      ),
    );
  });

  it("names an output of the forensics stack that is not what it should be", async () => {
    const mistaken = { ...forensicsOutputs, incidentBusArn: "incidents" };
    await assert.rejects(recordStack("prod", {}, mistaken), ({ message }: Error) =>
      message.endsWith(
        'The output "incidentBusArn" of the stack "forensics" is "incidents": must be an ARN. ' +
          'Deploy "forensics" with this version first (pulumi up -s forensics).',
      ),
    );
  });
});
