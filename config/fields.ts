import { normalizeCidr, overlapCidr } from "cidr-tools";
import { z } from "zod";

type Context = z.core.$RefinementCtx;

/** Reports one broken rule with its remedy; `fault` reads both back. */
export function refuse(context: Context, rule: string, remedy: string, path: readonly string[] = []): void {
  context.addIssue({ code: "custom", message: rule, path: [...path], params: { remedy } });
}

/** Names of stacks: they start the name of every resource, and AWS limits those. */
export const stackNamePattern = /^[a-z][a-z0-9-]{0,19}$/;

/** A 12-digit AWS account id. It is a string: YAML would take away leading zeros. */
export const accountId = () =>
  z
    .string({ error: "must be a 12-digit AWS account id in quotes" })
    .regex(/^\d{12}$/, { error: "must be a 12-digit AWS account id in quotes" });

/** What the name of a region looks like. */
export const regionPattern = /^[a-z]{2,4}(-[a-z]+)+-\d$/;

/** An AWS region such as `eu-central-1`. */
export const region = () =>
  z.string().regex(regionPattern, { error: "must be an AWS region such as eu-central-1" });

/** An availability zone such as `eu-central-1a`; local and wavelength zones are not zones of this kind. */
const availabilityZone = () =>
  z.string().regex(/^[a-z]{2,4}(-[a-z]+)+-\d[a-h]$/, {
    error: "must be an availability zone of the region, such as eu-central-1a",
  });

const cidrPattern = /^\d{1,3}(\.\d{1,3}){3}\/\d{1,2}$/;

/** An IPv4 block in canonical notation, `minimum` to `maximum` bits long. */
export const cidrBlock = (minimum = 0, maximum = 32) =>
  z
    .string()
    .regex(cidrPattern, { error: "must be an IPv4 block such as 10.20.0.0/16" })
    .superRefine((value, context) => {
      const problem = cidrPattern.test(value) ? cidrProblem(value, minimum, maximum) : undefined;
      if (problem) refuse(context, problem.rule, problem.remedy);
    });

/** Whether a text is an IPv4 block in canonical notation, `minimum` to `maximum` bits long. */
export function isBlock(value: string, minimum = 0, maximum = 32): boolean {
  return cidrPattern.test(value) && cidrProblem(value, minimum, maximum) === undefined;
}

/** Whether two blocks share an address. False when one of them is no block: that is reported where it stands. */
export function overlap(one: string, other: string): boolean {
  return isBlock(one) && isBlock(other) && overlapCidr(one, other);
}

function cidrProblem(
  value: string,
  minimum: number,
  maximum: number,
): { rule: string; remedy: string } | undefined {
  const [address = "", bits = ""] = value.split("/");
  const length = Number(bits);
  if (address.split(".").some((part) => Number(part) > 255) || length > 32) {
    return {
      rule: "each part of the address is at most 255, the length at most 32",
      remedy: "correct the block",
    };
  }
  const canonical = normalizeCidr(value);
  if (canonical !== value) {
    return { rule: "must start at the first address of the block", remedy: `write ${canonical}` };
  }
  if (length < minimum || length > maximum) {
    return {
      rule: `the block must be /${minimum} to /${maximum}`,
      remedy: `choose a length from ${minimum} to ${maximum}`,
    };
  }
  return undefined;
}

/** Two to six different availability zones, in any order; each keeps its place in the address plan. */
export const availabilityZones = () =>
  z
    .array(availabilityZone())
    .min(2, { error: "two to six availability zones are needed: one alone is a single point of failure" })
    .max(6, { error: "two to six availability zones are needed" })
    .superRefine((zones, context) => {
      const twice = zones.filter((zone, index) => zones.indexOf(zone) !== index);
      if (twice.length > 0) {
        refuse(
          context,
          `each zone is named once, ${[...new Set(twice)].join(", ")} is named twice`,
          "remove the repetition",
        );
      }
    });

/** Days that CloudWatch Logs can keep a log group. Source: PutRetentionPolicy, CloudWatch Logs API reference. */
export const logRetentionDays = [
  1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
] as const;
