import assert from "node:assert/strict";
import { evidenceStatements } from "../../../components/forensics/evidenceAccess";
import { refuseDeletion } from "../../../components/storage/bucketStatements";
import { matches, type Call, type EvaluatedStatement } from "../../support/iamEvaluation";
import { valueOf } from "../../support/mocks";
import { machineCalls } from "../../support/responseMachines";

const access = {
  account: { id: "444455556666", region: "eu-central-1" },
  workloadAccounts: ["111122223333"],
};
const bucket = "arn:aws:s3:::evidence";
const memory = `${bucket}/cases/case-1/memory/AROAQUARANTINE:i-0a1b2c3d/dump.lime`;
const piece = `${bucket}/cases/case-1/i-0a1b2c3d/before.json`;
const tool = `${bucket}/tools/avml/0.14.0/x86_64/avml`;
const log = `${bucket}/cases/case-1/i-0a1b2c3d/logs/AWSLogs/x`;
const forensics = (name: string) => `arn:aws:iam::444455556666:role/${name}`;
const workload = (name: string) => `arn:aws:iam::111122223333:role/${name}`;
const record = forensics("landing-zone-incident-record");
const custodian = forensics("landing-zone-evidence-custodian");
const reader = forensics("landing-zone-case-reader");
const on = { "s3:object-lock-legal-hold": "ON" };
const off = { "s3:object-lock-legal-hold": "OFF" };

type Verdict = "denied" | "allowed" | "left to the identity's policy";

describe("The policy of the evidence bucket", () => {
  let statements: readonly (EvaluatedStatement & { readonly Principal: unknown })[] = [];
  before(async () => {
    const resolved = await valueOf([...evidenceStatements(access, bucket), refuseDeletion(bucket)]);
    statements = resolved as unknown as typeof statements;
  });

  /** What the bucket says. Who is of the bucket's own account needs no permission of the bucket. */
  function verdict(
    principal: string,
    action: string,
    resource: string,
    context: Call["context"] = {},
  ): Verdict {
    const call = { action, resource, context: { "aws:PrincipalArn": principal, ...context } };
    const applying = statements.filter((one) => isMeant(one.Principal, principal) && matches(one, call));
    if (applying.some(({ Effect }) => Effect === "Deny")) return "denied";
    return applying.length > 0 ? "allowed" : "left to the identity's policy";
  }

  function isMeant(principal: unknown, arn: string): boolean {
    if (principal === "*") return true;
    const { AWS } = principal as { AWS: readonly string[] };
    return AWS.includes(`arn:aws:iam::${arn.split(":")[4] ?? ""}:root`);
  }

  const quarantined = { "aws:userid": "AROAQUARANTINE:i-0a1b2c3d" };

  for (const [who, principal, action, resource, context, expected] of [
    [
      "a contained instance writes its memory",
      workload("landing-zone-quarantine"),
      "s3:PutObject",
      memory,
      quarantined,
      "allowed",
    ],
    [
      "not that of another one",
      workload("landing-zone-quarantine"),
      "s3:PutObject",
      memory,
      { "aws:userid": "AROAQUARANTINE:i-1" },
      "left to the identity's policy",
    ],
    [
      "nor anything else",
      workload("landing-zone-quarantine"),
      "s3:PutObject",
      piece,
      quarantined,
      "left to the identity's policy",
    ],
    [
      "it gives up an upload of its memory",
      workload("landing-zone-quarantine"),
      "s3:AbortMultipartUpload",
      memory,
      quarantined,
      "allowed",
    ],
    [
      "but no other's",
      workload("landing-zone-quarantine"),
      "s3:AbortMultipartUpload",
      memory,
      { "aws:userid": "AROAQUARANTINE:i-1" },
      "left to the identity's policy",
    ],
    [
      "it fetches the tool that captures memory",
      workload("landing-zone-quarantine"),
      "s3:GetObject",
      tool,
      quarantined,
      "allowed",
    ],
    [
      "nobody else of its account does",
      workload("landing-zone-incident-copier"),
      "s3:GetObject",
      tool,
      {},
      "left to the identity's policy",
    ],
    ["it does not replace the tool", workload("landing-zone-quarantine"), "s3:PutObject", tool, {}, "denied"],
    ["nor does a machine", record, "s3:PutObject", tool, {}, "denied"],
    [
      "who deploys stores the tool",
      forensics("landing-zone-deployment"),
      "s3:PutObject",
      tool,
      {},
      "left to the identity's policy",
    ],
    ["and adds no evidence", forensics("landing-zone-deployment"), "s3:PutObject", piece, {}, "denied"],
    ["and reads none", forensics("landing-zone-deployment"), "s3:GetObject", piece, {}, "denied"],
    [
      "an administrator of the forensics account replaces no tool",
      forensics("Administrator"),
      "s3:PutObject",
      tool,
      {},
      "denied",
    ],
    ["nor does it read", workload("landing-zone-quarantine"), "s3:GetObject", memory, quarantined, "denied"],
    ["the copier writes logs", workload("landing-zone-incident-copier"), "s3:PutObject", log, {}, "allowed"],
    ["on legal hold", workload("landing-zone-incident-copier"), "s3:PutObjectLegalHold", log, on, "allowed"],
    [
      "and nothing else",
      workload("landing-zone-incident-copier"),
      "s3:PutObject",
      piece,
      {},
      "left to the identity's policy",
    ],
    ["and reads nothing", workload("landing-zone-incident-copier"), "s3:GetObject", log, {}, "denied"],
    [
      "an administrator of the workload account writes nothing",
      workload("Administrator"),
      "s3:PutObject",
      log,
      {},
      "denied",
    ],
    ["a machine writes", record, "s3:PutObject", piece, {}, "left to the identity's policy"],
    ["outside of cases it does not", record, "s3:PutObject", `${bucket}/x`, {}, "denied"],
    ["it never deletes", record, "s3:DeleteObjectVersion", piece, {}, "denied"],
    [
      "it never locks in a mode that can be ended",
      record,
      "s3:PutObjectRetention",
      piece,
      { "s3:object-lock-mode": "GOVERNANCE" },
      "denied",
    ],
    ["it puts on legal hold", record, "s3:PutObjectLegalHold", piece, on, "left to the identity's policy"],
    ["it does not end one", record, "s3:PutObjectLegalHold", piece, off, "denied"],
    ["nor by saying nothing", record, "s3:PutObjectLegalHold", piece, {}, "denied"],
    [
      "the custodian ends one",
      custodian,
      "s3:PutObjectLegalHold",
      piece,
      off,
      "left to the identity's policy",
    ],
    ["the custodian writes nothing", custodian, "s3:PutObject", piece, {}, "denied"],
    ["the custodian reads nothing", custodian, "s3:GetObject", piece, {}, "denied"],
    ["a case reader reads", reader, "s3:GetObjectVersion", piece, {}, "left to the identity's policy"],
    ["a case reader writes nothing", reader, "s3:PutObject", piece, {}, "denied"],
    [
      "a workstation reads",
      forensics("landing-zone-workstations/case-1"),
      "s3:GetObject",
      piece,
      {},
      "left to the identity's policy",
    ],
    [
      "a workstation writes results",
      forensics("landing-zone-workstations/case-1"),
      "s3:PutObject",
      piece,
      {},
      "left to the identity's policy",
    ],
    [
      "an administrator of the forensics account writes nothing",
      forensics("Administrator"),
      "s3:PutObject",
      piece,
      {},
      "denied",
    ],
    ["and reads nothing", forensics("Administrator"), "s3:GetObject", piece, {}, "denied"],
    [
      "the root user deletes nothing",
      "arn:aws:iam::444455556666:root",
      "s3:DeleteObject",
      piece,
      {},
      "denied",
    ],
    ["nor the bucket", "arn:aws:iam::444455556666:root", "s3:DeleteBucket", bucket, {}, "denied"],
    [
      "nor lets a rule expire it",
      "arn:aws:iam::444455556666:root",
      "s3:PutLifecycleConfiguration",
      bucket,
      {},
      "denied",
    ],
  ] satisfies [string, string, string, string, Call["context"], Verdict][]) {
    it(`says: ${who} (${action})`, () => {
      assert.equal(verdict(principal, action, resource, context), expected);
    });
  }

  it("lets every machine that writes or reads evidence do so", () => {
    const own = machineCalls().filter(({ role, action }) => role === undefined && action.startsWith("s3:"));
    const names: Record<string, string> = {
      containPrincipal: "contain-principal",
      releasePrincipal: "release-principal",
    };
    assert(own.length > 3);
    const refused = own.filter(({ machine, action }) => {
      const principal = forensics(`landing-zone-incident-${names[machine] ?? machine}`);
      const asked = {
        putObject: "s3:PutObject",
        getObject: "s3:GetObject",
        headObject: "s3:GetObject",
        putObjectLegalHold: "s3:PutObjectLegalHold",
      };
      const permission = asked[action.slice("s3:".length) as keyof typeof asked];
      return verdict(principal, permission, piece, on) !== "left to the identity's policy";
    });
    assert.deepEqual(
      refused.map(({ machine, state }) => `${machine}, ${state}`),
      [],
    );
  });
});
