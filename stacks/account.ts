import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { iamArn, type Account } from "../components/account";
import { Component } from "../components/component";
import { deploymentRoleName } from "../components/response/names";
import type { StackConfig } from "../config/load";

/** What the caller of the program may change. */
export interface ProgramOptions {
  /** Further settings of the account's provider, for instance the address of an emulator. */
  readonly provider?: (account: string) => Partial<aws.ProviderArgs>;
}

/** The account that a stack owns, as the parent of everything in it. */
export class AccountStack extends Component {
  /** The account and region of everything in the stack. */
  public readonly account: Account;
  /** Name of the stack: the names of all its components start with it. */
  public readonly name: string;
  /** The options of a component in the stack. */
  public readonly child: pulumi.ComponentResourceOptions = { parent: this };

  /**
   * @param config The stack's configuration.
   * @param options What the caller of the program changes.
   */
  public constructor(config: StackConfig, options: ProgramOptions) {
    const stack = pulumi.getStack();
    const provider = new aws.Provider(`${stack}-account`, providerArgs(config, options));
    super(
      `stacks:${config.kind}`,
      stack,
      { account: config.account, region: config.region },
      { providers: { aws: provider } },
      { tags: { account: config.account, stack } },
    );
    this.account = { id: config.account, region: config.region };
    this.name = stack;
    this.registerOutputs({});
  }
}

/** Names of the roles that deploy a stack. */
export function deployersOf({ deployment }: Pick<StackConfig, "deployment">): string[] {
  return [...new Set([deploymentRoleName, ...(deployment ? [deployment.roleName] : [])])];
}

function providerArgs(config: StackConfig, options: ProgramOptions): aws.ProviderArgs {
  const { account, region, deployment } = config;
  return {
    region,
    allowedAccountIds: [account],
    ...(deployment && { assumeRoles: [{ roleArn: iamArn(account, region, `role/${deployment.roleName}`) }] }),
    ...options.provider?.(account),
  };
}
