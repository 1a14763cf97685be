import type * as pulumi from "@pulumi/pulumi";
import type { DirectConnectPlan } from "./plan";
import type { VirtualInterface } from "./virtualInterfaces";

/**
 * What AWS's side does by itself; the router must be told. Source: "BGP-specific settings", AWS Direct Connect user guide.
 * Graceful restart must not be configured beside BFD.
 */
const bfd = { intervalMilliseconds: 300, multiplier: 3 } as const;

/** Communities that tell AWS which way to answer. Source: "Local preference BGP communities", user guide. */
const localPreference = { low: "7224:7100", medium: "7224:7200", high: "7224:7300" } as const;

/** Settings of the router on-premises for one virtual interface. */
export interface RouterSettings {
  readonly interface: string;
  readonly connection: string;
  readonly location: string;
  readonly vlan: number;
  /** Largest frame, in bytes. */
  readonly mtu: number;
  /** ASN of the router. */
  readonly bgpAsn: number;
  readonly amazonSideAsn: pulumi.Output<string>;
  /** Address of AWS's side, with the length of the subnet. */
  readonly amazonAddress: pulumi.Output<string>;
  /** Address of the router, with the length of the subnet. */
  readonly customerAddress: pulumi.Output<string>;
  /** Secret that holds the MD5 key of the BGP session. */
  readonly bgpKeySecretArn: pulumi.Output<string>;
  readonly bfd: typeof bfd;
  /** BGP community to put on every announced prefix; none on a public interface. */
  readonly community?: string;
}

/** The settings of the router for each virtual interface. */
export function routerSettings(
  { primaryLocation }: DirectConnectPlan,
  interfaces: readonly VirtualInterface[],
): RouterSettings[] {
  return interfaces.map(({ planned, amazonSideAsn, amazonAddress, customerAddress, key }) => ({
    interface: planned.name,
    connection: planned.connection.key,
    location: planned.connection.location,
    vlan: planned.vlan,
    mtu: planned.mtu,
    bgpAsn: planned.plan.bgpAsn,
    amazonSideAsn,
    amazonAddress,
    customerAddress,
    bgpKeySecretArn: key.secretArn,
    bfd,
    ...(planned.plan.type !== "public" && {
      community: communityOf(planned.connection.location, primaryLocation),
    }),
  }));
}

/** The same community everywhere shares the traffic. */
export function communityOf(location: string, primaryLocation: string | undefined): string {
  if (primaryLocation === undefined) return localPreference.medium;
  return location === primaryLocation ? localPreference.high : localPreference.low;
}
