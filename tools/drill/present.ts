/**
 * What must be there.
 *
 * @throws Error when it is not, with its name.
 */
export function present<T>(value: T | null | undefined, name: string): T {
  if (value === undefined || value === null) throw new Error(`AWS answered no ${name}`);
  return value;
}
