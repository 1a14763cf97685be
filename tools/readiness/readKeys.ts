import {
  DescribeKeyCommand,
  GetKeyPolicyCommand,
  KMSClient,
  paginateListGrants,
  type KeyMetadata,
} from "@aws-sdk/client-kms";
import type { ClientSettings } from "../incident/session";
import type { KeyAccess, KeyFacts, KeyState } from "./facts";
import { accessByPolicy, type KeyUser } from "./keyAccess";
import { all, unless } from "../pages";

const missing = ["NotFound"];
const refused = ["AccessDenied", "KMSInvalidState"];

/** Reads keys, and whether one user may use them. */
export class KeyReader {
  private readonly client: KMSClient;

  public constructor(
    settings: ClientSettings,
    private readonly user: KeyUser,
  ) {
    this.client = new KMSClient(settings);
  }

  /** State of the key with an ARN or alias. */
  public async stateOf(KeyId: string): Promise<KeyState> {
    const found = await unless(missing, this.client.send(new DescribeKeyCommand({ KeyId })));
    return found === undefined ? "missing" : stateIn(found.KeyMetadata);
  }

  /** Those of the keys that are customers' own, by their ARN. AWS's own key for EBS lets everybody of the account copy. */
  public async customerKeys(arns: readonly string[]): Promise<Readonly<Record<string, KeyFacts>>> {
    const facts: Record<string, KeyFacts> = {};
    for (const arn of arns) {
      const key = await this.read(arn);
      if (key !== undefined) facts[arn] = key;
    }
    return facts;
  }

  private async read(KeyId: string): Promise<KeyFacts | undefined> {
    const work = this.client.send(new DescribeKeyCommand({ KeyId }));
    const described = await unless(
      refused,
      unless(missing, work).then((found) => ({ found })),
    );
    if (described === undefined) return { state: "usable", access: "unknown" };
    const metadata = described.found?.KeyMetadata;
    if (metadata === undefined) return { state: "missing", access: "no" };
    if (metadata.KeyManager === "AWS") return undefined;
    return { state: stateIn(metadata), access: await this.accessTo(KeyId) };
  }

  private async accessTo(KeyId: string): Promise<KeyAccess> {
    const answer = await unless(
      refused,
      this.client.send(new GetKeyPolicyCommand({ KeyId, PolicyName: "default" })),
    );
    const byPolicy = answer?.Policy === undefined ? "unknown" : accessByPolicy(answer.Policy, this.user);
    return byPolicy !== "yes" && (await this.hasGrant(KeyId)) ? "yes" : byPolicy;
  }

  /** Whether a grant lets the user copy what is under the key. */
  private async hasGrant(KeyId: string): Promise<boolean> {
    const pages = paginateListGrants({ client: this.client }, { KeyId });
    const grants =
      (await unless(
        refused,
        all(pages, ({ Grants }) => Grants),
      )) ?? [];
    return grants.some(
      ({ GranteePrincipal, Operations = [] }) =>
        GranteePrincipal === this.user.roleArn &&
        (["Decrypt", "DescribeKey", "CreateGrant"] as const).every((operation) =>
          Operations.includes(operation),
        ),
    );
  }
}

function stateIn(metadata: KeyMetadata | undefined): KeyState {
  if (metadata === undefined) return "missing";
  return metadata.KeyState === "Enabled" ? "usable" : "disabled";
}
