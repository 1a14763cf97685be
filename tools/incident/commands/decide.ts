import { SFNClient } from "@aws-sdk/client-sfn";
import { chosenQuestion, decide, openQuestions } from "../approval";
import { CaseTable } from "../cases";
import { checkedCaseId } from "../request";
import { print, report, required, sessionOf, watch, type WatchOptions } from "./common";

export interface ApproveOptions extends WatchOptions {
  readonly case?: string;
  readonly question?: string;
  readonly refuse?: true;
  readonly reason?: string;
}

/** `incident approve`: answers a question for approval of a case, and watches what comes of it. */
export async function approve(options: ApproveOptions): Promise<number> {
  const caseId = checkedCaseId(
    required(options.case, "--case", '"npm run incident -- list" shows the cases'),
  );
  const reason = options.refuse
    ? required(options.reason, "--reason", "say why you refuse: it is written into the custody log")
    : (options.reason ?? "");
  const { settings, caller } = await sessionOf(options);
  const client = new SFNClient(settings);
  const open = await openQuestions(client, await new CaseTable(settings).read(caseId));
  const chosen = chosenQuestion(caseId, open, options.question);
  const approved = options.refuse !== true;
  const decision = { approved, by: caller, at: new Date().toISOString(), reason };
  await decide(client, caseId, chosen, decision);
  const { question, wants, execution } = chosen;
  if (!approved) {
    print(options, { caseId, question, wants, ...decision }, `${caseId}: refused by ${caller}: ${wants}`);
    return 0;
  }
  return report(await watch(client, execution, { ...options, wait: true }), options);
}
