import { endpointPolicy } from "../../../../../policypacks/landing-zone/rules/vpc/vpc-endpoint-policy";
import { add, both, cases, change, type Change } from "../../../../support/policyCases";
import { output, ownAccount, resource, unknown } from "../../../../support/policyStack";

const ofOrganization = { StringEquals: { "aws:PrincipalOrgID": "o-a1b2c3d4e5" } };
const good = {
  Sid: "Serve",
  Effect: "Allow",
  Principal: "*",
  Action: "s3:*",
  Resource: "*",
  Condition: ofOrganization,
};

/** A policy whose statement differs in some parts; a part that is undefined is taken away. */
function policyWith(different: object = {}): string {
  return JSON.stringify({ Version: "2012-10-17", Statement: [{ ...good, ...different }] });
}

describe("vpc-endpoint-policy", () => {
  const endpoint = resource("aws:ec2/vpcEndpoint:VpcEndpoint", "s3", {
    vpcId: "vpc-1",
    vpcEndpointType: "Interface",
    serviceName: "com.amazonaws.eu-central-1.s3",
    policy: policyWith(),
  });
  const separate = resource("aws:ec2/vpcEndpointPolicy:VpcEndpointPolicy", "separate", {
    vpcEndpointId: output("s3", "id"),
    policy: policyWith(),
  });
  const open = "the endpoint serves everybody reaching everything";
  const missing = `${open}, since it has no policy of its own`;
  const withStatement = (different: object): Change => change("s3", { policy: policyWith(different) });
  const withoutInline = change("s3", { policy: undefined });

  const all = cases(endpointPolicy, [endpoint])
    .accepts("an endpoint that serves an organization")
    .accepts("an endpoint whose policy is apart", both(withoutInline, add(separate)))
    .rejects("an endpoint without a policy", withoutInline, [`s3: ${missing}`])
    .rejects(
      "a gateway that does not say that it is one",
      change("s3", { policy: undefined, vpcEndpointType: undefined }),
      [`s3: ${missing}`],
    )
    .accepts(
      "an endpoint of a load balancer, which takes no policy",
      change("s3", { policy: undefined, vpcEndpointType: "GatewayLoadBalancer" }),
    )
    .accepts(
      "an endpoint of somebody else's service, which takes no policy",
      change("s3", {
        policy: undefined,
        serviceName: "com.amazonaws.vpce.eu-central-1.vpce-svc-0a1b2c3d4e5f60718",
      }),
    )
    .rejects(
      "a policy of another endpoint only",
      both(
        withoutInline,
        add({ ...separate, properties: { ...separate.properties, vpcEndpointId: "vpce-2" } }),
      ),
      [`s3: ${missing}`],
    )
    .rejects(
      "a policy apart that says nothing",
      both(withoutInline, add({ ...separate, properties: { vpcEndpointId: output("s3", "id") } })),
      [`separate: policy is not set: ${missing}`],
    );

  const narrow = [
    ["that refuses", { Effect: "Deny", Condition: undefined }],
    ["for an account", { Principal: { AWS: `arn:aws:iam::${ownAccount}:root` }, Condition: undefined }],
    ["for one bucket", { Resource: ["arn:aws:s3:::evidence/*"], Condition: undefined }],
    [
      "for keys of one account",
      { Resource: `arn:aws:kms:eu-central-1:${ownAccount}:*`, Condition: undefined },
    ],
    ["for resources of an account", { Condition: { StringEquals: { "aws:ResourceAccount": ownAccount } } }],
    [
      "for resources of an account, and calls without a resource",
      { Condition: { StringEqualsIfExists: { "AWS:ResourceAccount": [ownAccount] } } },
    ],
    ["for roles of a name", { Condition: { ArnLike: { "aws:PrincipalArn": "arn:aws:iam::*:role/app" } } }],
  ] as const;
  for (const [title, different] of narrow) all.accepts(`a statement ${title}`, withStatement(different));

  const wide = [
    ["for everybody and everything", { Condition: undefined }],
    ["for everybody in the other way", { Principal: { AWS: ["*"] }, Condition: undefined }],
    [
      "for everybody but one",
      {
        Principal: undefined,
        NotPrincipal: { AWS: `arn:aws:iam::${ownAccount}:root` },
        Condition: undefined,
      },
    ],
    [
      "for everything but one bucket",
      { Resource: undefined, NotResource: "arn:aws:s3:::a", Condition: undefined },
    ],
    ["for every bucket", { Resource: "arn:aws:s3:::*", Condition: undefined }],
    ["for every object", { Resource: ["arn:aws:s3:::a", "arn:aws:s3:::*/*"], Condition: undefined }],
    ["with a condition of the transport", { Condition: { Bool: { "aws:SecureTransport": "true" } } }],
    ["with a condition of the endpoint", { Condition: { StringEquals: { "aws:SourceVpce": "vpce-1" } } }],
    [
      "for everybody but an organization",
      { Condition: { StringNotEquals: { "aws:PrincipalOrgID": "o-a1b2c3d4e5" } } },
    ],
    ["with a condition that all meet", { Condition: { StringLike: { "aws:PrincipalOrgID": "*" } } }],
    ["with a condition without values", { Condition: { StringEquals: { "aws:PrincipalOrgID": [] } } }],
  ] as const;
  for (const [title, different] of wide) {
    const { Statement } = JSON.parse(policyWith(different)) as { readonly Statement: readonly object[] };
    const shown = JSON.stringify(Statement[0]);
    const text = shown.length > 120 ? `${shown.slice(0, 119)}…` : shown;
    all.rejects(`a statement ${title}`, withStatement(different), [
      `s3: policy.Statement[0] is ${text}: ${open}`,
    ]);
  }

  all
    .rejects(
      "a policy apart for everybody and everything",
      both(
        withoutInline,
        add({
          ...separate,
          properties: { ...separate.properties, policy: policyWith({ Condition: undefined }) },
        }),
      ),
      [
        `separate: policy.Statement[0] is {"Sid":"Serve","Effect":"Allow","Principal":"*","Action":"s3:*","Resource":"*"}: ${open}`,
      ],
    )
    .cannotJudge("a policy that is not known yet", change("s3", { policy: unknown }), [
      `s3: policy.Statement is not known yet: cannot tell before the update whether ${open}`,
    ])
    .cannotJudge("a policy apart whose endpoint is not known yet", both(withoutInline, add(unlocated())), [
      `s3: cannot tell before the update whether ${missing}`,
    ])
    .cannotJudge(
      "an endpoint without a policy of a type that is not known yet",
      change("s3", { policy: undefined, vpcEndpointType: unknown }),
      [`s3: cannot tell before the update whether ${missing}`],
    );

  function unlocated() {
    return { ...separate, properties: { ...separate.properties, vpcEndpointId: unknown } };
  }
});
