import * as pulumi from "@pulumi/pulumi";
import type { MockCallArgs, MockResourceArgs, MockResourceResult } from "@pulumi/pulumi/runtime/mocks";
import { type Account, readAccount } from "../../simulator/account";
import { invoke } from "../../simulator/functions";
import * as model from "../../simulator/model";
import { uuid } from "../../simulator/templates";
import { findType } from "../../simulator/types";
import type { Value, Values } from "../../simulator/values";
import { plain, withSecrets } from "../../simulator/wire";

/** What a program under the mocks runs in. */
export interface MockOptions {
  /** @default "organization", as in a state without organizations */
  readonly organization?: string;
  /** @default "landing-zone" */
  readonly project?: string;
  /** @default "prod" */
  readonly stack?: string;
  /** Account of resources without a provider of their own. @default "111122223333" */
  readonly account?: string;
  /** Region of resources without a provider of their own. @default "eu-central-1" */
  readonly region?: string;
  /** Configuration by full key, such as `landing-zone:account`; objects as in the stack's YAML file. */
  readonly config?: Readonly<Record<string, Value>>;
  /** Outputs of other stacks, by full name: `organization/landing-zone/forensics`. */
  readonly stacks?: Readonly<Record<string, Values>>;
  /** Whether the run is a preview, in which nothing that AWS chooses is known. @default false */
  readonly preview?: boolean;
}

/**
 * Lets resources register with the simulator's model instead of an engine. What the simulator refuses is an error.
 * Every call starts afresh.
 */
export async function startMocks(options: MockOptions = {}): Promise<void> {
  const {
    organization = "organization",
    project = "landing-zone",
    stack = "prod",
    preview = false,
  } = options;
  pulumi.runtime.setAllConfig(
    Object.fromEntries(
      Object.entries(options.config ?? {}).map(([key, value]) => [
        key,
        typeof value === "string" ? value : JSON.stringify(value),
      ]),
    ),
  );
  const world = new World(options, project, stack, preview);
  await pulumi.runtime.setMocks(
    { newResource: (args) => world.newResource(args), call: (args) => world.call(args) },
    project,
    stack,
    preview,
    organization,
  );
}

/** The value of an output. A value that a preview does not know is undefined. */
export async function valueOf<T>(value: pulumi.Input<T>): Promise<pulumi.Unwrap<T> | undefined> {
  const output = pulumi.output(value);
  // `promise` is internal to the SDK: `apply` never calls back for an unknown value, and a test would hang.
  return (output as unknown as { promise: () => Promise<pulumi.Unwrap<T> | undefined> }).promise();
}

/** What the mocks answer with: accounts by provider, and the model. */
class World {
  private readonly accounts = new Map<string, Account>();
  private readonly fallback: Account;

  constructor(
    private readonly options: MockOptions,
    private readonly project: string,
    private readonly stack: string,
    private readonly preview: boolean,
  ) {
    const { account = "111122223333", region = "eu-central-1" } = options;
    this.fallback = { account, region, defaultTags: {} };
  }

  async newResource(args: MockResourceArgs): Promise<MockResourceResult> {
    const given = (await withoutResources(args.inputs as unknown)) as Values;
    const inputs = plain(given);
    if (args.type === "pulumi:pulumi:StackReference") return this.stackReference(args.id ?? args.name);
    if (args.type === "pulumi:providers:aws") return this.provider(args.name, inputs);
    if (!args.type.startsWith("aws:"))
      return { id: args.custom === true ? args.name : undefined, state: given };
    const { id, outputs } = this.register(args, inputs);
    return { id, state: withSecrets(outputs, given, findType(args.type)) };
  }

  call({ token, inputs, provider }: MockCallArgs): Values {
    return invoke(token, plain(inputs as Values), this.accountOf(provider));
  }

  private provider(name: string, inputs: Values): MockResourceResult {
    const id = uuid(name);
    this.accounts.set(id, readAccount(inputs));
    return { id, state: inputs };
  }

  private register({ type, name, id: existing, provider }: MockResourceArgs, inputs: Values): model.State {
    const account = this.accountOf(provider);
    const urn = `urn:pulumi:${this.stack}::${this.project}::${type}::${name}`;
    if (existing !== undefined && existing !== "") {
      return {
        id: existing,
        outputs: model.read({ type, urn, id: existing, outputs: inputs }, inputs, account),
      };
    }
    const checked = model.check({ type, urn, olds: undefined, news: inputs, seed: "" }, account);
    if (checked.problems.length > 0) {
      throw new Error(`${type} "${name}": ${checked.problems.map(({ reason }) => reason).join("; ")}`);
    }
    return model.create(type, urn, checked.inputs, account, this.preview);
  }

  private stackReference(name: string): MockResourceResult {
    const outputs = this.options.stacks?.[name];
    if (outputs === undefined) throw new Error(`unknown stack "${name}"`);
    return { id: name, state: { name, outputs, secretOutputNames: [] } };
  }

  /** A provider is referred to as `<urn>::<id>`. */
  private accountOf(provider: string | undefined): Account {
    const id = provider?.split("::").pop() ?? "";
    return this.accounts.get(id) ?? this.fallback;
  }
}

/** Inputs with the id in place of every resource, as the engine sends them to a provider. */
async function withoutResources(value: unknown): Promise<unknown> {
  if (pulumi.CustomResource.isInstance(value)) return valueOf(value.id);
  if (pulumi.Resource.isInstance(value)) return valueOf(value.urn);
  if (Array.isArray(value)) return Promise.all(value.map(withoutResources));
  if (typeof value !== "object" || value === null || Object.getPrototypeOf(value) !== Object.prototype)
    return value;
  const entries = Object.entries(value).map(
    async ([name, item]) => [name, await withoutResources(item)] as const,
  );
  return Object.fromEntries(await Promise.all(entries));
}
