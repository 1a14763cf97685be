import { FakeError, type FakeAws } from "../../support/fakeAws";

export const forensicsArn = "arn:aws:states:eu-central-1:444455556666";
export const operator = "arn:aws:sts::444455556666:assumed-role/Responder/alice@example.com";
export const instance = "i-0123456789abcdef0";

/** A run of a machine, as the fake plays it. */
export interface FakeExecution {
  readonly status: "RUNNING" | "SUCCEEDED" | "FAILED" | "TIMED_OUT" | "ABORTED";
  readonly input?: object;
  readonly output?: object;
  readonly error?: string;
  readonly cause?: string;
  readonly events?: readonly object[];
}

/** ARN of an execution of a machine. */
export function executionArn(machine: string, name = "1"): string {
  return `${forensicsArn}:execution:landing-zone-incident-${machine}:${name}`;
}

/** An event that tells that another machine was started and is waited for. */
export function startedEvent(machine: string, name = "1"): object {
  const output = JSON.stringify({
    ExecutionArn: executionArn(machine, name),
    StartDate: "2026-11-24T12:00:00Z",
  });
  return { type: "TaskSubmitted", taskSubmittedEventDetails: { resource: "startExecution.sync:2", output } };
}

export const enteredEvent = (name: string) => ({
  type: "TaskStateEntered",
  stateEnteredEventDetails: { name },
});
export const leftEvent = (name: string) => ({ type: "TaskStateExited", stateExitedEventDetails: { name } });
export const tokenEvent = {
  type: "TaskScheduled",
  taskScheduledEventDetails: {
    resource: "putItem.waitForTaskToken",
    parameters: JSON.stringify({ Item: JSON.stringify({ caseId: "case-1" }) }),
  },
};

/** Plays Step Functions and STS of the forensics account. An execution may be played differently on each look. */
export function playMachines(
  fake: FakeAws,
  executions: Readonly<Record<string, FakeExecution | (() => FakeExecution)>>,
  started = executionArn("respond"),
): void {
  const look = (input: Readonly<Record<string, unknown>>): FakeExecution => {
    const played = executions[String(input["executionArn"])];
    if (!played) throw new FakeError("ExecutionDoesNotExist");
    return typeof played === "function" ? played() : played;
  };
  const looks = new Map<unknown, FakeExecution>();
  fake.on("GetCallerIdentity", () => ({ Account: "444455556666", Arn: operator, UserId: "AROA:alice" }));
  fake.on("StartExecution", () => ({ executionArn: started, startDate: 1_795_000_000 }));
  fake.on("DescribeExecution", (input) => {
    const { status, output, error, cause, input: given = {} } = look(input);
    looks.set(input["executionArn"], look(input));
    return {
      executionArn: input["executionArn"],
      status,
      startDate: 1_795_000_000,
      ...(status !== "RUNNING" && { stopDate: 1_795_000_004.5 }),
      input: JSON.stringify(given),
      ...(output && { output: JSON.stringify(output) }),
      error,
      cause,
    };
  });
  fake.on("GetExecutionHistory", (input) => ({ events: looks.get(input["executionArn"])?.events ?? [] }));
  fake.on("ListExecutions", () => ({ executions: [] }));
  fake.on("DescribeStateMachine", () => ({
    definition: JSON.stringify({
      a: { Bucket: "evidence" },
      b: { KeyId: "arn:aws:kms:eu-central-1:444455556666:key/1" },
    }),
  }));
}

/** Items of the table of cases, as DynamoDB tells them. */
export function caseItems(status: string, contained: boolean, at: string): object[] {
  const pk = { S: "case#case-1" };
  return [
    {
      pk,
      sk: { S: "case" },
      status: { S: status },
      reason: { S: "a finding" },
      requestedBy: { S: operator },
      openedAt: { S: "2026-11-24T12:00:00Z" },
      account: { S: "111122223333" },
      region: { S: "eu-central-1" },
    },
    { pk, sk: { S: "head" }, sequence: { N: "7" }, hash: { S: "ab".repeat(32) } },
    {
      pk,
      sk: { S: `instance#${instance}` },
      account: { S: "111122223333" },
      region: { S: "eu-central-1" },
      status: { S: at },
      contained: { BOOL: contained },
      seconds: { N: "4.5" },
    },
  ];
}

/** A contained principal of the case, as DynamoDB tells it. */
export function principalItem(subject: string, status = "contained"): object {
  return {
    pk: { S: "case#case-1" },
    sk: { S: `principal#${subject}` },
    account: { S: "111122223333" },
    region: { S: "eu-central-1" },
    status: { S: status },
    contained: { BOOL: true },
  };
}

/** A question for approval, as DynamoDB tells it. */
export function questionItem(machine: "respond" | "release" | "release-principal", name: string): object {
  return {
    pk: { S: "case#case-1" },
    sk: { S: `approval#${name}` },
    taskToken: { S: `token-${name}` },
    execution: { S: executionArn(machine, name) },
    ...(machine !== "respond" && { machine: { S: machine } }),
    wants: { S: `${machine} something` },
    requestedBy: { S: operator },
    reason: { S: "a finding" },
    askedAt: { S: "2026-11-24T12:00:00Z" },
  };
}
