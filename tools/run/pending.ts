import type { Stack } from "@pulumi/pulumi/automation";
import { shortName } from "./diagnostics";
import { operate, type Operation } from "./operation";
import type { Session } from "./session";
import { readStackState } from "./state";

/**
 * Settles what a killed engine had begun and never saw the end of: reads the resources back and forgets creations that
 * nobody knows the outcome of. Without it the engine would warn of them on every run.
 *
 * @returns How it went; `undefined` when there was nothing to settle.
 */
export async function settlePending(session: Session, stack: Stack): Promise<Operation | undefined> {
  const pending = readStackState(session.state, stack.name)?.pending ?? [];
  if (pending.length === 0) return undefined;
  const cutOff = pending.map(({ type, resource }) => `${type} ${shortName(resource.urn)}`);
  session.display.line(`${stack.name}: a run was killed while it was ${cutOff.join(", ")}`);
  return operate(session, `${stack.name}: reading back what there is`, false, (onEvent) =>
    stack.refresh({ clearPendingCreates: true, onEvent, color: "never" }),
  );
}
