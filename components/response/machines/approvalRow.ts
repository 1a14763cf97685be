import type { Payload } from "../asl/states";
import { approvalPrefix } from "../names";

/**
 * Key of the row with the token of a question for approval. Every execution asks once, so two questions of one case stand
 * beside each other, and an answer is to the one that was read.
 */
export const approvalKey: Payload = {
  pk: { "S.$": "States.Format('case#{}', $.caseId)" },
  sk: { "S.$": `States.Format('${approvalPrefix}{}', $$.Execution.Name)` },
};

/** The command that answers a question: a template of `States.Format`, and its arguments. */
export const approveCommand = {
  template: "npm run incident -- approve --case {} --question {}",
  args: "$.caseId, $$.Execution.Name",
} as const;
