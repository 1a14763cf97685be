import type { Json } from "../../../../components/response/asl/states";

export type JsonObject = Record<string, Json>;

export interface Interface {
  readonly NetworkInterfaceId: string;
  readonly instanceId: string;
  readonly SubnetId: string;
  readonly VpcId: string;
  groups: string[];
  readonly ipv4: string;
  readonly ipv6: readonly string[];
  tracking: JsonObject | undefined;
}

export interface Instance {
  state: string;
  readonly InstanceType: string;
  readonly lifecycle?: string;
  readonly rootDeviceType: string;
  termination: boolean;
  shutdown: string;
  readonly volumes: { readonly DeviceName: string; readonly VolumeId: string; keep: boolean }[];
}

export interface Acl {
  readonly VpcId: string;
  readonly subnets: readonly string[];
  entries: JsonObject[];
}

export interface Address {
  readonly AllocationId: string;
  readonly PublicIp: string;
  at:
    | { AssociationId: string; InstanceId: string; NetworkInterfaceId: string; PrivateIpAddress: string }
    | undefined;
}

export interface Principal {
  readonly Path: string;
  readonly policies: Record<string, Json>;
  readonly attached: readonly JsonObject[];
  readonly boundary?: string;
  readonly keys: Record<string, string>;
  readonly login: boolean;
}

/** A workload account and the forensics account, as far as the machines touch them. */
export interface World {
  readonly instances: Record<string, Instance>;
  readonly interfaces: Interface[];
  groups: { readonly GroupId: string; readonly VpcId: string; readonly purpose: string }[];
  readonly acls: Record<string, Acl>;
  /** Entries of an ACL in one direction and family at most. */
  aclRules: number;
  readonly endpoints: { readonly VpcId: string; readonly SubnetIds: readonly string[] }[];
  readonly addresses: Address[];
  associations: { readonly AssociationId: string; readonly InstanceId: string; Arn: string }[];
  readonly profiles: Record<string, readonly string[]>;
  readonly roles: Record<string, Principal>;
  readonly users: Record<string, Principal>;
  readonly scaling: Record<string, { desired: number; readonly members: Record<string, string> }>;
  readonly targetGroups: Record<string, { readonly type: string; targets: JsonObject[] }>;
  readonly classic: Record<string, string[]>;
  readonly tags: Record<string, Record<string, string>>;
  readonly vault: Record<string, Json>;
  readonly table: Record<string, JsonObject>;
  readonly metrics: JsonObject[];
  readonly notices: JsonObject[];
  readonly recorded: JsonObject[];
  /** Number of the next thing that gets an id. */
  next: number;
}
