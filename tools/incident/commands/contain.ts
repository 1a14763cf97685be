import { describePreview } from "../describe";
import { assertServed } from "../forensicsAccount";
import type { Preview } from "../preview/change";
import { previewInstance } from "../preview/instance";
import { previewPrincipal } from "../preview/principal";
import {
  checkedInstanceRequest,
  checkedPrincipalRequest,
  type InstanceRequest,
  type PrincipalRequest,
} from "../request";
import type { ClientSettings, Session } from "../session";
import { print, required, run, sessionOf, type WatchOptions } from "./common";
import { lookAsReader, type ReaderOptions } from "./reader";

interface ContainOptions extends WatchOptions, ReaderOptions {
  readonly account?: string;
  readonly case: string;
  readonly reason?: string;
  readonly mode: string;
  readonly acquire: boolean;
  readonly autoScaling: string;
  readonly sessions: string;
  readonly finding?: string;
  readonly triggeredAt?: string;
  readonly dryRun?: true;
}

export interface InstanceOptions extends ContainOptions {
  readonly instance?: readonly string[];
}

export interface PrincipalNames {
  readonly roleName?: string;
  readonly userName?: string;
}

export interface PrincipalOptions extends ContainOptions, PrincipalNames {}

/** `incident contain`: contains instances. */
export async function contain(options: InstanceOptions): Promise<number> {
  const asked = (session: { region: string; caller: string }) =>
    checkedInstanceRequest({
      ...common(options, session),
      instanceIds: options.instance ?? [],
      principal: "",
    });
  asked(unknownSession); // Wrong values are told before anything is asked of AWS.
  const session = await opened(options);
  const request = asked(sessionFields(session));
  if (!options.dryRun) return run(session, "respond", { request }, options);
  return preview(session, options, request, (settings) =>
    Promise.all(
      request.instanceIds.map((instanceId) => previewInstance(settings, { ...request, instanceId })),
    ),
  );
}

/** `incident contain-principal`: contains a role or a user. */
export async function containPrincipal(options: PrincipalOptions): Promise<number> {
  const asked = (session: { region: string; caller: string }) =>
    checkedPrincipalRequest({
      ...common(options, session),
      instanceIds: [],
      principal: principalOf(options),
    });
  asked(unknownSession);
  const session = await opened(options);
  const request = asked(sessionFields(session));
  if (!options.dryRun) return run(session, "respond", { request }, options);
  return preview(session, options, request, async (settings) => [
    await previewPrincipal(settings, request.principal, request.caseId),
  ]);
}

/** The principal that options name: a role or a user, not both. */
export function principalOf({ roleName, userName }: PrincipalNames): unknown {
  if (roleName !== undefined && userName !== undefined) return `${roleName} and ${userName}`;
  if (roleName !== undefined) return { kind: "role", name: roleName };
  return userName === undefined ? undefined : { kind: "user", name: userName };
}

const unknownSession = { region: "eu-central-1", caller: "unknown" };

function sessionFields({ forensics, caller }: Session): { region: string; caller: string } {
  return { region: forensics.region, caller };
}

function common(options: ContainOptions, { region, caller }: { region: string; caller: string }): object {
  return {
    account: required(options.account, "--account", "the id of the account that is treated, 12 digits"),
    region,
    caseId: options.case,
    reason: required(options.reason, "--reason", "why, in a sentence: it is written into the custody log"),
    requestedBy: caller,
    mode: options.mode,
    triggeredAt: options.triggeredAt ?? new Date().toISOString(),
    findingId: options.finding ?? "",
    autoScaling: options.autoScaling,
    sessions: options.sessions,
    acquire: options.acquire,
  };
}

function opened(options: ContainOptions): Promise<Session> {
  return sessionOf(options, (forensics) => {
    assertServed(forensics, options.account ?? "");
  });
}

async function preview(
  session: Session,
  options: ContainOptions,
  request: InstanceRequest | PrincipalRequest,
  look: (settings: ClientSettings) => Promise<readonly Preview[]>,
): Promise<number> {
  const { account } = request;
  const { readerRole } = options;
  const previews = await lookAsReader(session, { account, readerRole, machine: "contain" }, look);
  const text = [
    ...previews.map(describePreview),
    `mode ${request.mode}: ${modeWords[request.mode]}. Evidence is ${request.acquire ? "" : "not "}taken afterwards.`,
    "Nothing was changed and nothing was started.",
  ].join("\n");
  print(options, { request, previews }, text);
  return 0;
}

const modeWords: Readonly<Record<InstanceRequest["mode"], string>> = {
  contain: "these changes are made at once",
  approve: "these changes wait until somebody approves",
  notify: "people are told, and none of these changes is made",
};
