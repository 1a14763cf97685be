import * as pulumi from "@pulumi/pulumi";

/** How long a bucket locks what is put into it, as its Object Lock configuration says it. */
interface LockInputs {
  readonly rule?: { readonly defaultRetention?: { readonly days?: number; readonly years?: number } };
}

/**
 * Options of a bucket's Object Lock configuration that refuse, in previews too, to lock new objects for a shorter time than
 * the deployed configuration does: S3 itself would take it. What is locked already is not the question: that stays locked.
 *
 * @param name Name of the resource; its hook is named after it.
 */
export function retentionOnlyGrows(name: string): pulumi.CustomResourceOptions {
  // Nobody would call a hook where there is no engine, as in unit tests, and it cannot be registered either.
  if (pulumi.runtime.getEngine() === undefined) return {};
  const hook = new pulumi.ResourceHook(
    `${name}-only-grows`,
    ({ oldInputs, newInputs }) => {
      refuseShrinking(name, oldInputs as LockInputs | undefined, newInputs as LockInputs | undefined);
    },
    { onDryRun: true },
  );
  return { hooks: { beforeUpdate: [hook] } };
}

/** @throws Error that names both times when the new one is shorter. */
export function refuseShrinking(
  name: string,
  before: LockInputs | undefined,
  after: LockInputs | undefined,
): void {
  const [deployed, wanted] = [daysOf(before), daysOf(after)];
  if (wanted >= deployed) return;
  throw new Error(
    `${name}: objects would be locked for ${wanted} days, but ${deployed} are deployed. Retention can only grow. ` +
      `Give at least ${deployed} days.`,
  );
}

function daysOf(inputs: LockInputs | undefined): number {
  const { days = 0, years = 0 } = inputs?.rule?.defaultRetention ?? {};
  return days + years * 365;
}
