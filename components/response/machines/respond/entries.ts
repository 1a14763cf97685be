import type { Payload } from "../../asl/states";

/** What the custody log says about a request. The whole of it is an object of its own: a reason may be long. */
export function requestEntry(step: "request" | "request-joined", subject: string): Payload {
  return {
    step,
    "subject.$": subject,
    details: { "mode.$": "$.request.mode", "requestedBy.$": "$.request.requestedBy" },
    "key.$": "States.Format('requests/{}.json', $$.Execution.Name)",
    "body.$": "$.request",
  };
}

/** What the custody log says about the answer of people who were asked for approval. */
export function decisionEntry(step: "approval" | "approval-refused"): Payload {
  return {
    step,
    "subject.$": "$.caseId",
    details: {},
    "key.$": "States.Format('approvals/{}.json', $$.Execution.Name)",
    "body.$": "$.decision.answer",
  };
}
