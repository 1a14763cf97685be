import { incidentRolesTrust } from "../../../../../policypacks/landing-zone/rules/incident/incident-roles-trust";
import { cases, change, type Change } from "../../../../support/policyCases";
import { resource, trustedAccount, unknown } from "../../../../support/policyStack";

const machineRole = `arn:aws:iam::${trustedAccount}:role/landing-zone-incident-contain`;
const machine = `arn:aws:states:eu-central-1:${trustedAccount}:stateMachine:landing-zone-incident-contain`;
const organizationId = "o-abcdefghij";
const at = "container: assumeRolePolicy.Statement[0]";

interface Condition {
  readonly ArnEquals?: object;
  readonly StringEquals?: object;
  readonly StringLike?: object;
}

const good: Condition = {
  ArnEquals: { "aws:PrincipalArn": machineRole },
  StringEquals: { "sts:ExternalId": machine, "aws:PrincipalOrgID": organizationId },
};

function trust(Condition: unknown, Effect = "Allow"): string {
  const Principal = { AWS: `arn:aws:iam::${trustedAccount}:root` };
  const Statement = [{ Sid: "TrustContain", Effect, Principal, Action: "sts:AssumeRole", Condition }];
  return JSON.stringify({ Version: "2012-10-17", Statement });
}

const role = resource("aws:iam/role:Role", "container", {
  name: "landing-zone-incident-container",
  assumeRolePolicy: trust(good),
});
const trusting = (Condition: unknown, Effect?: string): Change =>
  change("container", { assumeRolePolicy: trust(Condition, Effect) });

/** Every violation shows the statement, whose text is cut. */
const begins = (reason: string, policy: string): string => {
  const statement = (JSON.parse(policy) as { Statement: [object] }).Statement[0];
  const shown = JSON.stringify(statement);
  return `${at} is ${shown.length > 120 ? `${shown.slice(0, 119)}…` : shown}: ${reason}`;
};
const rejected = (Condition: Condition, reason: string): [Change, string[]] => [
  trusting(Condition),
  [begins(reason, trust(Condition))],
];

const noMachine = "it does not name the role of a state machine";
const noExternalId = "it does not ask for a state machine's ARN as the external id";
const noOrganization = "it lets in accounts outside the organization";

describe("incident-roles-trust", () => {
  cases(incidentRolesTrust, [role], { organizationId })
    .accepts("a machine's role with the machine's ARN as external id, of the organization")
    .accepts(
      "another role that trusts an account",
      change("container", { name: "x", assumeRolePolicy: trust({}) }),
    )
    .accepts("a statement that refuses", trusting({}, "Deny"))
    .accepts(
      "several machines",
      trusting({
        ...good,
        StringEquals: {
          ...good.StringEquals,
          "sts:ExternalId": [machine, machine.replace(/contain$/, "release")],
        },
      }),
    )
    .rejects(
      "any principal of the account",
      ...rejected({ StringEquals: good.StringEquals ?? {} }, noMachine),
    )
    .rejects(
      "a role that is no machine's",
      ...rejected(
        { ...good, ArnEquals: { "aws:PrincipalArn": `arn:aws:iam::${trustedAccount}:role/Administrator` } },
        noMachine,
      ),
    )
    .rejects(
      "roles by a pattern",
      ...rejected(
        { ...good, ArnEquals: { "aws:PrincipalArn": `arn:aws:iam::${trustedAccount}:role/*` } },
        noMachine,
      ),
    )
    .rejects(
      "no external id",
      ...rejected({ ...good, StringEquals: { "aws:PrincipalOrgID": organizationId } }, noExternalId),
    )
    .rejects(
      "an external id that is no machine's ARN",
      ...rejected(
        { ...good, StringEquals: { ...good.StringEquals, "sts:ExternalId": "secret" } },
        noExternalId,
      ),
    )
    .rejects(
      "an external id that is only compared with a pattern",
      ...rejected(
        {
          ...good,
          StringEquals: { "aws:PrincipalOrgID": organizationId },
          StringLike: { "sts:ExternalId": machine },
        },
        noExternalId,
      ),
    )
    .rejects(
      "accounts of any organization",
      ...rejected({ ...good, StringEquals: { "sts:ExternalId": machine } }, noOrganization),
    )
    .cannotJudge("a document that is not known yet", change("container", { assumeRolePolicy: unknown }), [
      "container: assumeRolePolicy.Statement is not known yet: cannot tell before the update whether it trusts somebody else",
    ]);
});

describe("incident-roles-trust without an organization", () => {
  cases(incidentRolesTrust, [role]).accepts(
    "a machine's role with the machine's ARN as external id",
    trusting({ ...good, StringEquals: { "sts:ExternalId": machine } }),
  );
});
