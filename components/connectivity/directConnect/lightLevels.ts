import type { DedicatedBandwidth } from "./plan";

/** Weakest light in dBm, on one lane, at which a port still works by its standard. */
export interface LightLevels {
  /** Sent by AWS's device. */
  readonly transmitted: number;
  /** Received by AWS's device. */
  readonly received: number;
}

/**
 * By port speed. AWS's ports are 1000BASE-LX, 10GBASE-LR, 100GBASE-LR4 and 400GBASE-LR4 (source: "Network requirements", AWS
 * Direct Connect user guide). Sources of the levels: IEEE 802.3 clauses 38, 52 and 88; 400G-LR4-10 specification of the
 * 100G Lambda MSA.
 */
export const weakestLight: Readonly<Record<DedicatedBandwidth, LightLevels>> = {
  "1Gbps": { transmitted: -11, received: -19 },
  "10Gbps": { transmitted: -8.2, received: -14.4 },
  "100Gbps": { transmitted: -4.3, received: -10.6 },
  "400Gbps": { transmitted: -2.7, received: -9 },
};
