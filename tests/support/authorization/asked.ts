import type { Call } from "../iamEvaluation";

/** What a call's resources are, where the call itself does not say it. */
export interface Knowledge {
  /** Tags by the id of what was made in the course of the incident. */
  readonly tags: ReadonlyMap<string, Readonly<Record<string, string>>>;
  /** Images that instances were started from: whose they are, and what they consist of. */
  readonly images: ReadonlyMap<string, { readonly owner: string; readonly snapshotIds: readonly string[] }>;
  /** Key of the disks, and the one under which they are handed over, both of the workload account. */
  readonly diskKeyArn: string;
  readonly transferKeyArn: string;
  readonly evidenceKeyArn: string;
  readonly tableKeyArn: string;
  readonly noticesKeyArn: string;
  readonly logKeyArn: string;
  readonly logBucketName: string;
  /** Path of the roles of workstations. */
  readonly rolePath: string;
  /** Security group that the launch template of workstations names. */
  readonly workstationGroupId: string;
}

export type Context = Call["context"];
export type Permission = readonly [action: string, resource: string, context?: Context];
export type Parameters = Readonly<Record<string, unknown>>;

export interface Asked {
  readonly account: string;
  readonly region: string;
  readonly operation: string;
  readonly parameters: Parameters;
  readonly known: Knowledge;
}

export type Mapping = (asked: Asked) => readonly Permission[];

export const region = "eu-central-1";

/** A parameter that is a text, an object or a list of such; nothing if there is none. */
export const textOf = (parameters: Parameters, name: string) => valuesOf(parameters[name])[0] ?? "";
export const partOf = (parameters: Parameters, name: string) => (parameters[name] ?? {}) as Parameters;
export const partsOf = (parameters: Parameters, name: string) =>
  (parameters[name] ?? []) as readonly Parameters[];

export function valuesOf(value: unknown): readonly string[] {
  const values: readonly unknown[] = Array.isArray(value) ? value : [value];
  return values.filter((each) => typeof each === "string");
}

export const ec2 = ({ account }: Asked, resource: string) => `arn:aws:ec2:${region}:${account}:${resource}`;
export const iam = ({ account }: Asked, resource: string) => `arn:aws:iam::${account}:${resource}`;
export const unowned = (resource: string) => `arn:aws:ec2:${region}::${resource}`;

export const kinds: Readonly<Record<string, string>> = {
  i: "instance",
  vol: "volume",
  eni: "network-interface",
  sg: "security-group",
  acl: "network-acl",
  snap: "snapshot",
  ami: "image",
  eipalloc: "elastic-ip",
};

/** ARN of something of EC2 by its id. */
export function arnOf(asked: Asked, id: string): string {
  const kind = kinds[id.split("-")[0] ?? ""];
  if (kind === undefined) throw new Error(`${id} is of no kind that is known`);
  return ["snapshot", "image"].includes(kind) ? unowned(`${kind}/${id}`) : ec2(asked, `${kind}/${id}`);
}

export function resourceTags({ known }: Asked, id: string, prefix = "aws:ResourceTag"): Context {
  return Object.fromEntries(
    Object.entries(known.tags.get(id) ?? {}).map(([key, value]) => [`${prefix}/${key}`, value]),
  );
}

/** An action on something that has tags. */
export const onTagged = (action: string, asked: Asked, id: string, more: Context = {}): Permission => [
  action,
  arnOf(asked, id),
  { ...resourceTags(asked, id), ...more },
];

export function requestTags(tags: readonly Parameters[]): Context {
  const pairs = tags.map((tag) => [textOf(tag, "Key"), textOf(tag, "Value")] as const);
  return {
    ...Object.fromEntries(pairs.map(([key, value]) => [`aws:RequestTag/${key}`, value])),
    "aws:TagKeys": pairs.map(([key]) => key),
  };
}

export const through = (service: string): Context => ({
  "kms:ViaService": `${service}.${region}.amazonaws.com`,
});

export const passes = (asked: Asked, role: string): Permission => [
  "iam:PassRole",
  iam(asked, `role/${role}`),
  { "iam:PassedToService": "ec2.amazonaws.com" },
];
