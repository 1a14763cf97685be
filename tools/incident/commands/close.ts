import { PutObjectLegalHoldCommand, S3Client } from "@aws-sdk/client-s3";
import { SFNClient } from "@aws-sdk/client-sfn";
import { machineNames } from "../../../components/response/names";
import { versionPages } from "../../case/bucket";
import { closingStep } from "../../case/chain";
import { messageOf } from "../../case/problems";
import { CaseTable, text } from "../cases";
import { evidencePlace } from "../evidencePlace";
import { startMachine } from "../execution";
import { machineArnOf } from "../forensicsAccount";
import { checkedCaseId } from "../request";
import { runningFor } from "../running";
import { print, required, sessionOf, watch, type WatchOptions } from "./common";
import type { Session } from "../session";

export interface CloseOptions extends WatchOptions {
  readonly case?: string;
  readonly reason?: string;
  readonly leaveInstances?: true;
  readonly leavePrincipals?: true;
  readonly liftLegalHold?: true;
}

/**
 * `incident close`: ends a case. Only when nothing of it is contained any more and nothing works on it. What is not to come back
 * may stay contained, when that is said: an instance that was attacked, a role or user whose credentials are lost. The last
 * entry of the custody log says that the case is closed, and nothing may follow it. The legal hold stays unless it is to be
 * lifted; the retention of the evidence stays in any case.
 */
export async function close(options: CloseOptions): Promise<number> {
  const caseId = checkedCaseId(
    required(options.case, "--case", '"npm run incident -- list" shows the cases'),
  );
  const reason = required(
    options.reason,
    "--reason",
    "why, in a sentence: it is written into the custody log",
  );
  const session = await sessionOf(options);
  const cases = new CaseTable(session.settings);
  const client = new SFNClient(session.settings);
  const record = await cases.read(caseId);
  const running = await runningFor(client, session.forensics, caseId);
  const contained = record.subjects.filter((each) => each.contained === true && each.status !== "released");
  const objections = [
    ...(text(record.details, "status") === "closed" ? ["it is closed already"] : []),
    ...(text(record.details, "status") === "awaiting-approval" ? ["it waits for approval"] : []),
    ...contained
      .map(({ kind, subject }) => ({
        subject,
        leave: kind === "instance" ? leaveInstances : leavePrincipals,
      }))
      .filter(({ leave }) => options[leave.option] !== true)
      .map(
        ({ subject, leave }) =>
          `${subject} is contained: release it first, or leave it so for good with ${leave.flag}`,
      ),
    ...running.map(({ machine, arn }) => `${machine} is at work: ${arn}`),
  ];
  if (objections.length > 0) {
    print(
      options,
      { caseId, closed: false, objections },
      [`${caseId} is not closed:`, ...objections].join("\n  "),
    );
    return 1;
  }
  const lifted = options.liftLegalHold === true;
  const left = contained.map(({ subject }) => subject);
  await recordClosing(client, session, { caseId, reason, lifted, left }, options);
  await cases.close(record, session.caller, new Date().toISOString());
  const holds = lifted ? await liftLegalHold(client, session, caseId) : { objects: 0, failures: [] };
  const hold = lifted
    ? `; the legal hold of ${holds.objects} objects is lifted, and their retention stays`
    : "; the legal hold of its evidence stays";
  print(
    options,
    { caseId, closed: true, legalHoldLifted: lifted, ...holds },
    [`${caseId} is closed${hold}.`, ...holds.failures.map((failure) => `FAILED ${failure}`)].join("\n"),
  );
  return holds.failures.length === 0 ? 0 : 1;
}

interface Closing {
  readonly caseId: string;
  readonly reason: string;
  readonly lifted: boolean;
  /** Instances and principals that stay contained. */
  readonly left: readonly string[];
}

const leaveInstances = { option: "leaveInstances", flag: "--leave-instances" } as const;
const leavePrincipals = { option: "leavePrincipals", flag: "--leave-principals" } as const;

async function recordClosing(
  client: SFNClient,
  { forensics, caller }: Session,
  { caseId, reason, lifted, left }: Closing,
  options: WatchOptions,
): Promise<void> {
  const details = {
    reason,
    legalHold: lifted ? "lifted" : "stays",
    ...(left.length > 0 && { leftContained: left }),
  };
  const arn = await startMachine(client, machineArnOf(forensics, "record"), {
    caseId,
    actor: caller,
    entries: [{ step: closingStep, subject: caseId, details }],
  });
  const { status, error = "", cause = "" } = await watch(client, arn, options);
  if (status !== "SUCCEEDED") {
    const name = machineNames.record;
    throw new Error(`${caseId} is not closed: ${name} ended as ${status} ${error} ${cause}`.trim());
  }
}

interface Holds {
  /** Versions whose hold was lifted. */
  readonly objects: number;
  readonly failures: readonly string[];
}

async function liftLegalHold(
  client: SFNClient,
  { settings, forensics }: Session,
  caseId: string,
): Promise<Holds> {
  const { bucket: Bucket } = await evidencePlace(client, forensics);
  const s3 = new S3Client({ ...settings, ...(settings.endpoint && { forcePathStyle: true }) });
  const failures: string[] = [];
  let objects = 0;
  for await (const { Versions = [] } of versionPages(s3, Bucket, `cases/${caseId}/`)) {
    for (const { Key = "", VersionId } of Versions) {
      const request = new PutObjectLegalHoldCommand({ Bucket, Key, VersionId, LegalHold: { Status: "OFF" } });
      await s3.send(request).then(
        () => (objects += 1),
        (error: unknown) => failures.push(`${Key} ${VersionId ?? ""}: ${messageOf(error)}`),
      );
    }
  }
  return { objects, failures };
}
