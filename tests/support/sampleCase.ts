import type { CaseStep } from "./caseFolder";

const instance = "i-0123456789abcdef0";
const operator = "arn:aws:sts::444455556666:assumed-role/Responder/alice@example.com";

const ok = { ok: true };

/**
 * Steps of a whole case as the machines record it: requested, contained but for one step, evidence taken, released in part.
 *
 * @param subject The instance.
 */
export function sampleSteps(subject = instance): readonly CaseStep[] {
  const about = (step: string, details: unknown, stores?: CaseStep["stores"]): CaseStep => ({
    step,
    subject,
    actor: "contain",
    details,
    ...(stores && { stores }),
  });
  const verified = {
    groups: true,
    acls: true,
    profile: true,
    targets: true,
    autoScaling: true,
    addresses: true,
  };
  return [
    {
      step: "request",
      subject: "case-20261124-0001",
      actor: operator,
      details: { mode: "contain", requestedBy: operator },
      stores: {
        path: "requests/1.json",
        contents: JSON.stringify({
          account: "111122223333",
          region: "eu-central-1",
          reason: "Backdoor:EC2/C&CActivity.B",
          requestedBy: operator,
          triggeredAt: "2026-11-24T11:59:58.000Z",
        }),
      },
    },
    about(
      "contain.before",
      { warnings: { spot: { text: "A spot instance: AWS may interrupt it at any time." } } },
      { path: `${instance}/before.json`, contents: '{"groups":["sg-1"]}' },
    ),
    about("contain.autoScaling", { steps: { detach: ok } }),
    about("contain.interfaces", {
      steps: [
        { subject: "eni-1", steps: { tracking: { shorten: ok }, groups: { convert: ok, isolate: ok } } },
      ],
    }),
    about("contain.networkAcls", {
      steps: [
        { subject: "acl-1", steps: { ipv4: { add: { ok: true, already: true } } } },
        {
          subject: "acl-2",
          steps: { ipv4: { add: { Error: "NoFreeNumber", Cause: "No number is free." } } },
        },
      ],
    }),
    about(
      "contain.verification",
      { contained: true, seconds: 4.5, verified },
      { path: `${instance}/contained.json`, contents: '{"contained":true,"seconds":4.5}' },
    ),
    {
      step: "memory",
      subject,
      actor: "acquire",
      details: { tool: "avml" },
      stores: { path: "memory/AROAEXAMPLE:i-1/memory.lime", contents: Buffer.alloc(70_000, "EMiL") },
    },
    {
      step: "disk",
      subject,
      actor: "transfer",
      details: { snapshotId: "snap-1", volumeId: "vol-1", encrypted: true },
    },
  ];
}

/** Steps of a user that is contained, and then released with its keys, of which one is gone. */
export function principalSteps(): readonly CaseStep[] {
  const about = (actor: string, step: string, details: object): CaseStep => ({
    step,
    subject: "user-ci",
    actor,
    details,
  });
  const keys = [
    { subject: "AKIA1", steps: { activate: ok } },
    { subject: "AKIA2", steps: { activate: { ...ok, gone: true } } },
  ];
  return [
    about("contain-principal", "containPrincipal.deny", { steps: { policy: ok } }),
    about("contain-principal", "containPrincipal.verification", {
      contained: true,
      verified: { policy: true, keys: true },
    }),
    about("release-principal", "releasePrincipal.keys", {
      result: { wanted: true, holds: true, steps: { keys } },
    }),
    about("release-principal", "releasePrincipal.policy", {
      result: { wanted: true, holds: true, steps: { policy: ok } },
    }),
    about("release-principal", "releasePrincipal.verification", {
      released: true,
      verified: { keys: true, policy: true },
    }),
  ];
}

/** Steps of a release, behind those of {@link sampleSteps}. */
export function releaseSteps(released: boolean, subject = instance): readonly CaseStep[] {
  return [
    {
      step: "release.groups",
      subject,
      actor: "release",
      details: {
        result: {
          wanted: true,
          holds: released,
          steps: { list: [{ subject: "eni-1", steps: { restore: ok } }] },
        },
      },
    },
    {
      step: "release.verification",
      subject,
      actor: "release",
      details: { released, verified: { groups: released, acls: null } },
    },
  ];
}
