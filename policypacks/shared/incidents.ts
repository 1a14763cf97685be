/** What incident response is known by: fixed names, because each account names the other's before it exists. */

/** Roles of workload accounts that the forensics account takes. */
export const responderRoleNames: readonly string[] = [
  "landing-zone-incident-reader",
  "landing-zone-incident-container",
  "landing-zone-incident-copier",
];

/** Tags of what belongs to a case. */
export const caseTags = { case: "case-id", keep: "do-not-delete", quarantine: "quarantine" } as const;
