import { type Value, type Values, isGiven, isList, isObject, unknown } from "./values";

/** In which account and region a provider works, and what it adds to tags. */
export interface Account {
  /** 12 digits. */
  readonly account: string;
  /** For instance `eu-central-1`. */
  readonly region: string;
  readonly defaultTags: Values;
}

/** The account that a provider works in when its configuration names none: the one of AWS's documentation. */
export const documentationAccount = "123456789012";

/**
 * Reads a provider's configuration: `region`, the account from `allowedAccountIds` or the first role to assume, and
 * `defaultTags`. The engine sends lists and objects of a provider's configuration as JSON text.
 * @throws Error with the remedy, if the region is missing or the account is not one that is allowed.
 */
export function readAccount(config: Values): Account {
  const problems = accountProblems(config);
  const first = problems[0];
  if (first !== undefined) throw new Error(`aws provider: ${first.property}: ${first.reason}`);
  const tags = member(config["defaultTags"], "tags");
  return {
    account: accountOf(config) ?? documentationAccount,
    region: typeof config["region"] === "string" ? config["region"] : "",
    defaultTags: isObject(tags) ? tags : {},
  };
}

/** What is wrong with a provider's configuration, by property. Unknown values are not judged. */
export function accountProblems(config: Values): { property: string; reason: string }[] {
  const problems: { property: string; reason: string }[] = [];
  const region = config["region"];
  if (!isGiven(region)) {
    problems.push({
      property: "region",
      reason: 'is missing: give the provider a region, such as "eu-central-1"',
    });
  } else if (typeof region !== "string" || (region !== unknown && !/^[a-z]{2}(-[a-z]+)+-\d$/.test(region))) {
    problems.push({
      property: "region",
      reason: `is ${JSON.stringify(region)}: give a region such as "eu-central-1"`,
    });
  }
  const allowed = allowedAccounts(config);
  for (const id of allowed.filter((given) => given !== unknown && !/^\d{12}$/.test(given))) {
    problems.push({
      property: "allowedAccountIds",
      reason: `holds ${JSON.stringify(id)}: an account id has 12 digits`,
    });
  }
  const account = roleAccount(config);
  if (
    account !== undefined &&
    allowed.length > 0 &&
    !allowed.includes(account) &&
    !allowed.includes(unknown)
  ) {
    const reason = `allows ${allowed.join(", ")}, but the role to assume is in account ${account}`;
    problems.push({ property: "allowedAccountIds", reason });
  }
  return problems;
}

function accountOf(config: Values): string | undefined {
  return roleAccount(config) ?? allowedAccounts(config).find((id) => id !== unknown);
}

function allowedAccounts(config: Values): string[] {
  const ids = plain(config["allowedAccountIds"]);
  return isList(ids) ? ids.map((id) => (typeof id === "string" ? id : JSON.stringify(id))) : [];
}

function roleAccount(config: Values): string | undefined {
  const roles = plain(config["assumeRoles"]);
  const arn = member(isList(roles) ? roles[0] : undefined, "roleArn");
  return typeof arn === "string" ? /^arn:[^:]+:iam::(\d{12}):role\//.exec(arn)?.[1] : undefined;
}

function member(value: Value | undefined, name: string): Value | undefined {
  const object = plain(value);
  return isObject(object) ? object[name] : undefined;
}

function plain(value: Value | undefined): Value | undefined {
  if (typeof value !== "string" || !/^[[{]/.test(value)) return value;
  return JSON.parse(value) as Value;
}
