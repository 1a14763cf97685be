import { SFNClient } from "@aws-sdk/client-sfn";
import { UsageError } from "../../exitCode";
import { CaseTable, text } from "../cases";
import { describePreview } from "../describe";
import { evidencePlace } from "../evidencePlace";
import { previewPrincipalRelease } from "../preview/principalRelease";
import { stateBefore } from "../preview/stateBefore";
import { checkedPrincipalReleaseInput, type PrincipalReleaseInput } from "../request";
import type { Session } from "../session";
import { print, required, run, sessionOf, type WatchOptions } from "./common";
import { principalOf, type PrincipalNames } from "./contain";
import { lookAsReader, type ReaderOptions } from "./reader";
import { placeholder, subjectIn } from "./release";

export interface PrincipalReleaseOptions extends WatchOptions, PrincipalNames, ReaderOptions {
  readonly case?: string;
  readonly part: readonly string[];
  readonly reason?: string;
  readonly dryRun?: true;
}

/** `incident release-principal`: takes back what containment did to a role or a user. */
export async function releasePrincipal(options: PrincipalReleaseOptions): Promise<number> {
  const given = {
    caseId: required(options.case, "--case", '"npm run incident -- list" shows the cases'),
    principal: principalOf(options),
    parts: options.part,
    reason: required(options.reason, "--reason", "why, in a sentence: it is written into the custody log"),
  };
  // Wrong values are told before anything is asked of AWS.
  const { caseId, principal } = checkedPrincipalReleaseInput({
    ...given,
    ...placeholder,
    requestedBy: "unknown",
  });
  const { kind, name } = principal;
  const session = await sessionOf(options);
  const record = await new CaseTable(session.settings).read(caseId);
  const option = `--${kind}-name ${name}`;
  const { account, region } = subjectIn(record, "principal", `${kind}:${name}`, option);
  if (text(record.details, "status") === "closed") {
    throw new UsageError(
      `--case ${caseId}: it is closed, and nothing may follow the end of its custody log. ` +
        `What denies the ${kind} is its inline policy landing-zone-incident-${caseId}, which is now deleted by hand.`,
    );
  }
  const input = checkedPrincipalReleaseInput({ ...given, account, region, requestedBy: session.caller });
  return options.dryRun ? preview(session, input, options) : run(session, "releasePrincipal", input, options);
}

async function preview(
  session: Session,
  input: PrincipalReleaseInput,
  options: PrincipalReleaseOptions,
): Promise<number> {
  const { bucket } = await evidencePlace(new SFNClient(session.settings), session.forensics);
  const before = await stateBefore(session.settings, bucket, input);
  const { account } = input;
  const { readerRole } = options;
  const found = await lookAsReader(
    session,
    { account, readerRole, machine: "releasePrincipal" },
    (settings) => previewPrincipalRelease(settings, input, before, new Date()),
  );
  const lines = [
    describePreview(found),
    "These changes wait until somebody approves.",
    "Nothing was changed and nothing was started.",
  ];
  print(options, { input, previews: [found] }, lines.join("\n"));
  return 0;
}
