import { connectionProblems } from "./connectionRules";
import { gatewayProblems } from "./gatewayRules";
import { interfaceProblems } from "./interfaceRules";
import type { DirectConnectPlan } from "./plan";
import type { PlanProblem } from "./problem";

/**
 * Everything that makes a plan impossible, whatever it is connected to. Each prefix and address must be a valid one.
 *
 * @param region The AWS region of the connections.
 */
export function directConnectProblems(plan: DirectConnectPlan, region: string): PlanProblem[] {
  return [...connectionProblems(plan), ...gatewayProblems(plan), ...interfaceProblems(plan, region)];
}
