import { sequence, type Flow } from "../../asl/flow";
import { conclude, verifyAll } from "./checks";
import { verifyAcls, verifyGroups } from "./verifyNetwork";
import { verifyProfile, verifySessions } from "./verifyCredentials";
import { verifyAddresses, verifyAutoScaling, verifyLoadBalancers, verifyTargets } from "./verifyTraffic";

/** Reads back whether the instance is contained: each part into `$.verified`, all of them into `$.conclusion.all`. */
export function verifyContainment(): Flow {
  const checks = [
    verifyGroups(),
    verifyAcls(),
    verifyProfile(),
    verifySessions(),
    verifyTargets(),
    verifyLoadBalancers(),
    verifyAutoScaling(),
    verifyAddresses(),
  ];
  return sequence(
    verifyAll("Verify", checks),
    conclude(
      "Contained?",
      checks.map(({ key }) => ({ Variable: `$.verified.${key}`, BooleanEquals: true })),
    ),
  );
}
