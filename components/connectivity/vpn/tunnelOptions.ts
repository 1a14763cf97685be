import type { ArgumentProblem } from "../../problems";

/** Diffie-Hellman groups that a tunnel may use: 20 is NIST P-384, 21 is NIST P-521. */
export const dhGroups = [20, 21] as const;
export type DhGroup = (typeof dhGroups)[number];

/** Hash functions that a tunnel may use. */
export const integrityAlgorithms = ["SHA2-384", "SHA2-512"] as const;
export type IntegrityAlgorithm = (typeof integrityAlgorithms)[number];

/**
 * What can be chosen about every tunnel. Not to be chosen are IKEv2, AES-256-GCM with a tag of 16 bytes in both phases, and
 * that a dead peer's session is started anew.
 *
 * Source of ranges and AWS's defaults: `VpnTunnelOptionsSpecification`, Amazon EC2 API reference.
 */
export interface TunnelOptions {
  /** Diffie-Hellman groups of both phases. @default [20, 21] */
  readonly dhGroups: readonly DhGroup[];
  /** Hash functions of both phases; AES-GCM needs them only to derive keys. @default ["SHA2-384", "SHA2-512"] */
  readonly integrityAlgorithms: readonly IntegrityAlgorithm[];
  /** Seconds that an IKE session lives, 900 to 28800. @default 28800 */
  readonly phase1LifetimeSeconds: number;
  /** Seconds that an IPsec session lives, 900 to 3600, less than phase 1. @default 3600 */
  readonly phase2LifetimeSeconds: number;
  /** Seconds before the end of phase 2 at which it is renewed, 60 to half of phase 2. @default 270 */
  readonly rekeyMarginSeconds: number;
  /** By how many percent the margin is lengthened at random, so that tunnels do not renew together, 0 to 100. @default 100 */
  readonly rekeyFuzzPercentage: number;
  /** Packets that may arrive out of order, 64 to 2048. @default 1024 */
  readonly replayWindowSize: number;
  /** Seconds without an answer after which the peer is dead, 30 to 3600. @default 30 */
  readonly dpdTimeoutSeconds: number;
  /**
   * Whether maintenance of an endpoint waits until it is accepted, for as long as AWS allows. Without it AWS chooses the
   * time. @default true
   */
  readonly lifecycleControl: boolean;
}

export const defaultTunnelOptions: TunnelOptions = {
  dhGroups,
  integrityAlgorithms,
  phase1LifetimeSeconds: 28800,
  phase2LifetimeSeconds: 3600,
  rekeyMarginSeconds: 270,
  rekeyFuzzPercentage: 100,
  replayWindowSize: 1024,
  dpdTimeoutSeconds: 30,
  lifecycleControl: true,
};

/** Lowest and highest value of each number. AWS sets no upper limit to the DPD timeout; an hour is ours. */
export const tunnelOptionRanges = {
  phase1LifetimeSeconds: [900, 28800],
  phase2LifetimeSeconds: [900, 3600],
  rekeyMarginSeconds: [60, 1800],
  rekeyFuzzPercentage: [0, 100],
  replayWindowSize: [64, 2048],
  dpdTimeoutSeconds: [30, 3600],
} as const;

/** What is wrong with the options, each by itself and together. */
export function tunnelOptionProblems(options: TunnelOptions): ArgumentProblem[] {
  const outOfRange = rangeProblems(options);
  return [
    ...outOfRange,
    ...(["dhGroups", "integrityAlgorithms"] as const)
      .filter((list) => options[list].length === 0)
      .map((list) => ({
        argument: `tunnels.${list}`,
        rule: "at least one is needed",
        remedy: `name some of ${defaultTunnelOptions[list].join(", ")}, or leave it out for all of them`,
      })),
    // Out of range, a number would only break more rules.
    ...(outOfRange.length === 0 ? lifetimeProblems(options) : []),
  ];
}

function rangeProblems(options: TunnelOptions): ArgumentProblem[] {
  const names = Object.keys(tunnelOptionRanges) as (keyof typeof tunnelOptionRanges)[];
  return names.flatMap((name) => {
    const [lowest, highest] = tunnelOptionRanges[name];
    const value = options[name];
    if (Number.isInteger(value) && value >= lowest && value <= highest) return [];
    return [
      {
        argument: `tunnels.${name}`,
        rule: `${value} is not a whole number from ${lowest} to ${highest}`,
        remedy: `give one, or leave it out for ${defaultTunnelOptions[name]}`,
      },
    ];
  });
}

function lifetimeProblems(options: TunnelOptions): ArgumentProblem[] {
  const { phase1LifetimeSeconds, phase2LifetimeSeconds, rekeyMarginSeconds, rekeyFuzzPercentage } = options;
  const problems: ArgumentProblem[] = [];
  if (phase2LifetimeSeconds >= phase1LifetimeSeconds) {
    problems.push({
      argument: "tunnels.phase2LifetimeSeconds",
      rule: `${phase2LifetimeSeconds} must be less than phase 1's ${phase1LifetimeSeconds}`,
      remedy: "shorten phase 2 or lengthen phase 1",
    });
  }
  if (rekeyMarginSeconds > phase2LifetimeSeconds / 2) {
    problems.push({
      argument: "tunnels.rekeyMarginSeconds",
      rule: `${rekeyMarginSeconds} is more than half of phase 2's ${phase2LifetimeSeconds}`,
      remedy: `give at most ${Math.floor(phase2LifetimeSeconds / 2)}`,
    });
  } else if (rekeyMarginSeconds * (1 + rekeyFuzzPercentage / 100) >= phase2LifetimeSeconds) {
    problems.push({
      argument: "tunnels.rekeyFuzzPercentage",
      rule: `a margin of ${rekeyMarginSeconds} seconds and up to ${rekeyFuzzPercentage} percent more is as long as phase 2`,
      remedy: "lower one of the two: a session would be renewed as soon as it starts",
    });
  }
  return problems;
}
