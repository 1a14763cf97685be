import type * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import type { PlannedConnection } from "./plan";
import type { TunnelOptions } from "./tunnelOptions";

type Args = aws.ec2.VpnConnectionArgs;

/** The arguments of one tunnel, without the number that their names start with. */
type TunnelArgs = { [K in keyof Args as K extends `tunnel1${infer Property}` ? Property : never]: Args[K] };

/**
 * The arguments of both tunnels. Each option is given, so that none is left to AWS's defaults, which admit IKEv1, SHA-1 and
 * groups of 1024 bits. No pre-shared key is given: AWS then generates one.
 */
export function tunnelArgs(
  planned: PlannedConnection,
  options: TunnelOptions,
  logGroupArn: pulumi.Input<string>,
): Partial<Args> {
  const shared = sharedArgs(planned, options, logGroupArn);
  const [first, second] = planned.insideCidrs;
  return {
    ...numbered(1, { ...shared, InsideCidr: first }),
    ...numbered(2, { ...shared, InsideCidr: second }),
  };
}

function sharedArgs(
  { customerGateway, startupAction, dpdTimeoutAction }: PlannedConnection,
  options: TunnelOptions,
  logGroupArn: pulumi.Input<string>,
): TunnelArgs {
  const groups = [...options.dhGroups];
  const hashes = [...options.integrityAlgorithms];
  return {
    IkeVersions: ["ikev2"],
    Phase1EncryptionAlgorithms: ["AES256-GCM-16"],
    Phase2EncryptionAlgorithms: ["AES256-GCM-16"],
    Phase1IntegrityAlgorithms: hashes,
    Phase2IntegrityAlgorithms: hashes,
    Phase1DhGroupNumbers: groups,
    Phase2DhGroupNumbers: groups,
    Phase1LifetimeSeconds: options.phase1LifetimeSeconds,
    Phase2LifetimeSeconds: options.phase2LifetimeSeconds,
    RekeyMarginTimeSeconds: options.rekeyMarginSeconds,
    RekeyFuzzPercentage: options.rekeyFuzzPercentage,
    ReplayWindowSize: options.replayWindowSize,
    DpdTimeoutAction: dpdTimeoutAction,
    DpdTimeoutSeconds: options.dpdTimeoutSeconds,
    StartupAction: startupAction,
    EnableTunnelLifecycleControl: options.lifecycleControl,
    LogOptions: {
      cloudwatchLogOptions: {
        logEnabled: true,
        logGroupArn,
        logOutputFormat: "json",
        ...(customerGateway.routing.type === "bgp" && {
          bgpLogEnabled: true,
          bgpLogGroupArn: logGroupArn,
          bgpLogOutputFormat: "json",
        }),
      },
    },
  };
}

function numbered(tunnel: 1 | 2, args: TunnelArgs): Partial<Args> {
  return Object.fromEntries(Object.entries(args).map(([key, value]) => [`tunnel${tunnel}${key}`, value]));
}
