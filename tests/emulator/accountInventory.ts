import { z } from "zod";
import type { Emulator } from "../../tools/emulator";
import { askAws, type Call } from "./aws";

/** How to list each kind of thing that an account can hold: service, operation and what names one. */
const lists: readonly (readonly [service: string, operation: string, select: string])[] = [
  ["ec2", "describe_vpcs", "Vpcs[].VpcId"],
  ["ec2", "describe_subnets", "Subnets[].SubnetId"],
  ["ec2", "describe_internet_gateways", "InternetGateways[].InternetGatewayId"],
  ["ec2", "describe_nat_gateways", "NatGateways[?State!='deleted'].NatGatewayId"],
  ["ec2", "describe_addresses", "Addresses[].AllocationId"],
  ["ec2", "describe_route_tables", "RouteTables[].RouteTableId"],
  ["ec2", "describe_network_acls", "NetworkAcls[].NetworkAclId"],
  ["ec2", "describe_security_groups", "SecurityGroups[].GroupId"],
  ["ec2", "describe_vpc_endpoints", "VpcEndpoints[].VpcEndpointId"],
  ["ec2", "describe_network_interfaces", "NetworkInterfaces[].NetworkInterfaceId"],
  ["ec2", "describe_launch_templates", "LaunchTemplates[].LaunchTemplateId"],
  ["ec2", "describe_flow_logs", "FlowLogs[].FlowLogId"],
  ["ec2", "describe_managed_prefix_lists", "PrefixLists[].PrefixListId"],
  ["ec2", "describe_transit_gateways", "TransitGateways[?State!='deleted'].TransitGatewayId"],
  ["ec2", "describe_vpn_connections", "VpnConnections[?State!='deleted'].VpnConnectionId"],
  ["ec2", "describe_customer_gateways", "CustomerGateways[?State!='deleted'].CustomerGatewayId"],
  [
    "directconnect",
    "describe_direct_connect_gateways",
    "directConnectGateways[?directConnectGatewayState!='deleted'].directConnectGatewayId",
  ],
  ["directconnect", "describe_connections", "connections[?connectionState!='deleted'].connectionId"],
  ["network-firewall", "list_firewalls", "Firewalls[].FirewallArn"],
  ["secretsmanager", "list_secrets", "SecretList[].ARN"],
  ["s3", "list_buckets", "Buckets[].Name"],
  ["kms", "list_aliases", "Aliases[].AliasName"],
  ["kms", "list_keys", "Keys[].KeyId"],
  ["iam", "list_roles", "Roles[].Arn"],
  ["iam", "list_policies", "Policies[?!starts_with(Arn, 'arn:aws:iam::aws:')].Arn"],
  ["iam", "list_instance_profiles", "InstanceProfiles[].Arn"],
  ["logs", "describe_log_groups", "logGroups[].logGroupName"],
  ["cloudwatch", "describe_alarms", "MetricAlarms[].AlarmArn"],
  ["dynamodb", "list_tables", "TableNames"],
  ["stepfunctions", "list_state_machines", "stateMachines[].name"],
  ["ssm", "list_documents", "DocumentIdentifiers[].Name"],
  ["cloudtrail", "describe_trails", "trailList[].TrailARN"],
  ["config", "describe_configuration_recorders", "ConfigurationRecorders[].name"],
  ["config", "describe_delivery_channels", "DeliveryChannels[].name"],
  ["sqs", "list_queues", "QueueUrls"],
  ["events", "list_rules", "Rules[].Arn"],
  ["events", "list_event_buses", "EventBuses[].Arn"],
  ["sns", "list_topics", "Topics[].TopicArn"],
  ["athena", "list_work_groups", "WorkGroups[].Name"],
  ["glue", "get_databases", "DatabaseList[].Name"],
  ["route53resolver", "list_firewall_rule_groups", "FirewallRuleGroups[].Id"],
  ["route53resolver", "list_firewall_domain_lists", "FirewallDomainLists[].Id"],
  ["route53resolver", "list_firewall_rule_group_associations", "FirewallRuleGroupAssociations[].Id"],
  ["route53resolver", "list_resolver_endpoints", "ResolverEndpoints[].Id"],
  ["route53resolver", "list_resolver_rules", "ResolverRules[].Id"],
  ["route53resolver", "list_resolver_query_log_configs", "ResolverQueryLogConfigs[].Id"],
];

const names = z.array(z.array(z.string()).nullable());

/**
 * Everything that an account holds in a region, as `service operation id`. A key that is waiting for its deletion counts as
 * deleted: AWS lets no key go at once. AWS's own keys are not the account's.
 */
export async function accountInventory(
  emulator: Emulator,
  account: string,
  region: string,
): Promise<string[]> {
  const calls = lists.map(([service, operation, select]): Call => ({ account, service, operation, select }));
  const answers = names.parse(await askAws(emulator, region, calls));
  const found = lists.flatMap(([service, operation], index) =>
    (answers[index] ?? []).map((id) => ({ line: `${service} ${operation} ${id}`, operation, id })),
  );
  const keys = found.filter(({ operation }) => operation === "list_keys").map(({ id }) => id);
  const ignored = new Set(await ignoredKeys(emulator, account, region, keys));
  return found.filter(({ id }) => !ignored.has(id)).map(({ line }) => line);
}

/** Keys on their way out, and those that AWS makes for a service; moto says of these that a customer manages them. */
async function ignoredKeys(
  emulator: Emulator,
  account: string,
  region: string,
  keys: readonly string[],
): Promise<string[]> {
  const describe = (KeyId: string): Call => ({
    account,
    service: "kms",
    operation: "describe_key",
    parameters: { KeyId },
    select: "KeyMetadata.[KeyState, Description]",
  });
  const states = z
    .array(z.tuple([z.string(), z.string()]))
    .parse(await askAws(emulator, region, keys.map(describe)));
  return keys.filter((_, index) => {
    const [state, description] = states[index] ?? [];
    return (
      state === "PendingDeletion" || /^Default (key$|master key that protects my )/.test(description ?? "")
    );
  });
}
