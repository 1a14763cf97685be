import type * as aws from "@pulumi/aws";
import { judge, type Finding } from "./finding";
import { not } from "./truth";
import type { Value } from "./value";

type Connection = aws.ec2.VpnConnectionArgs;

/** Names of a tunnel's options, without `tunnel1` or `tunnel2` before them. */
type TunnelOption = keyof {
  [K in keyof Connection as K extends `tunnel1${infer Option}` ? Option : never]: unknown;
};

/** One option of both tunnels of a VPN connection. */
export function bothTunnels(connection: Value<Connection>, option: TunnelOption): Value[] {
  return ([1, 2] as const).map((tunnel) => connection.loosely().at(`tunnel${tunnel}${option}`));
}

/**
 * Judges an option that lists what AWS accepts of the device at the other end. A list that is not set or empty means AWS's
 * default, which accepts nearly everything.
 *
 * @param allowed What the list may have.
 * @param reason Why nothing else is good enough.
 */
export function judgeAccepted(
  connection: Value<Connection>,
  option: TunnelOption,
  allowed: readonly (string | number)[],
  reason: string,
): Finding[] {
  return bothTunnels(connection, option).flatMap((list) => {
    const items = list.items();
    if (items.length === 0) return judge("yes", list, reason);
    return items.flatMap((item) => judge(not(item.isOneOf(allowed)), item, reason));
  });
}
