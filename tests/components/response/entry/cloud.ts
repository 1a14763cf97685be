import { createHash, createSign, createVerify, generateKeyPairSync } from "node:crypto";
import { recordMachine } from "../../../../components/response/machines/record";
import { AwsError, execute, type Answer, type Call, type Values } from "./execute";
import { settings } from "./settings";

const recorder = recordMachine(settings);

const keys = generateKeyPairSync("ec", { namedCurve: "P-256" });

interface StoredObject {
  readonly text: string;
  readonly version: string;
}

interface Notice {
  readonly subject: string;
  /** JSON. */
  readonly message: string;
}

/** What fails: a call of a state, the first so many times. */
export interface Fault {
  readonly state: string;
  readonly error: string;
  readonly times: number;
  /** The call works, but its answer is lost. @default false */
  readonly after?: boolean;
}

/** The forensics account as far as `record` and `respond` call it. Other machines are given. */
export class Cloud {
  public readonly objects = new Map<string, StoredObject[]>();
  public readonly items = new Map<string, Values>();
  public readonly notices: Notice[] = [];
  public readonly metrics: string[] = [];
  public readonly started: { readonly machine: string; readonly input: Values }[] = [];
  /** Called before each call is answered. */
  public before: (call: Call) => Promise<void> = () => Promise.resolve();
  /** What people answer when they are asked for approval. */
  public decide: () => unknown = () => {
    throw new AwsError("States.Timeout");
  };
  private readonly failures = new Map<string, number>();
  private readonly names = new Set<string>();

  public constructor(
    private readonly machines: Readonly<Record<string, (input: Values) => unknown>> = {},
    private readonly faults: readonly Fault[] = [],
  ) {}

  /** Answers a call, or fails it. */
  public readonly answer: Answer = async (call) => {
    await this.before(call);
    const fault = this.faults.find(({ state }) => state === call.state);
    const failed = this.failures.get(call.state) ?? 0;
    const fails = fault !== undefined && failed < fault.times;
    if (fails) this.failures.set(call.state, failed + 1);
    if (fails && fault.after !== true) throw new AwsError(fault.error, `${fault.error} at ${call.state}`);
    const answer = await this.work(call);
    if (fails) throw new AwsError(fault.error, `${fault.error} after ${call.state}`);
    return answer;
  };

  /** The custody log of a case, verified: positions, hashes, links and signatures. */
  public custody(caseId: string): Values[] {
    const prefix = `cases/${caseId}/custody/`;
    const names = [...this.objects.keys()].filter((key) => key.startsWith(prefix));
    let previousHash = "0".repeat(64);
    return names.map((_, index) => {
      const versions = this.objects.get(`${prefix}${String(index + 1)}.json`);
      if (versions?.length !== 1) throw new Error(`entry ${String(index + 1)} is there not exactly once`);
      const file = JSON.parse(versions[0]?.text ?? "") as Record<string, string>;
      const entry = JSON.parse(file["entry"] ?? "") as Values;
      const hash = createHash("sha256")
        .update(file["entry"] ?? "")
        .digest("hex");
      if (file["hash"] !== hash) throw new Error(`entry ${String(index + 1)} has another hash`);
      if (entry["sequence"] !== index + 1) throw new Error(`entry ${String(index + 1)} has another number`);
      if (entry["previousHash"] !== previousHash)
        throw new Error(`entry ${String(index + 1)} does not follow`);
      if (!isSigned(hash, file["signature"] ?? ""))
        throw new Error(`entry ${String(index + 1)} is not signed`);
      previousHash = hash;
      return entry;
    });
  }

  /** Stores an object, as another machine does. */
  public async put(key: string, body: Values): Promise<void> {
    await this.work({
      state: "",
      action: "s3:putObject",
      input: { Bucket: settings.evidenceBucketName, Key: key, Body: body },
      assumed: false,
    });
  }

  public item(pk: string, sk: string): Values | undefined {
    return this.items.get(`${pk}|${sk}`);
  }

  private async work(call: Call): Promise<unknown> {
    const work = this.actions[call.action];
    if (work === undefined) throw new Error(`the fake does not know ${call.action}`);
    return await work(call.input);
  }

  private readonly actions: Readonly<Record<string, (input: Values) => unknown>> = {
    "s3:putObject": (input) => this.putObject(input),
    "s3:getObject": (input) => ({ Body: this.object(input).text }),
    "s3:headObject": (input) => {
      const { text, version } = this.object(input);
      return { VersionId: version, ContentLength: text.length, ChecksumSHA256: sha256(text) };
    },
    "dynamodb:getItem": ({ Key }) => {
      const Item = this.items.get(keyOf(Key));
      return Item === undefined ? {} : { Item };
    },
    "dynamodb:putItem": (input) => this.putItem(input),
    "dynamodb:putItem.waitForTaskToken": (input) => {
      this.putItem(input);
      return this.decide();
    },
    "dynamodb:updateItem": (input) => this.updateItem(input),
    "dynamodb:deleteItem": (input) => this.deleteItem(input),
    "kms:sign": ({ Message }) => ({
      Signature: createSign("sha256")
        .update(Buffer.from(String(Message), "base64"))
        .sign(keys.privateKey, "base64"),
    }),
    "kms:verify": ({ Message, Signature }) => {
      if (isSigned(String(Message), String(Signature))) return { SignatureValid: true };
      throw new AwsError("Kms.KmsInvalidSignatureException");
    },
    "sns:publish": ({ Subject, Message }) => {
      const subject = String(Subject);
      if (subject.length > 100) throw new AwsError("Sns.InvalidParameterException", "Subject");
      this.notices.push({ subject, message: String(Message) });
      return {};
    },
    "cloudwatch:putMetricData": ({ MetricData }) => {
      this.metrics.push(...(MetricData as Values[]).map(({ MetricName }) => String(MetricName)));
      return {};
    },
    "states:startExecution.sync:2": ({ StateMachineArn, Input }) =>
      this.start(String(StateMachineArn).split(":").at(-1) ?? "", Input as Values),
    "states:startExecution": async ({ StateMachineArn, Name, Input }) => {
      const name = String(Name);
      if (this.names.has(name)) throw new AwsError("StepFunctions.ExecutionAlreadyExistsException");
      this.names.add(name);
      await this.start(String(StateMachineArn).split(":").at(-1) ?? "", Input as Values).catch(forItself);
      return { ExecutionArn: `arn:aws:states:::execution:record:${name}` };
    },
  };

  private async start(machine: string, input: Values): Promise<unknown> {
    this.started.push({ machine, input });
    const made = this.machines[machine];
    if (machine === "landing-zone-incident-record" && made === undefined) {
      const { output, error } = await execute(recorder, input, this.answer);
      if (error !== undefined) throw new AwsError("States.TaskFailed", error);
      return { Output: output };
    }
    if (made === undefined) throw new Error(`the fake has no machine ${machine}`);
    return { Output: await made(input) };
  }

  private putObject({ Bucket, Key, Body, IfNoneMatch }: Values): unknown {
    const name = String(Key);
    const there = this.objects.get(name) ?? [];
    if (Bucket !== settings.evidenceBucketName) throw new AwsError("S3.NoSuchBucketException");
    if (IfNoneMatch === "*" && there.length > 0) {
      throw new AwsError("S3.S3Exception", "At least one of the pre-conditions you specified did not hold");
    }
    const text = JSON.stringify(Body);
    const version = `v${String(there.length + 1)}`;
    this.objects.set(name, [...there, { text, version }]);
    return { VersionId: version, ChecksumSHA256: sha256(text) };
  }

  private object({ Key }: Values): StoredObject {
    const found = this.objects.get(String(Key))?.at(-1);
    if (found === undefined) throw new AwsError("S3.NoSuchKeyException");
    return found;
  }

  private putItem(input: Values): unknown {
    const item = input["Item"] as Values;
    if (!this.holds(input, keyOf(item))) throw new AwsError("DynamoDb.ConditionalCheckFailedException");
    this.items.set(keyOf(item), item);
    return {};
  }

  /** `SET #a = :a, #b = if_not_exists(#b, :b)`, with names as they are. */
  private updateItem({ Key, UpdateExpression, ExpressionAttributeValues }: Values): unknown {
    const values = ExpressionAttributeValues as Values;
    const item: Record<string, unknown> = { ...(Key as Values), ...this.items.get(keyOf(Key)) };
    for (const set of String(UpdateExpression).replace("SET ", "").split(", #")) {
      const [name = "", expression = ""] = set.replace("#", "").split(" = ");
      if (name in item && expression.startsWith("if_not_exists")) continue;
      item[name] = values[`:${name}`];
    }
    this.items.set(keyOf(Key), item);
    return {};
  }

  private deleteItem(input: Values): unknown {
    const key = keyOf(input["Key"]);
    if (!this.holds(input, key)) throw new AwsError("DynamoDb.ConditionalCheckFailedException");
    this.items.delete(key);
    return {};
  }

  /** The conditions that the machines use. */
  private holds({ ConditionExpression, ExpressionAttributeValues }: Values, key: string): boolean {
    const item = this.items.get(key) as Record<string, Record<string, string>> | undefined;
    const values = ExpressionAttributeValues as Record<string, Record<string, string>>;
    switch (ConditionExpression) {
      case undefined:
        return true;
      case "attribute_not_exists(pk) OR #sequence < :sequence":
        return item === undefined || Number(item["sequence"]?.["N"]) < Number(values[":sequence"]?.["N"]);
      case "attribute_not_exists(pk) OR caseId = :caseId":
        return item === undefined || item["caseId"]?.["S"] === values[":caseId"]?.["S"];
      case "caseId = :caseId":
        return item?.["caseId"]?.["S"] === values[":caseId"]?.["S"];
      default:
        throw new Error(`the fake does not know the condition ${String(ConditionExpression)}`);
    }
  }
}

/** An execution that nobody waits for fails for itself alone. @throws What is no failure of AWS. */
function forItself(problem: unknown): void {
  if (!(problem instanceof AwsError)) throw problem;
}

function keyOf(item: unknown): string {
  const { pk, sk } = item as Record<string, Record<string, string>>;
  return `${pk?.["S"] ?? ""}|${sk?.["S"] ?? ""}`;
}

function sha256(text: string): string {
  return createHash("sha256").update(text).digest("base64");
}

/** KMS gets the bytes that the text stands for in base64. */
function isSigned(message: string, signature: string): boolean {
  return createVerify("sha256")
    .update(Buffer.from(message, "base64"))
    .verify(keys.publicKey, signature, "base64");
}
