import assert from "node:assert/strict";
import * as aws from "@pulumi/aws";
import { DirectConnectAccess } from "../../../components/iam/directConnectAccess";
import {
  acceptActions,
  approvalActions,
  partnerActions,
  readActions,
  writePatterns,
} from "../../../components/iam/directConnectAccessActions";
import {
  boundaryStatements,
  dutyTag,
  type DirectConnectDuty,
} from "../../../components/iam/directConnectAccessBoundary";
import { directConnectControl } from "../../../components/iam/directConnectAccessControl";
import {
  approverStatements,
  operatorStatements,
  readStatements,
} from "../../../components/iam/directConnectAccessStatements";
import type { Statement } from "../../../components/iam/document";
import { directConnectAuthorization, globalKinds } from "../../support/directConnectAuthorization";
import {
  evaluate,
  matches,
  type Call,
  type EvaluatedStatement,
  type Verdict,
} from "../../support/iamEvaluation";
import { record } from "../../support/record";

const account = { id: "111122223333", region: "eu-central-1" };
const other = "999988887777";
const mandatoryTags = ["account", "stack", "component"];
const scope = { account, mandatoryTags };
const tags = { account: account.id, stack: "prod", component: "DirectConnect" };
const identities: Readonly<Record<DirectConnectDuty, readonly Statement[]>> = {
  operator: operatorStatements(scope),
  approver: approverStatements(scope),
  reader: readStatements(),
};
const full: EvaluatedStatement = { Sid: "FullAccess", Effect: "Allow", Action: "*", Resource: "*" };

interface Given {
  readonly kind?: string;
  readonly owner?: string;
  readonly resourceTags?: Readonly<Record<string, string>>;
  readonly requestTags?: Readonly<Record<string, string>>;
  readonly removedTags?: readonly string[];
  readonly region?: string;
}

/** A call to Direct Connect with the condition keys that AWS gives it, and no others. */
function call(action: string, duty: string | undefined, given: Given = {}): Call {
  const known = directConnectAuthorization[action];
  assert(known, `${action} is an action of Direct Connect`);
  const { kind, owner = account.id, region = account.region } = given;
  assert(kind === undefined || known.resources.includes(kind), `${action} takes a ${kind ?? ""}`);
  assert(!given.requestTags || known.requestTags, `${action} takes tags`);
  const prefixed = (prefix: string, values: Readonly<Record<string, string>> = {}) =>
    Object.fromEntries(Object.entries(values).map(([key, value]) => [`${prefix}/${key}`, value]));
  const tagKeys = given.removedTags ?? Object.keys(given.requestTags ?? {});
  return {
    action: `directconnect:${action}`,
    resource: kind === undefined ? "*" : arn(kind, owner),
    context: {
      "aws:PrincipalAccount": account.id,
      "aws:PrincipalArn": `arn:aws:iam::${account.id}:role/prod-direct-connect-${duty ?? "nobody"}`,
      ...(duty !== undefined && { [`aws:PrincipalTag/${dutyTag}`]: duty }),
      "aws:RequestedRegion": region,
      ...(kind !== undefined && { "aws:ResourceAccount": owner }),
      ...prefixed("aws:ResourceTag", given.resourceTags),
      ...prefixed("aws:RequestTag", given.requestTags),
      ...(tagKeys.length > 0 && { "aws:TagKeys": tagKeys }),
    },
  };
}

function arn(kind: string, owner: string): string {
  const region = globalKinds.includes(kind) ? "" : account.region;
  return `arn:aws:directconnect:${region}:${owner}:${kind}/${kind}-ffabc123`;
}

function text(value: unknown): string {
  assert(typeof value === "string");
  return value;
}

/** The verdict on a call of somebody with the duty's own role, boundary included. */
function verdict(duty: DirectConnectDuty, action: string, given: Given = {}): Verdict {
  return evaluate(call(action, duty, given), {
    identity: identities[duty] as readonly EvaluatedStatement[],
    boundary: boundaryStatements(account) as readonly EvaluatedStatement[],
  });
}

describe("The operator of Direct Connect", () => {
  const allowed: readonly [title: string, action: string, given: Given, by: string][] = [
    [
      "orders a connection with the mandatory tags",
      "CreateConnection",
      { requestTags: tags },
      "OrderWithTags",
    ],
    ["orders a LAG with the mandatory tags", "CreateLag", { requestTags: tags }, "OrderWithTags"],
    [
      "creates a gateway with the mandatory tags",
      "CreateDirectConnectGateway",
      { requestTags: tags },
      "OrderWithTags",
    ],
    [
      "creates a transit interface on a connection",
      "CreateTransitVirtualInterface",
      { kind: "dxcon", requestTags: tags },
      "CreateInterfacesWithTags",
    ],
    [
      "creates a private interface on a LAG",
      "CreatePrivateVirtualInterface",
      { kind: "dxlag", requestTags: tags },
      "CreateInterfacesWithTags",
    ],
    [
      "deletes a tagged interface",
      "DeleteVirtualInterface",
      { kind: "dxvif", resourceTags: tags },
      "ChangeWhatIsTagged",
    ],
    [
      "associates a MACsec key with a tagged connection",
      "AssociateMacSecKey",
      { kind: "dxcon", resourceTags: tags },
      "ChangeWhatIsTagged",
    ],
    [
      "associates a gateway of the account",
      "CreateDirectConnectGatewayAssociation",
      { kind: "dx-gateway", resourceTags: tags },
      "ChangeWhatIsTagged",
    ],
    ["changes allowed prefixes", "UpdateDirectConnectGatewayAssociation", {}, "ChangeAllowedPrefixes"],
    ["reads a letter of authorization", "DescribeLoa", { kind: "dxcon" }, "ReadPapers"],
    ["looks at connections", "DescribeConnections", {}, "ReadDirectConnect"],
    [
      "gives an accepted connection its tags",
      "TagResource",
      { kind: "dxcon", requestTags: tags },
      "TagWhatHasNoTags",
    ],
    [
      "adds a tag that is not mandatory",
      "TagResource",
      { kind: "dxcon", resourceTags: tags, requestTags: { "cost-center": "42" } },
      "ChangeOtherTags",
    ],
    [
      "removes a tag that is not mandatory",
      "UntagResource",
      { kind: "dxcon", resourceTags: tags, removedTags: ["cost-center"] },
      "ChangeOtherTags",
    ],
  ];
  for (const [title, action, given, by] of allowed) {
    it(title, () => {
      assert.equal(verdict("operator", action, given), `allowed by ${by}`);
    });
  }

  for (const missing of mandatoryTags) {
    it(`orders nothing without the tag ${missing}`, () => {
      const requestTags = Object.fromEntries(Object.entries(tags).filter(([key]) => key !== missing));
      assert.equal(verdict("operator", "CreateConnection", { requestTags }), "not allowed by the identity");
      assert.equal(
        verdict("operator", "CreatePublicVirtualInterface", { kind: "dxcon", requestTags }),
        "not allowed by the identity",
      );
    });

    it(`changes nothing that lacks the tag ${missing}`, () => {
      const resourceTags = Object.fromEntries(Object.entries(tags).filter(([key]) => key !== missing));
      assert.equal(
        verdict("operator", "DeleteConnection", { kind: "dxcon", resourceTags }),
        "not allowed by the identity",
      );
    });

    it(`does not change or remove the tag ${missing}`, () => {
      const resource = { kind: "dxvif", resourceTags: tags };
      assert.equal(
        verdict("operator", "TagResource", { ...resource, requestTags: { [missing]: "x", note: "y" } }),
        "not allowed by the identity",
      );
      assert.equal(
        verdict("operator", "UntagResource", { ...resource, removedTags: [missing, "note"] }),
        "not allowed by the identity",
      );
    });
  }

  const denied: readonly [title: string, action: string, given: Given, verdict: Verdict][] = [
    [
      "orders nothing for another account's name",
      "CreateConnection",
      { requestTags: { ...tags, account: other } },
      "not allowed by the identity",
    ],
    [
      "orders nothing in another region",
      "CreateConnection",
      { requestTags: tags, region: "us-east-1" },
      "not allowed by the identity",
    ],
    [
      "creates no interface on another account's connection",
      "CreatePrivateVirtualInterface",
      { kind: "dxcon", owner: other, requestTags: tags },
      "denied by NothingOfOtherAccounts",
    ],
    [
      "deletes no gateway of another account",
      "DeleteDirectConnectGateway",
      { kind: "dx-gateway", owner: other, resourceTags: tags },
      "denied by NothingOfOtherAccounts",
    ],
    ["makes no interconnect", "CreateInterconnect", { requestTags: tags }, "denied by NothingOfPartners"],
  ];
  for (const [title, action, given, expected] of denied) {
    it(title, () => {
      assert.equal(verdict("operator", action, given), expected);
    });
  }

  it("takes no action of an approver, even with full access attached to the role", () => {
    for (const action of approvalActions) {
      const name = action.slice("directconnect:".length);
      const kind = directConnectAuthorization[name]?.resources[0];
      const asked = call(name, "operator", { ...(kind !== undefined && { kind }), resourceTags: tags });
      assert.equal(
        evaluate(asked, { identity: [full], boundary: boundaryStatements(account) as EvaluatedStatement[] }),
        "denied by ApprovalsAreForApprovers",
        action,
      );
    }
  });
});

describe("The operator's way to secrets", () => {
  const policies = {
    identity: identities.operator as readonly EvaluatedStatement[],
    boundary: boundaryStatements(account) as readonly EvaluatedStatement[],
  };
  const read = (component: string): Call => ({
    action: "secretsmanager:GetSecretValue",
    resource: `arn:aws:secretsmanager:eu-central-1:${account.id}:secret:some-AbCdEf`,
    context: {
      "aws:PrincipalAccount": account.id,
      "aws:ResourceAccount": account.id,
      "aws:ResourceTag/component": component,
      [`aws:PrincipalTag/${dutyTag}`]: "operator",
    },
  });

  it("leads to the BGP keys", () => {
    assert.equal(evaluate(read("DirectConnect"), policies), "allowed by ReadBgpKeys");
  });

  it("leads to no other secret", () => {
    assert.equal(evaluate(read("SiteToSiteVpn"), policies), "not allowed by the identity");
  });

  it("decrypts through Secrets Manager only", () => {
    const decrypt = (service: string): Call => ({
      action: "kms:Decrypt",
      resource: `arn:aws:kms:eu-central-1:${account.id}:key/1`,
      context: {
        ...read("EncryptionKey").context,
        "kms:ViaService": `${service}.eu-central-1.amazonaws.com`,
      },
    });
    assert.equal(evaluate(decrypt("secretsmanager"), policies), "allowed by DecryptBgpKeys");
    assert.equal(evaluate(decrypt("s3"), policies), "not allowed by the identity");
  });

  it("decrypt them by the name that Secrets Manager has in the region's partition", () => {
    const china = operatorStatements({ ...scope, account: { ...account, region: "cn-north-1" } });
    const { Condition } = china.find(({ Sid }) => Sid === "DecryptBgpKeys") ?? {};
    assert.deepEqual(
      Condition?.["StringEquals"]?.["kms:ViaService"],
      "secretsmanager.cn-north-1.amazonaws.com.cn",
    );
  });

  it("makes the service-linked role of Direct Connect and of nothing else", () => {
    const create = (service: string): Call => ({
      action: "iam:CreateServiceLinkedRole",
      resource: `arn:aws:iam::${account.id}:role/aws-service-role/${service}/AWSServiceRole`,
      context: { "iam:AWSServiceName": service, "aws:PrincipalAccount": account.id },
    });
    assert.equal(evaluate(create("directconnect.amazonaws.com"), policies), "allowed by CreateRoleForMacsec");
    assert.equal(evaluate(create("ec2.amazonaws.com"), policies), "not allowed by the identity");
  });
});

describe("The approver of Direct Connect", () => {
  for (const action of acceptActions) {
    it(`takes ${action}`, () => {
      const name = action.slice("directconnect:".length);
      const kind = directConnectAuthorization[name]?.resources[0];
      assert.equal(
        verdict("approver", name, { ...(kind !== undefined && { kind }) }),
        "allowed by AcceptOffers",
      );
    });
  }

  it("offers an interface to another account with the mandatory tags only", () => {
    const offer = (requestTags: Record<string, string>) =>
      verdict("approver", "AllocatePrivateVirtualInterface", { kind: "dxcon", requestTags });
    assert.equal(offer(tags), "allowed by OfferToOthers");
    assert.equal(offer({ stack: "prod" }), "not allowed by the identity");
  });

  it("proposes an association to a gateway of another account", () => {
    assert.equal(
      verdict("approver", "CreateDirectConnectGatewayAssociationProposal", {
        kind: "dx-gateway",
        owner: other,
      }),
      "allowed by ProposeToOthers",
    );
  });

  it("withdraws a proposal and agrees to terms", () => {
    for (const action of ["DeleteDirectConnectGatewayAssociationProposal", "ConfirmCustomerAgreement"]) {
      assert.equal(verdict("approver", action), "allowed by AgreeAndWithdraw");
    }
  });

  it("confirms nothing of another account", () => {
    assert.equal(
      verdict("approver", "ConfirmConnection", { kind: "dxcon", owner: other }),
      "denied by NothingOfOtherAccounts",
    );
  });

  it("orders, changes and deletes nothing", () => {
    assert.equal(
      verdict("approver", "CreateConnection", { requestTags: tags }),
      "not allowed by the identity",
    );
    for (const [action, kind] of [
      ["DeleteConnection", "dxcon"],
      ["UpdateVirtualInterfaceAttributes", "dxvif"],
    ] as const) {
      assert.equal(verdict("approver", action, { kind, resourceTags: tags }), "not allowed by the identity");
    }
  });
});

describe("The reader of Direct Connect", () => {
  it("looks at everything but papers and router settings", () => {
    const papers = ["DescribeConnectionLoa", "DescribeLoa", "DescribeRouterConfiguration"];
    for (const [action, { access }] of Object.entries(directConnectAuthorization)) {
      if (!["Read", "List"].includes(access) || partnerActions.some((one) => one.endsWith(`:${action}`)))
        continue;
      const expected = papers.includes(action)
        ? "not allowed by the identity"
        : "allowed by ReadDirectConnect";
      assert.equal(verdict("reader", action), expected, action);
    }
  });

  it("changes nothing, even with full access attached to the role", () => {
    for (const [action, { access }] of Object.entries(directConnectAuthorization)) {
      if (!["Write", "Tagging"].includes(access)) continue;
      const decided = evaluate(call(action, "reader"), {
        identity: [full],
        boundary: boundaryStatements(account) as EvaluatedStatement[],
      });
      assert.match(decided, /^denied by/, action);
    }
  });

  it("has nothing outside Direct Connect, even with full access attached to the role", () => {
    const stop: Call = {
      action: "ec2:TerminateInstances",
      resource: "*",
      context: { "aws:PrincipalAccount": account.id, [`aws:PrincipalTag/${dutyTag}`]: "reader" },
    };
    assert.equal(
      evaluate(stop, { identity: [full], boundary: boundaryStatements(account) as EvaluatedStatement[] }),
      "not allowed by the boundary",
    );
  });
});

describe("The policies of Direct Connect", () => {
  const statements = Object.values(identities).flat();

  it("name existing actions only", () => {
    const named = [...statements, ...boundaryStatements(account)]
      .flatMap(({ Action }) => Action)
      .filter((action) => action.startsWith("directconnect:") && !action.includes("*"));
    const unknown = named.filter(
      (action) => !(action.slice("directconnect:".length) in directConnectAuthorization),
    );
    assert.deepEqual(unknown, []);
  });

  it("leave no action of Direct Connect without somebody who may or must not take it", () => {
    const placed = new Set([...statements.flatMap(({ Action }) => Action), ...partnerActions]);
    const missing = Object.keys(directConnectAuthorization).filter(
      (action) => !placed.has(`directconnect:${action}`),
    );
    assert.deepEqual(missing, []);
  });

  it("allow a changing action on `*` only where AWS knows no resource, or not in every call", () => {
    for (const { Sid, Effect, Action, Resource } of statements) {
      if (Effect !== "Allow" || Resource !== "*") continue;
      for (const action of [Action].flat()) {
        const known = directConnectAuthorization[action.slice("directconnect:".length)];
        if (known === undefined || ["Read", "List"].includes(known.access)) continue;
        // The one exception is billing of a connection, which an approver agrees to for any of them.
        if (action === "directconnect:UpdateConnectionsBillingMode") continue;
        assert(known.resources.length === 0 || known.optional, `${Sid}: ${action}`);
      }
    }
  });

  it("use a condition on the request's tags only with actions that have such tags", () => {
    for (const { Sid, Action, Condition = {} } of statements) {
      const keys = Object.values(Condition).flatMap((values) => Object.keys(values));
      if (!keys.some((key) => /^aws:(RequestTag|TagKeys)/.test(key))) continue;
      for (const action of [Action].flat()) {
        const known = directConnectAuthorization[action.slice("directconnect:".length)];
        assert(known?.requestTags ?? action.endsWith("UntagResource"), `${Sid}: ${action}`);
      }
    }
  });

  it("fit into what AWS stores: 6144 characters a managed policy, 10240 those inline in a role", () => {
    const size = (of: readonly Statement[]) =>
      JSON.stringify({ Version: "2012-10-17", Statement: of }).length;
    assert(size(boundaryStatements(account)) <= 6144);
    for (const of of Object.values(identities)) assert(size(of) <= 10240);
  });
});

describe("The service control policy of Direct Connect", () => {
  const control = directConnectControl("aws", {
    deployers: ["arn:aws:iam::*:role/landing-zone-deployment"],
    administrators: ["arn:aws:iam::*:role/administrator"],
  });
  const asked = (principal: string, action: string, resource = "*"): Verdict =>
    evaluate(
      { action, resource, context: { "aws:PrincipalArn": `arn:aws:iam::${account.id}:${principal}` } },
      { identity: [full], control },
    );

  it("denies every change to everybody else, and no look", () => {
    for (const [action, { access }] of Object.entries(directConnectAuthorization)) {
      const decided = asked("role/admin", `directconnect:${action}`);
      if (["Read", "List"].includes(access)) assert.equal(decided, "allowed by FullAccess", action);
      else assert.equal(decided, "denied by DirectConnectIsForOperators", action);
    }
  });

  it("lets operators change and only approvers approve", () => {
    const operator = "role/prod-direct-connect-operator";
    const approver = "role/prod-direct-connect-approver";
    assert.equal(asked(operator, "directconnect:CreateConnection"), "allowed by FullAccess");
    assert.equal(asked(operator, "directconnect:ConfirmConnection"), "denied by ApprovalsAreForApprovers");
    assert.equal(asked(approver, "directconnect:ConfirmConnection"), "allowed by FullAccess");
  });

  it("lets the deployment do both", () => {
    for (const action of ["CreateConnection", "ConfirmConnection"]) {
      assert.equal(asked("role/landing-zone-deployment", `directconnect:${action}`), "allowed by FullAccess");
    }
  });

  it("does not take a role of a similar name for an operator", () => {
    for (const role of ["role/direct-connect-operator", "role/prod-direct-connect-operator-2"]) {
      assert.equal(asked(role, "directconnect:CreateConnection"), "denied by DirectConnectIsForOperators");
    }
  });

  it("lets only administrators and the deployment touch the roles", () => {
    const role = `arn:aws:iam::${account.id}:role/prod-direct-connect-operator`;
    const boundary = `arn:aws:iam::${account.id}:policy/prod-direct-connect-boundary`;
    assert.equal(
      asked("role/developer", "iam:DeleteRolePermissionsBoundary", role),
      "denied by DirectConnectRolesAreFixed",
    );
    assert.equal(
      asked("role/developer", "iam:CreatePolicyVersion", boundary),
      "denied by DirectConnectRolesAreFixed",
    );
    assert.equal(asked("role/administrator", "iam:CreatePolicyVersion", boundary), "allowed by FullAccess");
    assert.equal(
      asked("role/developer", "iam:CreateRole", `arn:aws:iam::${account.id}:role/app`),
      "allowed by FullAccess",
    );
  });

  it("covers every changing verb of Direct Connect with its patterns", () => {
    const uncovered = Object.entries(directConnectAuthorization).filter(
      ([action, { access }]) =>
        ["Write", "Tagging"].includes(access) &&
        !matches(
          { Effect: "Deny", Action: writePatterns },
          { action: `directconnect:${action}`, resource: "*", context: {} },
        ),
    );
    assert.deepEqual(uncovered, []);
  });
});

describe("Direct Connect access", () => {
  const everybody = {
    operator: ["arn:aws:iam::111122223333:role/network-team"],
    approver: ["arn:aws:iam::111122223333:role/security-team"],
    reader: ["arn:aws:iam::111122223333:role/auditor"],
  };
  const built = (principals: typeof everybody) =>
    record(
      (opts) => new DirectConnectAccess("prod-access", { ...scope, namePrefix: "prod", principals }, opts),
    );

  it("creates a boundary and a role with its policy for each duty", async () => {
    const { inventory } = await built(everybody);
    assert.deepEqual(inventory(), [
      "aws:iam/policy:Policy prod-access-boundary",
      "aws:iam/role:Role prod-access-approver",
      "aws:iam/role:Role prod-access-operator",
      "aws:iam/role:Role prod-access-reader",
      "aws:iam/rolePolicy:RolePolicy prod-access-approver",
      "aws:iam/rolePolicy:RolePolicy prod-access-operator",
      "aws:iam/rolePolicy:RolePolicy prod-access-reader",
      "landingzone:iam:DirectConnectAccess prod-access",
    ]);
  });

  it("creates no role for a duty that nobody has", async () => {
    const { names } = await built({ ...everybody, approver: [] });
    assert.deepEqual(names(aws.iam.Role), ["prod-access-operator", "prod-access-reader"]);
  });

  it("gives a role its boundary, its duty and an hour, and trusts named principals without session tags", async () => {
    const { one } = await built(everybody);
    const { inputs } = one(aws.iam.Role, "prod-access-operator");
    assert.equal(inputs["name"], "prod-direct-connect-operator");
    assert.equal(inputs["maxSessionDuration"], 3600);
    assert.equal(
      inputs["permissionsBoundary"],
      "arn:aws:iam::111122223333:policy/prod-direct-connect-boundary",
    );
    assert.deepEqual(inputs["tags"], { component: "DirectConnectAccess", "direct-connect-duty": "operator" });
    assert.deepEqual(JSON.parse(text(inputs["assumeRolePolicy"])), {
      Version: "2012-10-17",
      Statement: [
        {
          Sid: "TrustNamedPrincipals",
          Effect: "Allow",
          Principal: { AWS: ["arn:aws:iam::111122223333:role/network-team"] },
          Action: "sts:AssumeRole",
        },
      ],
    });
  });

  it("gives a reader the reading statements only", async () => {
    const { one } = await built(everybody);
    const { Statement } = JSON.parse(
      text(one(aws.iam.RolePolicy, "prod-access-reader").inputs["policy"]),
    ) as {
      Statement: EvaluatedStatement[];
    };
    assert.deepEqual(
      Statement.map(({ Sid }) => Sid),
      ["ReadDirectConnect", "ReadWhatItLeadsTo"],
    );
    assert.deepEqual(Statement[0]?.Action, [...readActions]);
  });
});
