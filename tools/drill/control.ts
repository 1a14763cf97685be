import { z } from "zod";

/** A call that the emulator got. */
const call = z.object({
  service: z.string(),
  operation: z.string(),
  account: z.string().nullable(),
  role: z.string().nullable(),
  /** Seconds since 1970. */
  time: z.number(),
  fault: z.string().nullable(),
  machine: z.string().optional(),
  execution: z.string().optional(),
  state: z.string().optional(),
  parameters: z.record(z.string(), z.unknown()).optional(),
});

export type RecordedCall = z.infer<typeof call>;

export interface Fault {
  /** The calls that fail: all of the given must be so. Names are compared without regard to case. */
  readonly match: Partial<
    Record<"service" | "operation" | "account" | "role" | "machine" | "state" | "execution", string>
  >;
  readonly kind: "throttled" | "denied" | "notFound" | "timeout" | "slow";
  /** @default 1 */
  readonly times?: number | "always";
  /** Seconds that a slow call takes longer. @default 1 */
  readonly seconds?: number;
}

export interface Settings {
  /** Fraction of their time that waits and retries of state machines take. */
  readonly timeScale?: number;
  /** Seconds until a snapshot or an image is complete. */
  readonly snapshotSeconds?: number;
  /** Seconds until a command on an instance has run. */
  readonly commandSeconds?: number;
}

/** What a test asks of the emulator itself. */
export interface Control {
  calls(): Promise<readonly RecordedCall[]>;
  forgetCalls(): Promise<void>;
  addFault(fault: Fault): Promise<void>;
  clearFaults(): Promise<void>;
  change(settings: Settings): Promise<void>;
}

/** Reaches the emulator's own interface. */
export function controlOf(endpoint: string): Control {
  const ask = async (method: string, path: string, body?: unknown): Promise<unknown> => {
    const response = await fetch(`${endpoint}/landing-zone-emulator${path}`, {
      method,
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    if (!response.ok) throw new Error(`the emulator refused ${method} ${path}: ${await response.text()}`);
    return response.json();
  };
  return {
    calls: async () => z.array(call).parse(await ask("GET", "/calls")),
    forgetCalls: async () => {
      await ask("DELETE", "/calls");
    },
    addFault: async (fault) => {
      await ask("POST", "/faults", fault);
    },
    clearFaults: async () => {
      await ask("DELETE", "/faults");
    },
    change: async (settings) => {
      await ask("POST", "/settings", settings);
    },
  };
}
