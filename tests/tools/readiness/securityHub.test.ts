import type { AwsSecurityFinding } from "@aws-sdk/client-securityhub";
import assert from "node:assert/strict";
import { assess } from "../../../tools/readiness/assess";
import { findingsOf, generatorId, productArn } from "../../../tools/readiness/findings";
import { sendFindings } from "../../../tools/readiness/securityHub";
import { suiteFake } from "../../support/fakeAws";
import { asff } from "./asff";
import { account, instance } from "./fixture";

const now = "2026-01-02T03:04:05.000Z";
const before_ = "2026-01-01T03:04:05.000Z";
const region = "eu-central-1";
const own = productArn(account.account, region);

/** What Security Hub holds and how it answers. */
interface Hub {
  findings: readonly AwsSecurityFinding[];
  /** Ids of findings that it refuses, and with which error. */
  refuses: (id: string) => string | undefined;
  error?: { readonly status: number; readonly name: string; readonly message: string };
}

describe("The sending of findings", () => {
  let hub: Hub;
  let asked: { filters: unknown[]; imports: AwsSecurityFinding[][] };

  // Security Hub's API is REST: the path says what is asked for.
  const fake = suiteFake((request, body, response) => {
    const answer = (status: number, value: object, headers: Record<string, string> = {}) =>
      response
        .writeHead(status, { "content-type": "application/json", ...headers })
        .end(JSON.stringify(value));
    if (hub.error) {
      answer(hub.error.status, { Message: hub.error.message }, { "x-amzn-errortype": hub.error.name });
      return;
    }
    const input = JSON.parse(body.toString()) as { Filters?: unknown; Findings?: AwsSecurityFinding[] };
    if (request.url === "/findings") {
      asked.filters.push(input.Filters);
      answer(200, { Findings: hub.findings });
      return;
    }
    const { Findings = [] } = input;
    asked.imports.push(Findings);
    const FailedFindings = Findings.flatMap(({ Id = "" }) => {
      const ErrorCode = hub.refuses(Id);
      return ErrorCode === undefined ? [] : [{ Id, ErrorCode, ErrorMessage: "no" }];
    });
    answer(200, { FailedCount: FailedFindings.length, SuccessCount: 0, FailedFindings });
  });

  beforeEach(() => {
    hub = { findings: [], refuses: () => undefined };
    asked = { filters: [], imports: [] };
  });

  const instances = (count: number) =>
    Array.from({ length: count }, (_, index) => ({ ...instance, id: `i-${1000 + index}`, spot: true }));

  async function send(count: number) {
    const facts = { ...account, instances: instances(count) };
    const credentials = () => Promise.resolve({ accessKeyId: "test", secretAccessKey: "test" });
    const settings = { region, endpoint: fake.endpoint, credentials };
    return sendFindings(assess(facts), facts, settings, now);
  }

  const known = (count: number) =>
    findingsOf(
      assess({ ...account, instances: instances(count) }),
      { ...account, instances: instances(count) },
      before_,
    );

  it("asks for the active findings of its own first", async () => {
    await send(1);
    assert.deepEqual(asked.filters, [
      {
        ProductArn: [{ Value: own, Comparison: "EQUALS" }],
        GeneratorId: [{ Value: generatorId, Comparison: "EQUALS" }],
        RecordState: [{ Value: "ACTIVE", Comparison: "EQUALS" }],
      },
    ]);
  });

  it("sends at most a hundred at a time, as Security Hub takes them", async () => {
    hub.findings = known(251);
    assert.deepEqual(await send(250), { active: 250, archived: 1 });
    assert.deepEqual(
      asked.imports.map(({ length }) => length),
      [100, 100, 51],
    );
    asff.parse(asked.imports.flat());
    assert(asked.imports.flat().every(({ CreatedAt }) => CreatedAt === before_));
  });

  it("calls nothing more when there is nothing to say", async () => {
    assert.deepEqual(await send(0), { active: 0, archived: 0 });
    assert.deepEqual(asked.imports, []);
  });

  it("leaves alone what is not its own, whatever it is told", async () => {
    const [finding] = known(1);
    assert.ok(finding);
    hub.findings = [
      { ...finding, Id: "1", GeneratorId: "somebody-else" },
      { ...finding, Id: "2", ProductArn: `arn:aws:securityhub:${region}::product/aws/guardduty` },
      { ...finding, Id: "3", RecordState: "ARCHIVED" },
    ];
    assert.deepEqual(await send(0), { active: 0, archived: 0 });
  });

  it("fails with every finding that is refused, after it has sent the others", async () => {
    hub.refuses = (id) => (/i-1000|i-1120/.test(id) ? "InvalidInput" : undefined);
    await assert.rejects(send(150), {
      message:
        "Security Hub refused 2 findings:\n" +
        "landing-zone/readiness/111122223333/eu-central-1/i-1000/spot: InvalidInput: no\n" +
        "landing-zone/readiness/111122223333/eu-central-1/i-1120/spot: InvalidInput: no",
    });
    assert.equal(asked.imports.length, 2);
  });

  const off =
    /^Error: Security Hub is off in account 111122223333, eu-central-1, so no findings were sent\. Turn it on/;

  it("tells that Security Hub is off, when it refuses the question", async () => {
    const message = "Account 111122223333 is not subscribed to AWS Security Hub";
    hub.error = { status: 401, name: "InvalidAccessException", message };
    await assert.rejects(send(1), off);
  });

  it("tells that Security Hub is off, when it refuses every finding for it", async () => {
    hub.refuses = () => "InvalidAccess";
    await assert.rejects(send(1), off);
  });

  it("tells which permissions are missing, and who has them", async () => {
    const message = "User: x is not authorized to perform: securityhub:GetFindings.";
    hub.error = { status: 403, name: "AccessDeniedException", message };
    await assert.rejects(send(1), {
      message:
        `Security Hub can't be reached with these credentials: ${message} They need securityhub:GetFindings and ` +
        "securityhub:BatchImportFindings, which the role landing-zone-readiness of bootstrap/account.yaml has.",
    });
  });

  it("passes on what else goes wrong", async () => {
    hub.error = { status: 400, name: "LimitExceededException", message: "too much" };
    await assert.rejects(send(1), { name: "LimitExceededException" });
  });
});
