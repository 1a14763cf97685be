import { SFNClient } from "@aws-sdk/client-sfn";
import { setTimeout as sleep } from "node:timers/promises";
import { printable } from "../../case/describe";
import { openQuestions } from "../approval";
import { CaseTable, text, type CaseRecord, type Question } from "../cases";
import { evidencePlace, type EvidencePlace } from "../evidencePlace";
import { checkedCaseId } from "../request";
import { runningFor, type Running } from "../running";
import { print, required, sessionOf, table, type CommonOptions } from "./common";

export interface StatusOptions extends CommonOptions {
  readonly case?: string;
  readonly watch?: true;
  readonly timeout: number;
}

/** What is known of a case, its custody log aside. */
interface Status extends CaseRecord {
  readonly running: readonly Running[];
  /** Questions that wait for an answer. */
  readonly questions: readonly Question[];
  readonly evidence: EvidencePlace;
}

/** `incident list`: every case. */
export async function list(options: CommonOptions): Promise<number> {
  const { settings } = await sessionOf(options);
  const cases = await new CaseTable(settings).list();
  const rows = cases.map(({ caseId, details, subjects }) => [
    caseId,
    text(details, "status"),
    text(details, "openedAt"),
    text(details, "account"),
    subjects.map(({ subject, status }) => `${subject} ${status}`).join(", "),
    text(details, "reason"),
  ]);
  const heading = ["case", "status", "opened", "account", "instances and principals", "reason"];
  print(
    options,
    { cases: cases.map(withoutTokens) },
    rows.length === 0 ? "There are no cases." : table(heading, rows),
  );
  return 0;
}

/** `incident status`: one case. */
export async function status(options: StatusOptions): Promise<number> {
  const caseId = checkedCaseId(
    required(options.case, "--case", '"npm run incident -- list" shows the cases'),
  );
  const { settings, forensics } = await sessionOf(options);
  const cases = new CaseTable(settings);
  const client = new SFNClient(settings);
  const evidence = await evidencePlace(client, forensics);
  const deadline = Date.now() + options.timeout * 1000;
  let shown = "";
  for (;;) {
    const record = await cases.read(caseId);
    const questions = await openQuestions(client, record);
    const running = await runningFor(client, forensics, caseId);
    const now: Status = { ...record, questions, running, evidence };
    const goesOn = running.length > 0 || isWaiting(now);
    if (!options.watch || !goesOn || Date.now() >= deadline) {
      print(options, withoutTokens(now), describeStatus(now, forensics.region));
      return exitCodeOfStatus(now);
    }
    const line = summary(now);
    if (line !== shown) console.error(line);
    shown = line;
    await sleep(2000);
  }
}

/** Whoever has a token may answer in nobody's name: it is not shown. */
function withoutTokens(record: CaseRecord): object {
  const questions = record.questions.map((asked) =>
    Object.fromEntries(Object.entries(asked).filter(([name]) => name !== "taskToken")),
  );
  return { ...record, questions };
}

/** A response says in the case's status that it asks, before it does. */
function isWaiting({ details, questions }: Status): boolean {
  return text(details, "status") === "awaiting-approval" || questions.length > 0;
}

function exitCodeOfStatus(status: Status): number {
  if (isWaiting(status) || status.running.length > 0) return 3;
  return status.subjects.some(({ contained, status: at }) => contained === false && at !== "released")
    ? 1
    : 0;
}

function summary({ details, subjects, running }: Status): string {
  const working = running.map(({ machine, subject }) => `${machine} ${subject ?? ""}`.trim());
  return [
    text(details, "status"),
    ...subjects.map(({ subject, status }) => `${subject} ${status}`),
    ...(working.length > 0 ? [`running: ${working.join(", ")}`] : []),
  ].join("; ");
}

function describeStatus(status: Status, region: string): string {
  const { caseId, details, subjects, head, running, questions, evidence } = status;
  const fields = ["status", "reason", "requestedBy", "openedAt", "account", "region", "closedBy", "closedAt"];
  const known = fields.filter((name) => text(details, name) !== "");
  const rows = subjects.map(({ subject, status: at, contained, seconds }) => [
    subject,
    at,
    contained === undefined ? "" : contained ? "yes" : "NO",
    seconds === undefined ? "" : `${seconds} s`,
  ]);
  return [
    table(
      ["case", caseId],
      known.map((name) => [name, text(details, name)]),
    ),
    ...(rows.length > 0 ? ["", table(["subject", "status", "contained", "after"], rows)] : []),
    ...(running.length > 0 ? ["", ...running.map(({ machine, arn }) => `running  ${machine}  ${arn}`)] : []),
    ...questions.flatMap((asked) => ["", ...describeQuestion(caseId, asked)]),
    ...(head === undefined
      ? []
      : [
          "",
          `To verify: npm run case:verify -- --key-id ${evidence.signingKeyArn} --region ${region} ` +
            `--head ${head.sequence}:${head.hash} s3://${evidence.bucket}/cases/${caseId}/`,
        ]),
  ].join("\n");
}

function describeQuestion(caseId: string, { question, wants, requestedBy, reason }: Question): string[] {
  return [
    `waits    ${wants}`,
    `         asked for by ${requestedBy}: ${reason}`,
    `To approve: npm run incident -- approve --case ${caseId} --question ${question}`,
  ].map(printable);
}
