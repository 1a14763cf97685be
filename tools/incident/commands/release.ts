import { CaseTable, type CaseRecord, type SubjectRecord } from "../cases";
import { checkedReleaseInput } from "../request";
import { required, run, sessionOf, type WatchOptions } from "./common";
import { UsageError } from "../../exitCode";

export interface ReleaseOptions extends WatchOptions {
  readonly case?: string;
  readonly instance?: string;
  readonly part: readonly string[];
  readonly reason?: string;
}

/** `incident release`: gives an instance back what containment took from it. */
export async function release(options: ReleaseOptions): Promise<number> {
  const given = {
    caseId: required(options.case, "--case", '"npm run incident -- list" shows the cases'),
    instanceId: required(options.instance, "--instance", "the instance to release"),
    parts: options.part,
    reason: required(options.reason, "--reason", "why, in a sentence: it is written into the custody log"),
  };
  // Wrong values are told before anything is asked of AWS.
  const { caseId, instanceId } = checkedReleaseInput({ ...given, ...placeholder, requestedBy: "unknown" });
  const session = await sessionOf(options);
  const record = await new CaseTable(session.settings).read(caseId);
  const { account, region } = subjectIn(record, "instance", instanceId, `--instance ${instanceId}`);
  const input = checkedReleaseInput({ ...given, account, region, requestedBy: session.caller });
  return run(session, "release", input, options);
}

/** Stands for what is known only from the case. */
export const placeholder = { account: "000000000000", region: "eu-central-1" };

/** @throws UsageError when the case has no such subject. */
export function subjectIn(
  { caseId, subjects }: CaseRecord,
  kind: SubjectRecord["kind"],
  name: string,
  option: string,
): SubjectRecord {
  const found = subjects.find((each) => each.kind === kind && each.subject === name);
  if (found !== undefined) return found;
  const known = subjects.map(({ subject }) => subject).join(", ") || "nothing";
  throw new UsageError(`${option}: the case ${caseId} has ${known}.`);
}
