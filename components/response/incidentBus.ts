import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import type { Account } from "../account";
import { Component } from "../component";
import { EncryptionKey } from "../encryption/encryptionKey";
import { encryptEvents } from "../encryption/keyStatements";
import { policyDocument, serialized, type Statement } from "../iam/document";
import { accountPrincipal } from "../iam/statements";

export interface IncidentBusArgs {
  /** The forensics account. */
  readonly account: Account;
  /** Ids of the accounts that may send events. */
  readonly senders: readonly string[];
}

/** The event bus to which workload accounts forward findings. It accepts events from the given accounts only. */
export class IncidentBus extends Component {
  /** ARN of the bus, known once its policy is in place. */
  public readonly arn: pulumi.Output<string>;
  /** Name of the bus. */
  public readonly busName: pulumi.Output<string>;

  public constructor(name: string, args: IncidentBusArgs, opts?: pulumi.ComponentResourceOptions) {
    super("response:IncidentBus", name, args, opts);
    const child = { parent: this };
    const busName = name;
    const key = new EncryptionKey(
      `${name}-encryption`,
      {
        account: args.account,
        description: "Encrypts events about incidents",
        usage: [encryptEvents(args.account, busName)],
      },
      child,
    );
    const bus = new aws.cloudwatch.EventBus(
      `${name}-bus`,
      { name: busName, description: "Findings of the workload accounts", kmsKeyIdentifier: key.arn },
      child,
    );
    const policy = new aws.cloudwatch.EventBusPolicy(
      `${name}-policy`,
      { eventBusName: bus.name, policy: serialized(policyDocument(acceptEvents(args, bus.arn))) },
      child,
    );
    this.arn = pulumi.all([bus.arn, policy.id]).apply(([arn]) => arn);
    this.busName = bus.name;
    this.registerOutputs({ arn: this.arn, busName: this.busName });
  }
}

function acceptEvents({ account, senders }: IncidentBusArgs, busArn: pulumi.Input<string>): Statement {
  return {
    Sid: "AcceptEventsOfWorkloadAccounts",
    Effect: "Allow",
    Principal: { AWS: senders.map((id) => accountPrincipal(account, id).AWS) },
    Action: "events:PutEvents",
    Resource: busArn,
  };
}
