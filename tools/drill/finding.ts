import { PutEventsCommand } from "@aws-sdk/client-eventbridge";
import type { AccountClients } from "./account";

/**
 * Sends what GuardDuty sends when it finds that an instance talks to a mining pool. On AWS nobody but GuardDuty can send events
 * of its name; the emulator takes them from anybody.
 */
export async function sendFinding(account: AccountClients, instanceId: string, type: string): Promise<void> {
  const detail = {
    schemaVersion: "2.0",
    accountId: account.id,
    region: account.region,
    id: `drill-${instanceId}`,
    type,
    severity: 8,
    title: `The EC2 instance ${instanceId} communicates with a mining pool.`,
    resource: { resourceType: "Instance", instanceDetails: { instanceId } },
  };
  const { FailedEntryCount, Entries } = await account.events.send(
    new PutEventsCommand({
      Entries: [{ Source: "aws.guardduty", DetailType: "GuardDuty Finding", Detail: JSON.stringify(detail) }],
    }),
  );
  if ((FailedEntryCount ?? 0) > 0) throw new Error(`the event was refused: ${JSON.stringify(Entries)}`);
}
