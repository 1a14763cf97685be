import { call, type CallArgs } from "../../asl/call";
import { choose, fail, pass, type Flow } from "../../asl/flow";
import type { Condition } from "../../asl/states";
import { quarantineName } from "../../names";

/** The two kinds of principals, which IAM treats alike under other names. */
export type Kind = "role" | "user";

/** Roles on which the response itself, or the account, depends. */
const protectedRoles = [
  "landing-zone-incident-*",
  "landing-zone-deployment",
  quarantineName,
  "AWSServiceRoleFor*",
];

/** What IAM calls the principal in its parameters. */
export const nameKey = { role: "RoleName.$", user: "UserName.$" } as const;

/** Condition on the kind of the principal. */
export function isKind(kind: Kind): Condition {
  return { Variable: "$.principal.kind", StringEquals: kind };
}

/**
 * Refuses roles of the response, the deployment and AWS services: `PrincipalProtected`. A principal of another kind than
 * `role` or `user` ends as `PrincipalUnknown`.
 */
export function refuseProtected(): Flow {
  const names: Condition[] = protectedRoles.map((StringMatches) => ({
    Variable: "$.principal.name",
    StringMatches,
  }));
  return choose(
    "Kind of the principal?",
    [
      {
        when: { And: [isKind("role"), { Or: names }] },
        then: fail("Protected by its name", "PrincipalProtected", {
          text: "Roles of the incident response, of deployments and of AWS services are never contained.",
        }),
      },
      { when: { Or: [isKind("role"), isKind("user")] }, then: pass("Role or user", {}) },
    ],
    unknown(),
  );
}

/** A principal of another kind than `role` or `user` ends as `PrincipalUnknown`. */
export function refuseUnknown(): Flow {
  return choose(
    "Role or user?",
    [{ when: { Or: [isKind("role"), isKind("user")] }, then: pass("Role or user", {}) }],
    unknown(),
  );
}

function unknown(): Flow {
  return fail("Neither role nor user", "PrincipalUnknown", { text: "A principal is a role or a user." });
}

/** A read of IAM, of which a failure is told in `$.steps`. */
export function read(
  name: string,
  args: Pick<CallArgs, "action" | "key" | "input" | "select" | "into"> & Partial<Pick<CallArgs, "expected">>,
): Flow {
  return call(name, { as: "reader", timeoutSeconds: 10, onFailure: "record", ...args });
}
