import assert from "node:assert/strict";
import { runExplainPacket } from "../../tools/packet/program";
import { runInside, runTool } from "./incident/cli";

const explainPacket = (...args: string[]) => runInside(runExplainPacket, args);

describe("npm run explain:packet", () => {
  it("names the deciding rule of every control, and exits with 0 when the connection works", async () => {
    const { code, out } = await runTool("tools/explainPacket.ts", [
      "--from",
      "203.0.113.9",
      "--to",
      "load-balancer@10.20.24.10",
      "--port",
      "443",
    ]);
    assert.equal(code, 0);
    assert.match(out, /pass {2}network ACL of public-a, in +entry 1100 https\n/);
    assert.match(out, /The connection works\.$/);
  });

  it("exits with 1 when the connection is stopped, also as JSON", async () => {
    const { code, out } = await explainPacket(
      "--from",
      "203.0.113.9",
      "--to",
      "10.20.24.10",
      "--port",
      "22",
      "--json",
    );
    assert.equal(code, 1);
    const { works, steps } = JSON.parse(out) as {
      works: boolean;
      steps: { control: string; allowed: boolean }[];
    };
    assert.equal(works, false);
    assert.deepEqual(
      steps.filter(({ allowed }) => !allowed).map(({ control }) => control),
      ["network ACL of public-a, in"],
    );
  });

  const refused: readonly [title: string, args: string[], error: RegExp][] = [
    [
      "an address that is none",
      ["--from", "host", "--to", "10.20.0.1", "--port", "1"],
      /host is no IPv4 address/,
    ],
    [
      "an unknown group",
      ["--from", "web@10.20.0.1", "--to", "10.20.0.9", "--port", "1"],
      /There is no group web, only load/,
    ],
    [
      "a port that is none",
      ["--from", "10.20.0.1", "--to", "10.20.0.9", "--port", "70000"],
      /A port is 1 to 65535/,
    ],
    [
      "no end in the network",
      ["--from", "10.1.0.1", "--to", "10.2.0.1", "--port", "1"],
      /give an address of the network/,
    ],
    [
      "a missing option",
      ["--from", "10.20.0.1", "--port", "1"],
      /required option '--to <end>' not specified/,
    ],
    [
      "a stack of another kind",
      ["--from", "10.99.0.1", "--to", "10.99.0.9", "--port", "1", "--stack", "forensics"],
      /only a workload/,
    ],
    [
      "a stack that is not there",
      ["--from", "10.99.0.1", "--to", "10.99.0.9", "--port", "1", "--stack", "dev"],
      /There is no \S+Pulumi\.dev\.yaml\. Name a stack with --stack/,
    ],
  ];
  for (const [title, args, error] of refused) {
    it(`refuses ${title}, and exits with 2`, async () => {
      const result = await explainPacket(...args);
      assert.equal(result.code, 2);
      assert.match(result.error, error);
      assert.equal(result.out, "");
    });
  }
});
