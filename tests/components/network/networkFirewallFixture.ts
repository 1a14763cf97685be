import { Network, type NetworkArgs } from "../../../components/network/network";
import type { InspectionArgs } from "../../../components/network/networkFirewall";
import { defaultFlows } from "../../../components/network/flows";
import { record, type Recording } from "../../support/record";

export const account = { id: "111122223333", region: "eu-central-1" };

/** The good inspection that each case changes. */
export const inspection: InspectionArgs = {
  account,
  logBucketArn: "arn:aws:s3:::logs",
  defaultAction: "DROP",
  allowedDomains: [".example.com", "api.example.org"],
  deniedDomains: ["bad.example.com"],
  managedRuleGroups: [{ name: "MalwareDomainsStrictOrder", priority: 1000, alertOnly: false }],
  suricataRules: "pass udp $HOME_NET any -> 198.51.100.7 123 (flow:to_server; sid:1;)",
  flows: [...defaultFlows, { from: "office", to: "management", ports: [443] }],
  prefixLists: { office: ["198.51.100.0/24", "203.0.113.0/24"] },
  protection: { deletion: false, subnetChange: false, policyChange: true },
};

/** Records a network with inspection in three zones. */
export function recordNetwork(change: Partial<NetworkArgs> = {}): Promise<Recording<Network>> {
  const args: NetworkArgs = {
    cidrBlock: "10.20.0.0/16",
    availabilityZones: ["eu-central-1a", "eu-central-1b", "eu-central-1c"],
    tiers: { public: {}, private: {}, isolated: {}, firewall: {} },
    natGatewayStrategy: "OnePerAz",
    purpose: "workload",
    flowLogs: { account, bucketArn: "arn:aws:s3:::logs" },
    inspection,
    ...change,
  };
  return record((opts) => new Network("net", args, opts));
}
