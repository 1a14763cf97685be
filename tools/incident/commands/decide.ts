import { SFNClient } from "@aws-sdk/client-sfn";
import { decide } from "../approval";
import { machineNames } from "../../../components/response/names";
import { CaseTable, text, type CaseRecord } from "../cases";
import type { ForensicsAccount } from "../forensicsAccount";
import { checkedCaseId } from "../request";
import { runningFor } from "../running";
import { print, report, required, sessionOf, watch, type WatchOptions } from "./common";

export interface ApproveOptions extends WatchOptions {
  readonly case?: string;
  readonly refuse?: true;
  readonly reason?: string;
}

/** `incident approve`: answers the question for approval of a case, and watches what comes of it. */
export async function approve(options: ApproveOptions): Promise<number> {
  const caseId = checkedCaseId(
    required(options.case, "--case", '"npm run incident -- list" shows the cases'),
  );
  const reason = options.refuse
    ? required(options.reason, "--reason", "say why you refuse: it is written into the custody log")
    : (options.reason ?? "");
  const { settings, forensics, caller } = await sessionOf(options);
  const record = await new CaseTable(settings).read(caseId);
  const client = new SFNClient(settings);
  const approved = options.refuse !== true;
  const decision = { approved, by: caller, at: new Date().toISOString(), reason };
  await decide(client, record, decision);
  const execution = approved ? await executionOf(client, forensics, record) : undefined;
  if (execution === undefined) {
    print(options, { caseId, ...decision }, `${caseId}: ${approved ? "approved" : "refused"} by ${caller}`);
    return 0;
  }
  return report(await watch(client, execution, { ...options, wait: true }), options);
}

/** What goes on now: the response is named with the question, a release is found by its instance. */
async function executionOf(
  client: SFNClient,
  forensics: ForensicsAccount,
  { caseId, approval = {} }: CaseRecord,
): Promise<string | undefined> {
  const named = text(approval, "execution");
  if (named !== "") return named;
  const running = await runningFor(client, forensics, caseId);
  return running.find(
    ({ machine, instanceId }) =>
      machine === machineNames.release && instanceId === text(approval, "instanceId"),
  )?.arn;
}
