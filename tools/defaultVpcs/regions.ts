import { DescribeRegionsCommand, EC2Client, type EC2ClientConfig } from "@aws-sdk/client-ec2";
import { removalSteps } from "./removal";
import { findDefaultVpc, type DefaultVpc } from "./vpcContents";
import { UsageError } from "../exitCode";

/** What was found and done in one region. */
export interface RegionReport {
  readonly region: string;
  readonly outcome: "none" | "found" | "deleted" | "in use" | "failed";
  readonly vpc?: DefaultVpc;
  /** Calls that were made, or would be. */
  readonly steps: readonly string[];
  /** Why the outcome is "failed", and at which step. */
  readonly problem?: string;
}

/** How to reach the account. */
export interface AccountAccess {
  readonly account: string;
  readonly credentials: EC2ClientConfig["credentials"];
}

/** Regions that are enabled in the account. */
export async function enabledRegions(access: AccountAccess, homeRegion: string): Promise<string[]> {
  const { Regions = [] } = await clientIn(access, homeRegion).send(new DescribeRegionsCommand({}));
  return Regions.map(({ RegionName = "" }) => RegionName).sort();
}

/**
 * Looks for the default VPC of one region and, on request, removes it. One that is in use stays whole: nothing of it is
 * touched. A step that fails ends the work in this region.
 *
 * @throws Error when the credentials belong to another account.
 */
export async function treatRegion(
  access: AccountAccess,
  region: string,
  remove: boolean,
): Promise<RegionReport> {
  const client = clientIn(access, region);
  const vpc = await findDefaultVpc(client);
  if (!vpc) return { region, outcome: "none", steps: [] };
  if (vpc.owner !== access.account) {
    throw new UsageError(
      `The credentials belong to account ${vpc.owner}, not to ${access.account}. ` +
        "Take the credentials of that account, or name the role to enter it by with --role.",
    );
  }
  const steps = removalSteps(vpc);
  const titles = steps.map(({ title }) => title);
  if (vpc.networkInterfaces.length > 0) return { region, outcome: "in use", vpc, steps: [] };
  if (!remove) return { region, outcome: "found", vpc, steps: titles };
  for (const [index, { title, run }] of steps.entries()) {
    try {
      await run(client);
    } catch (error) {
      const problem = `${title}: ${error instanceof Error ? error.message : String(error)}`;
      return { region, outcome: "failed", vpc, steps: titles.slice(0, index), problem };
    }
  }
  return { region, outcome: "deleted", vpc, steps: titles };
}

function clientIn({ credentials }: AccountAccess, region: string): EC2Client {
  return new EC2Client({ region, ...(credentials && { credentials }) });
}
