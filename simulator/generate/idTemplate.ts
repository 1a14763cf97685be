/**
 * Turns an example id of the SDK's documentation into a template (see `../templates.ts`): `vpc-a01106c2` becomes
 * `vpc-{hex:17}`, an ARN keeps its service and resource type. Returns undefined where the example shows no format.
 */
export function idTemplate(example: string | undefined): string | undefined {
  if (example === undefined) return undefined;
  if (example.startsWith("arn:")) return arnTemplate(example);
  if (uuid.test(example)) return "{uuid}";
  if (/^\d{10,12}$/.test(example)) return "{account}";
  if (/^[a-z]{2}-[a-z]+-\d$/.test(example)) return "{region}";
  if (/^(?=.*\d)[0-9a-f]{32}$/.test(example)) return "{hex:32}";
  const prefix = /^((?:[a-z]+-)+)[0-9a-z]{5,}$/.exec(example)?.[1];
  if (prefix === undefined || !/\d/.test(example) || words.test(prefix)) return undefined;
  return `${prefix}{hex:17}`;
}

const uuid = /^[0-9a-z]{8}(?:-[0-9a-z]{4}){3}-[0-9a-z]{12}$/i;

/** Prefixes of examples that stand for a name, not for a format. */
const words = /^(?:abcd|alarm|attribute|elb|example|fleet|id|import|lag|my|production|rds|test)-|-id-$/;

function arnTemplate(example: string): string | undefined {
  const [, , service, region, account, ...rest] = example.split(":");
  const resource = rest.join(":");
  if (service === undefined || !/^\d*$/.test(account ?? "") || /[,|+_]arn:/.test(resource)) return undefined;
  const separator = /[/:]/.exec(resource)?.[0];
  const parts = separator === undefined ? [resource] : resource.split(separator);
  if (parts.length > 2 || resource.includes(",")) return undefined;
  const last = parts[parts.length - 1] ?? "";
  parts[parts.length - 1] = uuid.test(last) ? "{uuid}" : "{name}";
  const where = `${region === "" ? "" : "{region}"}:${account === "" ? "" : "{account}"}`;
  return `arn:{partition}:${service}:${where}:${parts.join(separator ?? "")}`;
}
