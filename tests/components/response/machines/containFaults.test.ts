import { deepStrictEqual, ok, strictEqual } from "node:assert/strict";
import { injected } from "../world/answer";
import { exposureOf, opened } from "../world/exposure";
import { describeFault, faultsOf, watch } from "../world/faults";
import { newWorld } from "../world/newWorld";
import { execute, outputOf } from "../world/scenario";

/** What stays open when a call always fails, because nothing else can shut it. No other failure may leave anything open. */
const consequences: Readonly<Record<string, RegExp>> = {
  "Describe instance": /^volumes$/,
  "Describe ACLs": /^acl /,
  "Describe addresses": /^addresses$/,
  "Describe profile association": /^(?:profile|sessions)$/,
  "Read profile": /^sessions$/,
  "Describe Auto Scaling instance": /^autoScaling$/,
  "Target groups: first page": /^targets /,
  "Target groups: next page": /^targets /,
  "Describe target health": /^targets /,
  "Load balancers: first page": /^classic /,
  "Load balancers: next page": /^classic /,
  "Protect from termination": /^termination$/,
  "Stop at shutdown": /^shutdown$/,
  "Keep volume": /^volumes$/,
  "Deregister target": /^targets /,
  "Deregister instance": /^classic /,
  "Find isolation group": /^groups /,
  Isolate: /^groups /,
  "Deny IPv4 in": /^acl .*\/32 false$/,
  "Deny IPv4 out": /^acl .*\/32 true$/,
  "Deny IPv6 in": /^acl .*\/128 false$/,
  "Deny IPv6 out": /^acl .*\/128 true$/,
  "Disassociate address": /^addresses$/,
  "Replace profile": /^profile$/,
  "Revoke sessions": /^sessions$/,
};

/** Ways in which only evidence can go; the instance is contained all the same. */
const evidence = /^(?:termination|shutdown|volumes)$/;

describe("contain, when a call fails", () => {
  const usual = newWorld();
  const { visited } = execute("contain", usual);
  const shut = exposureOf(usual);

  for (const fault of faultsOf("contain").filter(({ state }) => visited.includes(state))) {
    it(`shuts everything else when ${describeFault(fault)}`, () => {
      const world = newWorld();
      const { after, problems, leftOpen } = watch(world);
      const outcome = execute("contain", world, { fault, after });
      const output = outputOf(outcome);
      deepStrictEqual(problems, []);
      deepStrictEqual(leftOpen(), []);
      const missed = opened(shut, exposureOf(world));
      const consequence = fault.always ? consequences[fault.state] : undefined;
      deepStrictEqual(
        missed.filter((way) => !consequence?.test(way)),
        [],
      );
      if (missed.some((way) => !evidence.test(way))) strictEqual(output["contained"], false);
      if (!fault.always) strictEqual(output["contained"], true);
      else if (fault.kind !== "slow") {
        ok(JSON.stringify(output["steps"]).includes(injected), "the failure is not told");
      }
    });
  }
});
