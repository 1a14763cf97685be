/**
 * Names that meet across accounts. They are fixed, because each side names the other's role before that role exists.
 */

const prefix = "landing-zone-incident";

/** State machines of the forensics account. Each has a role of the same name. */
export const machineNames = {
  respond: `${prefix}-respond`,
  contain: `${prefix}-contain`,
  containPrincipal: `${prefix}-contain-principal`,
  acquire: `${prefix}-acquire`,
  transfer: `${prefix}-transfer`,
  investigate: `${prefix}-investigate`,
  release: `${prefix}-release`,
  releasePrincipal: `${prefix}-release-principal`,
  record: `${prefix}-record`,
} as const;

export type MachineName = keyof typeof machineNames;

/** Roles of every workload account, and the machines that may take each. */
export const roleNames = {
  reader: `${prefix}-reader`,
  container: `${prefix}-container`,
  copier: `${prefix}-copier`,
} as const;

export type WorkloadRole = keyof typeof roleNames;

/** The machines that take each role of a workload account. */
export const takers: Readonly<Record<WorkloadRole, readonly MachineName[]>> = {
  reader: ["contain", "containPrincipal", "acquire", "transfer", "release", "releasePrincipal"],
  container: ["contain", "containPrincipal", "release", "releasePrincipal"],
  copier: ["acquire", "transfer"],
};

/** Instance profile, and its role, of a contained instance. */
export const quarantineName = "landing-zone-quarantine";

/** Role that deploys a stack, as bootstrap/account.yaml makes it. */
export const deploymentRoleName = "landing-zone-deployment";

/** Alias of the key in a workload account under which disks are handed to the forensics account. */
export const transferKeyAlias = "alias/landing-zone-evidence-transfer";

/** Table of open cases in the forensics account. */
export const casesTableName = "landing-zone-cases";

/** What the sort keys of questions for approval begin with, in the table. The name of the execution that asks follows. */
export const approvalPrefix = "approval#";

/** Topic of the forensics account that people are told by. */
export const incidentTopicName = "landing-zone-incidents";

/** Tags of what belongs to a case. */
export const caseTags = {
  case: "case-id",
  kind: "evidence-kind",
  keep: "do-not-delete",
  quarantine: "quarantine",
} as const;

/** Values of the tag `purpose` of the security groups for contained instances. */
export const isolationPurpose = "isolation";
export const conversionPurpose = "conversion";
