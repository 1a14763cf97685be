import { EC2Client, paginateDescribeSnapshots } from "@aws-sdk/client-ec2";
import { GetInstanceProfileCommand, GetRoleCommand, IAMClient } from "@aws-sdk/client-iam";
import { GetServiceQuotaCommand, ServiceQuotasClient } from "@aws-sdk/client-service-quotas";
import { dnsSuffixOf, iamArn } from "../../components/account";
import { aclQuota } from "../../components/network/networkAclRules";
import {
  quarantineName,
  roleNames,
  transferKeyAlias,
  type WorkloadRole,
} from "../../components/response/names";
import type { ClientSettings } from "../incident/session";
import type { AccountFacts } from "./facts";
import type { KeyUser } from "./keyAccess";
import { all, unless } from "../pages";
import { readInstances } from "./readInstances";
import { KeyReader } from "./readKeys";
import { readVpcs } from "./readNetwork";

/** Reads everything that readiness is judged by. It changes nothing. */
export async function readAccount(account: string, settings: ClientSettings): Promise<AccountFacts> {
  const { region } = settings;
  const ec2 = new EC2Client(settings);
  const iam = new IAMClient(settings);
  const keys = new KeyReader(settings, copier(account, region));
  const instances = await readInstances(ec2, settings);
  const vpcIds = [...new Set(instances.flatMap(({ vpcs }) => vpcs))].sort();
  const keyArns = [...new Set(instances.flatMap(({ volumes }) => volumes.map(({ keyArn }) => keyArn ?? "")))];
  const customers = await keys.customerKeys(keyArns.filter((arn) => arn !== ""));
  return {
    account,
    region,
    roles: {
      reader: await hasRole(iam, "reader"),
      container: await hasRole(iam, "container"),
      copier: await hasRole(iam, "copier"),
    },
    quarantineProfile: await hasQuarantineProfile(iam),
    transferKey: await keys.stateOf(transferKeyAlias),
    snapshots: await readSnapshots(ec2, settings),
    aclRuleQuota: (await quota(settings, "vpc", "L-2AEEBF1A")) ?? aclQuota.default,
    vpcs: await readVpcs(ec2, vpcIds),
    keys: customers,
    instances: instances.map((instance) => ({
      ...instance,
      volumes: instance.volumes.map(({ id, keyArn }) =>
        keyArn === undefined || !Object.hasOwn(customers, keyArn) ? { id } : { id, keyArn },
      ),
    })),
  };
}

function copier(account: string, region: string): KeyUser {
  return {
    account,
    roleArn: iamArn(account, region, `role/${roleNames.copier}`),
    rootArn: iamArn(account, region, "root"),
    viaService: `ec2.${region}.${dnsSuffixOf(region)}`,
  };
}

async function hasRole(iam: IAMClient, role: WorkloadRole): Promise<boolean> {
  const found = iam.send(new GetRoleCommand({ RoleName: roleNames[role] }));
  return (await unless(["NoSuchEntity"], found)) !== undefined;
}

/** Whether the profile is there and holds its role. */
async function hasQuarantineProfile(iam: IAMClient): Promise<boolean> {
  const found = await unless(
    ["NoSuchEntity"],
    iam.send(new GetInstanceProfileCommand({ InstanceProfileName: quarantineName })),
  );
  const { Roles = [] } = found?.InstanceProfile ?? {};
  return Roles.some(({ RoleName }) => RoleName === quarantineName);
}

async function readSnapshots(
  client: EC2Client,
  settings: ClientSettings,
): Promise<AccountFacts["snapshots"]> {
  const limit = await quota(settings, "ebs", "L-309BACF6"); // Snapshots per Region
  if (limit === undefined) return undefined;
  const own = await all(
    paginateDescribeSnapshots({ client, pageSize: 1000 }, { OwnerIds: ["self"] }),
    ({ Snapshots }) => Snapshots,
  );
  return { quota: limit, used: own.length };
}

/** A quota of the account; nothing where it can't be read. */
async function quota(
  settings: ClientSettings,
  ServiceCode: string,
  QuotaCode: string,
): Promise<number | undefined> {
  const answer = new ServiceQuotasClient(settings).send(
    new GetServiceQuotaCommand({ ServiceCode, QuotaCode }),
  );
  return (await unless(["NoSuchResource", "AccessDenied"], answer))?.Quota?.Value;
}
