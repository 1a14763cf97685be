/** Milliseconds that something takes. */
export async function timed(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}

/** Two ways of doing the same, measured in turn, so that a busy machine disturbs both alike. */
export interface Comparison {
  /** Median in milliseconds. */
  readonly a: number;
  /** Median in milliseconds. */
  readonly b: number;
  /** Median of the rounds' ratios of a to b. */
  readonly ratio: number;
}

/**
 * Measures two ways alternately; which one is first alternates too.
 *
 * @param rounds How often each is measured.
 */
export async function compare(
  rounds: number,
  a: () => Promise<number>,
  b: () => Promise<number>,
): Promise<Comparison> {
  const pairs: { a: number; b: number }[] = [];
  for (let round = 0; round < rounds; round += 1) {
    if (round % 2 === 0) {
      const first = await a();
      pairs.push({ a: first, b: await b() });
    } else {
      const first = await b();
      pairs.push({ b: first, a: await a() });
    }
  }
  return {
    a: median(pairs.map((pair) => pair.a)),
    b: median(pairs.map((pair) => pair.b)),
    ratio: median(pairs.map((pair) => pair.a / pair.b)),
  };
}

/** The middle value, or the mean of the two in the middle. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((one, other) => one - other);
  const middle = sorted.length / 2;
  const around = [sorted[Math.ceil(middle) - 1], sorted[Math.floor(middle)]];
  return around.reduce<number>((sum, value) => sum + (value ?? Number.NaN) / 2, 0);
}

/** One line of the result. */
export interface Line {
  readonly what: string;
  readonly measured: string;
  /** What it should be at most; absent where there is no such goal. */
  readonly goal?: string;
  readonly met?: boolean;
}

export const seconds = (ms: number): string => `${(ms / 1000).toFixed(1)} s`;
