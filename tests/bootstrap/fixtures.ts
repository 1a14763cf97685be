import { deploy, type Value } from "./template";

export const accounts = { state: "999988887777", forensics: "444455556666", prod: "111122223333" } as const;

export const bucket = "arn:aws:s3:::landing-zone-state-999988887777-eu-central-1";
export const stateKey = "arn:aws:kms:eu-central-1:999988887777:key/0a1b2c3d-state";
export const secretsKey = "arn:aws:kms:eu-central-1:999988887777:key/0a1b2c3d-secrets";

/** The state's template, deployed for prod and forensics. */
export function deployState() {
  return deploy("state.yaml", {
    AccountIds: [accounts.forensics, accounts.prod],
    ForensicsAccountId: accounts.forensics,
    ForensicsStack: "forensics",
  });
}

/** The account's template, deployed in prod's account. */
export function deployAccount(changed: Readonly<Record<string, string | readonly string[]>> = {}) {
  return deploy("account.yaml", {
    "AWS::AccountId": accounts.prod,
    Stack: "prod",
    Region: "eu-central-1",
    Repository: "example/landing-zone",
    Branch: "main",
    OidcProvider: "create",
    PeopleRoleArns: [""],
    StateBucket: "landing-zone-state-999988887777-eu-central-1",
    StateKeyArn: stateKey,
    SecretsKeyArn: secretsKey,
    ...changed,
  });
}

/** Policies of the role that previews, by their names in the template. */
export const previewPolicies = ["ReadPolicy", "ReadResponsePolicy"] as const;

/** What the role that deploys has beside them. */
export const buildingPolicies = [
  "NetworkPolicy",
  "ConnectionsPolicy",
  "ResponsePolicy",
  "InvestigationPolicy",
  "ServicesPolicy",
] as const;

/** A property of a deployed resource. */
export function property(
  { resources }: { resources: Record<string, { Properties: Record<string, Value> }> },
  resource: string,
  name: string,
): Value {
  return resources[resource]?.Properties[name] ?? null;
}

/** ARN of a role. */
export function role(account: keyof typeof accounts, name: string): string {
  return `arn:aws:iam::${accounts[account]}:role/${name}`;
}
