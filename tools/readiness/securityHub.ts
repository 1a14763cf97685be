import {
  BatchImportFindingsCommand,
  paginateGetFindings,
  SecurityHubClient,
  type AwsSecurityFinding,
  type AwsSecurityFindingFilters,
  type ImportFindingsError,
} from "@aws-sdk/client-securityhub";
import type { ClientSettings } from "../incident/session";
import type { Readiness } from "./assess";
import type { AccountFacts } from "./facts";
import { findingsOf, findingsToSend, generatorId, productArn } from "./findings";
import { all } from "../pages";

/** Findings that one call takes. Source: BatchImportFindings, AWS Security Hub API reference. */
const batchSize = 100;

/** How many findings Security Hub was sent. */
export interface Sent {
  readonly active: number;
  readonly archived: number;
}

/**
 * Makes Security Hub show the gaps of now, and no others, as findings of the account's own product.
 *
 * @param now ISO 8601 time.
 * @throws Error when Security Hub is off or closed to the caller, or that names the findings it refused, and why. The
 * others are sent all the same.
 */
export async function sendFindings(
  readiness: Readiness,
  facts: AccountFacts,
  settings: ClientSettings,
  now: string,
): Promise<Sent> {
  const client = new SecurityHubClient(settings);
  try {
    const before = await activeFindings(client, readiness);
    const findings = findingsToSend(findingsOf(readiness, facts, now), before, now);
    refuseFailures(await importAll(client, findings), readiness);
    const active = findings.filter(({ RecordState }) => RecordState === "ACTIVE").length;
    return { active, archived: findings.length - active };
  } catch (error) {
    throw explained(error, readiness);
  }
}

/** Own findings that are active. */
async function activeFindings(
  client: SecurityHubClient,
  { account, region }: Readiness,
): Promise<AwsSecurityFinding[]> {
  const is = (Value: string) => [{ Value, Comparison: "EQUALS" as const }];
  const arn = productArn(account, region);
  const Filters: AwsSecurityFindingFilters = {
    ProductArn: is(arn),
    GeneratorId: is(generatorId),
    RecordState: is("ACTIVE"),
  };
  const found = await all(
    paginateGetFindings({ client, pageSize: 100 }, { Filters }),
    (page) => page.Findings,
  );
  // Whatever else were found would be archived.
  return found.filter(
    ({ ProductArn, GeneratorId, RecordState }) =>
      ProductArn === arn && GeneratorId === generatorId && RecordState === "ACTIVE",
  );
}

async function importAll(
  client: SecurityHubClient,
  findings: readonly AwsSecurityFinding[],
): Promise<ImportFindingsError[]> {
  const failed: ImportFindingsError[] = [];
  for (let start = 0; start < findings.length; start += batchSize) {
    const Findings = findings.slice(start, start + batchSize);
    const { FailedFindings = [] } = await client.send(new BatchImportFindingsCommand({ Findings }));
    failed.push(...FailedFindings);
  }
  return failed;
}

function refuseFailures(failed: readonly ImportFindingsError[], { account, region }: Readiness): void {
  if (failed.length === 0) return;
  // Source: "BatchImportFindings for finding providers", Security Hub user guide.
  if (failed.every(({ ErrorCode = "" }) => ErrorCode.startsWith("InvalidAccess")))
    throw isOff(account, region);
  const lines = failed.map(({ Id, ErrorCode, ErrorMessage }) => `${Id}: ${ErrorCode}: ${ErrorMessage}`);
  throw new Error(`Security Hub refused ${failed.length} findings:\n${lines.join("\n")}`);
}

function explained(error: unknown, { account, region }: Readiness): unknown {
  if (!(error instanceof Error)) return error;
  if (error.name === "InvalidAccessException") return isOff(account, region);
  if (error.name !== "AccessDeniedException") return error;
  return new Error(
    `Security Hub can't be reached with these credentials: ${error.message} They need securityhub:GetFindings and ` +
      "securityhub:BatchImportFindings, which the role landing-zone-readiness of bootstrap/account.yaml has.",
  );
}

function isOff(account: string, region: string): Error {
  return new Error(
    `Security Hub is off in account ${account}, ${region}, so no findings were sent. Turn it on there ` +
      `(aws securityhub enable-security-hub --region ${region}), or leave out --findings.`,
  );
}
