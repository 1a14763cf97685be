import * as aws from "@pulumi/aws";
import assert from "node:assert/strict";
import { chosenServices } from "../../../components/network/endpointServices";
import { reachBucket, serveTrusted } from "../../../components/network/endpointStatements";
import { captureMemory } from "../../../components/response/evidencePaths";
import { VpcEndpoints, type VpcEndpointsArgs } from "../../../components/network/vpcEndpoints";
import { matches, type EvaluatedStatement } from "../../support/iamEvaluation";
import { valueOf } from "../../support/mocks";
import { record, type Recording } from "../../support/record";

const account = { id: "111122223333", region: "eu-central-1" };

function recordEndpoints(change: Partial<VpcEndpointsArgs> = {}): Promise<Recording<VpcEndpoints>> {
  const args: VpcEndpointsArgs = {
    served: { account },
    vpcId: "vpc-0a1b2c3d4e5f60718",
    gatewayServices: ["s3", "dynamodb"],
    routeTableIds: { "private-a": "rtb-0a1b2c3d4e5f60718" },
    interfaceServices: ["s3", "ssm"],
    subnetIds: ["subnet-0a1b2c3d4e5f60718"],
    securityGroupId: "sg-0a1b2c3d4e5f60718",
    ...change,
  };
  return record((opts) => new VpcEndpoints("vpce", args, opts));
}

describe("VPC endpoints", () => {
  let made: Recording<VpcEndpoints>;
  before(async () => (made = await recordEndpoints()));

  it("are routes to S3 and DynamoDB, in every route table given", () => {
    assert.deepEqual(made.names(aws.ec2.VpcEndpointRouteTableAssociation), [
      "vpce-dynamodb-gateway-private-a",
      "vpce-s3-gateway-private-a",
    ]);
  });

  it("are interfaces behind the group given, with private names", () => {
    const { inputs } = made.one(aws.ec2.VpcEndpoint, "vpce-ssm");
    assert.equal(inputs["serviceName"], "com.amazonaws.eu-central-1.ssm");
    assert.deepEqual(inputs["securityGroupIds"], ["sg-0a1b2c3d4e5f60718"]);
    assert.equal(inputs["privateDnsEnabled"], true);
    assert.equal(inputs["dnsOptions"], undefined);
  });

  it("have private names for the S3 interface too, after the gateway is there", () => {
    const { inputs, options } = made.one(aws.ec2.VpcEndpoint, "vpce-s3");
    assert.deepEqual(inputs["dnsOptions"], { privateDnsOnlyForInboundResolverEndpoint: false });
    assert(options.dependsOn.includes("vpce-s3-gateway"));
  });

  it("tell the prefix list of S3, where there is a gateway to it", async () => {
    const gateway = made.one(aws.ec2.VpcEndpoint, "vpce-s3-gateway");
    assert.equal(await valueOf(made.result.s3PrefixListId), gateway.outputs["prefixListId"]);
    const without = await recordEndpoints({ gatewayServices: ["dynamodb"] });
    assert.equal(without.result.s3PrefixListId, undefined);
  });

  it("let further statements through, each at its service", async () => {
    const further = {
      Sid: "Further",
      Effect: "Allow",
      Principal: "*",
      Action: "s3:PutObject",
      Resource: "*",
    } as const;
    const { resources } = await recordEndpoints({ furtherStatements: { s3: [further] } });
    const having = resources.filter(({ inputs }) =>
      ((inputs["policy"] ?? "") as string).includes('"Sid":"Further"'),
    );
    assert.deepEqual(having.map(({ name }) => name).sort(), ["vpce-s3", "vpce-s3-gateway"]);
  });

  it("all have a policy", () => {
    const endpoints = made.resources.filter(({ type }) => type === "aws:ec2/vpcEndpoint:VpcEndpoint");
    assert.equal(endpoints.length, 4);
    for (const { inputs } of endpoints) assert.match(inputs["policy"] as string, /"Sid":"ServeTrusted"/);
  });
});

describe("The policy of an endpoint", () => {
  it("serves the account alone, where there is no organization", () => {
    assert.deepEqual(serveTrusted({ account }, "ecr.api"), {
      Sid: "ServeTrusted",
      Effect: "Allow",
      Principal: "*",
      Action: "ecr:*",
      Resource: "*",
      Condition: {
        StringEquals: { "aws:PrincipalAccount": "111122223333" },
        StringEqualsIfExists: { "aws:ResourceAccount": "111122223333" },
      },
    });
  });

  it("serves the organization, where there is one", () => {
    assert.deepEqual(serveTrusted({ account, organizationId: "o-a1b2c3d4e5" }, "monitoring").Condition, {
      StringEquals: { "aws:PrincipalOrgID": "o-a1b2c3d4e5" },
      StringEqualsIfExists: { "aws:ResourceOrgID": "o-a1b2c3d4e5" },
    });
  });
});

describe("The endpoint for S3 of a contained instance", () => {
  const asQuarantined = {
    "aws:PrincipalArn": "arn:aws:iam::111122223333:role/landing-zone-quarantine",
    "aws:PrincipalAccount": "111122223333",
    "aws:ResourceAccount": "444455556666",
  };
  // Whoever may read an attachment gets a URL that AWS has signed.
  const signedByAws = { "aws:PrincipalAccount": "999999999999", "aws:ResourceAccount": "999999999999" };

  for (const [what, resource, context, sid] of [
    [
      "lets the tool that captures memory through",
      "arn:aws:s3:::evidence/tools/avml/1/x86_64/avml",
      asQuarantined,
      "FetchMemoryTool",
    ],
    [
      "lets no attachment of a document through: docs/adr/0010-memory-tool-from-the-vault.md",
      "arn:aws:s3:::aws-ssm-document-attachments-eu-central-1/archive.zip",
      signedByAws,
      undefined,
    ],
    ["lets no other bucket through", "arn:aws:s3:::somebodys/archive.zip", signedByAws, undefined],
  ] as const) {
    it(what, async () => {
      const further = await valueOf(captureMemory(account, "arn:aws:s3:::evidence"));
      const { one } = await recordEndpoints({ furtherStatements: { s3: further ?? [] } });
      const policy = one(aws.ec2.VpcEndpoint, "vpce-s3-gateway").inputs["policy"] as string;
      const { Statement } = JSON.parse(policy) as { Statement: EvaluatedStatement[] };
      const call = { action: "s3:GetObject", resource, context };
      assert.equal(Statement.find((statement) => matches(statement, call))?.Sid, sid);
    });
  }
});

describe("A choice of endpoints", () => {
  it("may name sets, and has each service once", () => {
    assert.deepEqual(chosenServices(["session-manager", "kms", "sts"]), [
      "ec2messages",
      "kms",
      "logs",
      "ssm",
      "ssmmessages",
      "sts",
    ]);
  });

  it("lets results be put on legal hold, where it leads to one bucket", async () => {
    const statement = await valueOf(reachBucket(account, "arn:aws:s3:::evidence"));
    assert.deepEqual(statement?.Action, [
      "s3:AbortMultipartUpload",
      "s3:GetObject",
      "s3:GetObjectVersion",
      "s3:ListBucket",
      "s3:PutObject",
      "s3:PutObjectLegalHold",
    ]);
    assert.deepEqual(statement.Resource, ["arn:aws:s3:::evidence", "arn:aws:s3:::evidence/*"]);
  });

  it("lets contained instances fetch the tool that captures memory, put the image, and do nothing else", async () => {
    const Principal = { AWS: "arn:aws:iam::111122223333:root" };
    const Condition = {
      ArnEquals: { "aws:PrincipalArn": "arn:aws:iam::111122223333:role/landing-zone-quarantine" },
    };
    assert.deepEqual(await valueOf(captureMemory(account, "arn:aws:s3:::evidence")), [
      {
        Sid: "UploadMemory",
        Effect: "Allow",
        Principal,
        Condition,
        Action: ["s3:AbortMultipartUpload", "s3:PutObject"],
        Resource: "arn:aws:s3:::evidence/cases/*/memory/${aws:userid}/*",
      },
      {
        Sid: "FetchMemoryTool",
        Effect: "Allow",
        Principal,
        Condition,
        Action: "s3:GetObject",
        Resource: "arn:aws:s3:::evidence/tools/*",
      },
    ]);
  });
});
