import assert from "node:assert/strict";
import {
  defaultFlows,
  flowProblems,
  groupRules,
  ruleKey,
  type Flow,
} from "../../../components/network/flows";

const problems = (...flows: Flow[]) => flowProblems(flows, ["office"]).map(({ rule }) => rule);

describe("A flow between security groups", () => {
  it("makes a rule out of one group and a rule into the other", () => {
    assert.deepEqual(groupRules([{ from: "application", to: "database", ports: [5432] }]).map(ruleKey), [
      "application-to-database-tcp-5432",
      "database-from-application-tcp-5432",
    ]);
  });

  it("makes one rule when the other end is no group", () => {
    assert.deepEqual(
      groupRules([{ from: "office", to: "management", protocol: "udp", ports: [53] }]).map(ruleKey),
      ["management-from-office-udp-53"],
    );
    assert.deepEqual(groupRules([{ from: "application", to: "internet", ports: [443] }]).map(ruleKey), [
      "application-to-internet-tcp-443",
    ]);
  });

  it("has no problem by default", () => {
    assert.deepEqual(flowProblems(defaultFlows, []), []);
  });

  const refused: readonly [title: string, flow: Flow, rule: RegExp][] = [
    [
      "an end that is none",
      { from: "application", to: "cache", ports: [6379] },
      /^cache is no end of a flow/,
    ],
    [
      "no group at either end",
      { from: "internet", to: "office", ports: [443] },
      /^one end of a flow is a security group/,
    ],
    [
      "the internet on another group",
      { from: "internet", to: "application", ports: [443] },
      /^the internet reaches only/,
    ],
    [
      "the internet on another port",
      { from: "internet", to: "load-balancer", ports: [443, 22] },
      /^the internet reaches only/,
    ],
    [
      "the internet over UDP",
      { from: "internet", to: "load-balancer", protocol: "udp", ports: [443] },
      /^the internet reaches/,
    ],
  ];
  for (const [title, flow, rule] of refused) {
    it(`is refused with ${title}`, () => {
      assert.match(problems(flow)[0] ?? "", rule);
    });
  }

  it("is refused twice for one pair of ends, since the rules would have one name", () => {
    const flow: Flow = { from: "office", to: "management", ports: [443] };
    assert.deepEqual(problems(flow, { ...flow, ports: [22] }), [
      "each pair of ends stands once per protocol",
    ]);
    assert.deepEqual(problems(flow, { ...flow, protocol: "udp" }), []);
  });
});
