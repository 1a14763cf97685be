import {
  DeleteItemCommand,
  DynamoDBClient,
  paginateQuery,
  paginateScan,
  UpdateItemCommand,
  type AttributeValue,
} from "@aws-sdk/client-dynamodb";
import { approvalPrefix, casesTableName } from "../../components/response/names";
import type { ClientSettings } from "./session";
import { UsageError } from "../exitCode";

type Item = Readonly<Record<string, AttributeValue>>;
/** An item's attributes as plain values. */
export type Plain = Readonly<Record<string, unknown>>;

/** What the table of cases knows of one. The custody log in S3 is the truth; this is its index. */
export interface CaseRecord {
  readonly caseId: string;
  /** Status, reason, who asked and when. */
  readonly details: Plain;
  readonly subjects: readonly SubjectRecord[];
  /** The last entry of the custody log. */
  readonly head?: { readonly sequence: number; readonly hash: string };
  /** Questions for approval that were asked and not cleared away. Whoever asked may have ended since. */
  readonly questions: readonly Question[];
}

/** A question for approval. */
export interface Question {
  /** By what it is named: the name of the execution that asks. */
  readonly question: string;
  /** ARN of that. */
  readonly execution: string;
  /** The machine that asks; empty when it is the response. */
  readonly machine: string;
  /** What is done once it is approved. */
  readonly wants: string;
  readonly requestedBy: string;
  readonly reason: string;
  readonly askedAt: string;
  readonly taskToken: string;
}

/** An instance or principal of a case. */
export interface SubjectRecord {
  readonly kind: "instance" | "principal";
  /** An instance id, or `role:<name>`, `user:<name>`. */
  readonly subject: string;
  readonly account: string;
  readonly region: string;
  readonly status: string;
  readonly contained?: boolean;
  readonly seconds?: number;
}

/** The table of cases in the forensics account. */
export class CaseTable {
  private readonly client: DynamoDBClient;

  public constructor(settings: ClientSettings) {
    this.client = new DynamoDBClient(settings);
  }

  /** @throws UsageError when there is no such case. */
  public async read(caseId: string): Promise<CaseRecord> {
    const items: Item[] = [];
    const query = {
      TableName: casesTableName,
      KeyConditionExpression: "pk = :pk",
      ExpressionAttributeValues: { ":pk": { S: `case#${caseId}` } },
      ConsistentRead: true,
    };
    for await (const page of paginateQuery({ client: this.client }, query)) items.push(...(page.Items ?? []));
    if (items.length === 0) {
      throw new UsageError(
        `There is no case ${caseId}. "npm run incident -- list" shows those that there are.`,
      );
    }
    return caseOf(caseId, items.map(plain));
  }

  /** Every case, the latest first. */
  public async list(): Promise<readonly CaseRecord[]> {
    const found = new Map<string, Plain[]>();
    const scan = {
      TableName: casesTableName,
      FilterExpression: "begins_with(pk, :case)",
      ExpressionAttributeValues: { ":case": { S: "case#" } },
    };
    for await (const page of paginateScan({ client: this.client }, scan)) {
      for (const item of (page.Items ?? []).map(plain)) {
        const caseId = text(item, "pk").slice("case#".length);
        found.set(caseId, [...(found.get(caseId) ?? []), item]);
      }
    }
    const cases = [...found].map(([caseId, items]) => caseOf(caseId, items));
    return cases.sort((one, other) =>
      compare(text(other.details, "openedAt"), text(one.details, "openedAt")),
    );
  }

  /** Marks a case as closed, and lets what it has be in a new case. */
  public async close({ caseId, subjects }: CaseRecord, closedBy: string, closedAt: string): Promise<void> {
    await this.client.send(
      new UpdateItemCommand({
        TableName: casesTableName,
        Key: { pk: { S: `case#${caseId}` }, sk: { S: "case" } },
        UpdateExpression: "SET #status = :closed, closedBy = :by, closedAt = :at",
        ExpressionAttributeNames: { "#status": "status" },
        ExpressionAttributeValues: {
          ":closed": { S: "closed" },
          ":by": { S: closedBy },
          ":at": { S: closedAt },
        },
      }),
    );
    for (const { kind, account, region, subject } of subjects) {
      await this.free(caseId, `${kind}#${account}#${region}#${subject}`);
    }
  }

  private async free(caseId: string, pk: string): Promise<void> {
    const request = new DeleteItemCommand({
      TableName: casesTableName,
      Key: { pk: { S: pk }, sk: { S: "open" } },
      ConditionExpression: "caseId = :case",
      ExpressionAttributeValues: { ":case": { S: caseId } },
    });
    await this.client.send(request).catch((error: unknown) => {
      // It is in another case by now, or was freed by its release.
      if (!(error instanceof Error && error.name === "ConditionalCheckFailedException")) throw error;
    });
  }
}

function caseOf(caseId: string, items: readonly Plain[]): CaseRecord {
  const bySort = (name: string) => items.find((item) => item["sk"] === name);
  const head = bySort("head");
  return {
    caseId,
    details: withoutKeys(bySort("case") ?? {}),
    subjects: items.flatMap(subjectOf),
    ...(head && { head: { sequence: Number(head["sequence"]), hash: text(head, "hash") } }),
    questions: items.flatMap(questionOf),
  };
}

function subjectOf(item: Plain): readonly SubjectRecord[] {
  const [, kind, subject] = /^(instance|principal)#(.+)$/.exec(text(item, "sk")) ?? [];
  if (subject === undefined) return [];
  const { contained, seconds } = item;
  const record: SubjectRecord = {
    kind: kind === "instance" ? kind : "principal",
    subject,
    account: text(item, "account"),
    region: text(item, "region"),
    status: text(item, "status"),
    ...(typeof contained === "boolean" && { contained }),
    ...(seconds !== undefined && { seconds: Number(seconds) }),
  };
  return [record];
}

function questionOf(item: Plain): readonly Question[] {
  const sort = text(item, "sk");
  if (!sort.startsWith(approvalPrefix)) return [];
  return [
    {
      question: sort.slice(approvalPrefix.length),
      execution: text(item, "execution"),
      machine: text(item, "machine"),
      wants: text(item, "wants"),
      requestedBy: text(item, "requestedBy"),
      reason: text(item, "reason"),
      askedAt: text(item, "askedAt"),
      taskToken: text(item, "taskToken"),
    },
  ];
}

/** An attribute as text; empty when there is none. */
export function text(item: Plain, name: string): string {
  const value = item[name];
  return typeof value === "string" || typeof value === "number" ? String(value) : "";
}

function withoutKeys(item: Plain): Plain {
  return Object.fromEntries(Object.entries(item).filter(([name]) => name !== "pk" && name !== "sk"));
}

function plain(item: Item): Plain {
  return Object.fromEntries(Object.entries(item).map(([name, value]) => [name, plainValue(value)]));
}

function plainValue(value: AttributeValue): unknown {
  if (value.S !== undefined) return value.S;
  if (value.N !== undefined) return Number(value.N);
  if (value.BOOL !== undefined) return value.BOOL;
  if (value.L !== undefined) return value.L.map(plainValue);
  if (value.M !== undefined) return plain(value.M);
  if (value.SS !== undefined) return value.SS;
  return null;
}

function compare(one: string, other: string): number {
  return one < other ? -1 : Number(one > other);
}
