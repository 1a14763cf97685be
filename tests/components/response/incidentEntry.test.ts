import * as aws from "@pulumi/aws";
import assert from "node:assert/strict";
import { CaseTable } from "../../../components/response/caseTable";
import { FindingRules, type FindingClass } from "../../../components/response/findingRules";
import { IncidentAlarms } from "../../../components/response/incidentAlarms";
import { IncidentNotices } from "../../../components/response/incidentNotices";
import { SigningKey } from "../../../components/response/signingKey";
import type { Statement } from "../../../components/iam/document";
import { record } from "../../support/record";

const account = { id: "444455556666", region: "eu-central-1" };
const respondArn = "arn:aws:states:eu-central-1:444455556666:stateMachine:landing-zone-incident-respond";
const topicArn = "arn:aws:sns:eu-central-1:444455556666:landing-zone-incidents";
const queueArn = "arn:aws:sqs:eu-central-1:444455556666:notices-undelivered";

function statements(policy: unknown): Statement[] {
  return (JSON.parse(policy as string) as { Statement: Statement[] }).Statement;
}

describe("The key that signs the custody log", () => {
  it("signs for the machine that records custody alone, and stays without its alias when the stack is destroyed", async () => {
    const made = await record((opts) => new SigningKey("custody", { account }, opts));
    const { customerMasterKeySpec, keyUsage, policy } = made.one(aws.kms.Key).inputs;
    assert.deepEqual([customerMasterKeySpec, keyUsage], ["ECC_NIST_P256", "SIGN_VERIFY"]);
    const sign = statements(policy).filter(({ Action }) => [Action].flat().includes("kms:Sign"));
    assert.deepEqual(
      sign.map(({ Condition }) => Condition),
      [
        {
          ArnEquals: {
            "aws:PrincipalArn": "arn:aws:iam::444455556666:role/landing-zone-incident-record",
          },
        },
      ],
    );
    const gone = made.resources.filter(({ custom, options }) => custom && !options.retainOnDelete);
    assert.deepEqual(
      gone.map(({ name }) => name),
      ["custody-alias"],
    );
  });
});

describe("The table of cases", () => {
  it("can be restored, is encrypted, and stays with its key when the stack is destroyed", async () => {
    const made = await record((opts) => new CaseTable("cases", { account }, opts));
    const table = made.one(aws.dynamodb.Table);
    const { name, hashKey, rangeKey, pointInTimeRecovery, deletionProtectionEnabled } = table.inputs;
    assert.deepEqual(
      { name, hashKey, rangeKey, pointInTimeRecovery, deletionProtectionEnabled },
      {
        name: "landing-zone-cases",
        hashKey: "pk",
        rangeKey: "sk",
        pointInTimeRecovery: { enabled: true, recoveryPeriodInDays: 35 },
        deletionProtectionEnabled: true,
      },
    );
    assert.equal((table.inputs["serverSideEncryption"] as { enabled: boolean }).enabled, true);
    const gone = made.resources.filter(({ custom, options }) => custom && !options.retainOnDelete);
    assert.deepEqual(
      gone.map(({ name }) => name),
      ["cases-encryption-alias"],
    );
  });
});

describe("The notices of incidents", () => {
  const recorded = (emails: string[]) =>
    record((opts) => new IncidentNotices("notices", { account, emails }, opts), { account: account.id });

  it("go to everybody who is configured", async () => {
    const made = await recorded(["a@example.com", "b@example.com"]);
    assert.deepEqual(made.names(aws.sns.TopicSubscription), [
      "notices-email-a@example.com",
      "notices-email-b@example.com",
    ]);
    assert.deepEqual((await recorded([])).names(aws.sns.TopicSubscription), []);
  });

  it("are taken from rules and alarms of this account, over TLS", async () => {
    const made = await recorded([]);
    const ofTopic = statements(made.one(aws.sns.TopicPolicy).inputs["policy"]);
    assert.deepEqual(
      ofTopic.map(({ Sid, Effect, Principal, Condition }) => ({ Sid, Effect, Principal, Condition })),
      [
        {
          Sid: "AcceptEvents",
          Effect: "Allow",
          Principal: { Service: "events.amazonaws.com" },
          Condition: {
            StringEquals: { "aws:SourceAccount": account.id },
            ArnLike: { "aws:SourceArn": "arn:aws:events:eu-central-1:444455556666:rule/*" },
          },
        },
        {
          Sid: "AcceptAlarms",
          Effect: "Allow",
          Principal: { Service: "cloudwatch.amazonaws.com" },
          Condition: {
            StringEquals: { "aws:SourceAccount": account.id },
            ArnLike: { "aws:SourceArn": "arn:aws:cloudwatch:eu-central-1:444455556666:alarm:*" },
          },
        },
        {
          Sid: "RefusePlainHttp",
          Effect: "Deny",
          Principal: "*",
          Condition: { Bool: { "aws:SecureTransport": "false" } },
        },
      ],
    );
    const ofQueue = statements(made.one(aws.sqs.QueuePolicy).inputs["policy"]);
    assert.deepEqual(
      ofQueue.map(({ Sid }) => Sid),
      ["AcceptEvents", "RefusePlainHttp"],
    );
    const { arn } = made.one(aws.kms.Key).outputs;
    assert.deepEqual(
      [made.one(aws.sns.Topic).inputs["kmsMasterKeyId"], made.one(aws.sqs.Queue).inputs["kmsMasterKeyId"]],
      [arn, arn],
    );
  });
});

describe("The rules for findings", () => {
  const miners: FindingClass = {
    types: ["CryptoCurrency:EC2/"],
    minimumSeverity: 5,
    mode: "contain",
    acquire: false,
  };
  const recorded = (classes: Record<string, FindingClass>) =>
    record(
      (opts) =>
        new FindingRules(
          "findings",
          {
            account,
            busName: "incidents",
            workloadAccounts: ["111122223333"],
            classes,
            respondArn,
            undeliveredArn: queueArn,
          },
          opts,
        ),
    );

  it("match the findings of a class from workload accounts", async () => {
    const { eventPattern, eventBusName } = (await recorded({ miners })).one(aws.cloudwatch.EventRule).inputs;
    assert.equal(eventBusName, "incidents");
    assert.deepEqual(JSON.parse(eventPattern as string), {
      source: ["aws.guardduty"],
      "detail-type": ["GuardDuty Finding"],
      account: ["111122223333"],
      detail: {
        type: [{ prefix: "CryptoCurrency:EC2/" }],
        severity: [{ numeric: [">=", 5] }],
        resource: { instanceDetails: { instanceId: [{ prefix: "i-" }] } },
      },
    });
  });

  it("make a request of a finding, as an operator would send it", async () => {
    const target = (await recorded({ miners })).one(aws.cloudwatch.EventTarget).inputs;
    const { inputPaths, inputTemplate } = target["inputTransformer"] as {
      inputPaths: Record<string, string>;
      inputTemplate: string;
    };
    const event: Record<string, string> = {
      account: "111122223333",
      region: "eu-central-1",
      time: "2026-01-01T00:00:00Z",
      instance: "i-1",
      type: "CryptoCurrency:EC2/BitcoinTool.B!DNS",
      finding: "f-1",
    };
    assert.deepEqual(Object.keys(inputPaths).sort(), Object.keys(event).sort());
    // EventBridge puts a text in quotes where the template has none.
    const fill = (text: string, quote: (value: string) => string) =>
      text.replaceAll(/<(\w+)>/g, (_, key: string) => quote(event[key] ?? ""));
    const inTexts = inputTemplate.replaceAll(/"[^"]*"/g, (text) => fill(text, String));
    const filled = fill(inTexts, (value) => JSON.stringify(value));
    assert.deepEqual(JSON.parse(filled), {
      request: {
        account: "111122223333",
        region: "eu-central-1",
        instanceIds: ["i-1"],
        principal: "",
        caseId: "new",
        reason: "GuardDuty: CryptoCurrency:EC2/BitcoinTool.B!DNS",
        requestedBy: "finding class miners",
        mode: "contain",
        triggeredAt: "2026-01-01T00:00:00Z",
        findingId: "f-1",
        autoScaling: "detach",
        sessions: "role",
        acquire: false,
      },
    });
    assert.deepEqual([target["arn"], target["deadLetterConfig"]], [respondArn, { arn: queueArn }]);
  });

  it("may start that one machine", async () => {
    const policy = (await recorded({ miners })).one(aws.iam.RolePolicy).inputs["policy"];
    assert.deepEqual(statements(policy), [
      { Sid: "StartResponses", Effect: "Allow", Action: "states:StartExecution", Resource: respondArn },
    ]);
  });

  it("are not there when no class is configured", async () => {
    assert.deepEqual((await recorded({})).inventory(), ["landingzone:response:FindingRules findings"]);
  });
});

describe("The alarms of incident response", () => {
  it("go off when a containment is slow, something fails, custody is in doubt, or a finding is lost", async () => {
    const made = await record(
      (opts) =>
        new IncidentAlarms(
          "watch",
          {
            machineArns: { respond: respondArn },
            secondsToContain: 60,
            topicArn,
            undelivered: { name: "notices-undelivered", arn: queueArn },
          },
          opts,
        ),
    );
    const alarms = made.resources.filter(({ type }) => type === "aws:cloudwatch/metricAlarm:MetricAlarm");
    assert.deepEqual(
      alarms.map(({ name, inputs: { metricName, threshold, alarmActions, treatMissingData } }) => [
        name,
        metricName,
        threshold,
        alarmActions,
        treatMissingData,
      ]),
      [
        ["watch-slow", "SecondsToContained", 60, [topicArn], "notBreaching"],
        ["watch-doubtful-custody", "DoubtfulCustodySignatures", 0, [topicArn], "notBreaching"],
        ["watch-undelivered", "ApproximateNumberOfMessagesVisible", 0, [topicArn], "notBreaching"],
        ["watch-failed-respond", "ExecutionsFailed", 0, [topicArn], "notBreaching"],
      ],
    );
    assert.deepEqual(JSON.parse(made.one(aws.cloudwatch.EventRule).inputs["eventPattern"] as string), {
      source: ["aws.states"],
      "detail-type": ["Step Functions Execution Status Change"],
      detail: { status: ["FAILED", "TIMED_OUT", "ABORTED"], stateMachineArn: [respondArn] },
    });
    assert.equal(made.one(aws.cloudwatch.EventTarget).inputs["arn"], topicArn);
  });
});
