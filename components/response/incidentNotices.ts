import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { arnIn, type Account } from "../account";
import { Component, dataClassificationTag } from "../component";
import { EncryptionKey } from "../encryption/encryptionKey";
import { useThroughService } from "../encryption/keyStatements";
import { policyDocument, serialized, type Statement } from "../iam/document";
import { incidentTopicName } from "./names";

export interface IncidentNoticesArgs {
  /** The forensics account. */
  readonly account: Account;
  /** E-mail addresses of those who are told. AWS asks each for confirmation. */
  readonly emails: readonly string[];
}

/**
 * How people are told of incidents: a topic, and a queue for events that could not be delivered. Both are encrypted with one
 * key of their own, and take nothing without TLS.
 */
export class IncidentNotices extends Component {
  /** ARN of the topic, known once its policy is in place. */
  public readonly topicArn: pulumi.Output<string>;
  /** ARN of the queue for events that could not be delivered, known once its policy is in place. */
  public readonly undeliveredArn: pulumi.Output<string>;
  /** Name of that queue. */
  public readonly undeliveredName: pulumi.Output<string>;
  /** ARN of the key that encrypts both. */
  public readonly keyArn: pulumi.Output<string>;

  public constructor(name: string, args: IncidentNoticesArgs, opts?: pulumi.ComponentResourceOptions) {
    super("response:IncidentNotices", name, args, opts);
    const child = { parent: this };
    const key = new EncryptionKey(
      `${name}-encryption`,
      {
        account: args.account,
        description: "Encrypts what people are told of incidents",
        usage: [useThroughService(args.account, "sns"), encryptForServices(args.account)],
      },
      child,
    );
    const topic = createTopic(name, args, key.arn, child);
    const queue = createQueue(name, args, key.arn, child);
    for (const email of args.emails) {
      new aws.sns.TopicSubscription(
        `${name}-email-${email}`,
        { topic: topic.topic.arn, protocol: "email", endpoint: email },
        child,
      );
    }
    this.topicArn = pulumi.all([topic.topic.arn, topic.policy.id]).apply(([arn]) => arn);
    this.undeliveredArn = pulumi.all([queue.queue.arn, queue.policy.id]).apply(([arn]) => arn);
    this.undeliveredName = queue.queue.name;
    this.keyArn = key.arn;
    this.registerOutputs({
      topicArn: this.topicArn,
      undeliveredArn: this.undeliveredArn,
      undeliveredName: this.undeliveredName,
      keyArn: this.keyArn,
    });
  }
}

function createTopic(
  name: string,
  { account }: IncidentNoticesArgs,
  keyArn: pulumi.Input<string>,
  opts: pulumi.CustomResourceOptions,
): { readonly topic: aws.sns.Topic; readonly policy: aws.sns.TopicPolicy } {
  const topic = new aws.sns.Topic(
    `${name}-topic`,
    {
      name: incidentTopicName,
      displayName: "Incidents",
      kmsMasterKeyId: keyArn,
      tags: { [dataClassificationTag]: "confidential" },
    },
    opts,
  );
  const document = policyDocument(
    ...acceptFrom(account, "sns:Publish", topic.arn, ["events.amazonaws.com", "cloudwatch.amazonaws.com"]),
    refusePlainHttp("sns:Publish", topic.arn),
  );
  const policy = new aws.sns.TopicPolicy(
    `${name}-topic-policy`,
    { arn: topic.arn, policy: serialized(document) },
    opts,
  );
  return { topic, policy };
}

function createQueue(
  name: string,
  { account }: IncidentNoticesArgs,
  keyArn: pulumi.Input<string>,
  opts: pulumi.CustomResourceOptions,
): { readonly queue: aws.sqs.Queue; readonly policy: aws.sqs.QueuePolicy } {
  const queue = new aws.sqs.Queue(
    `${name}-undelivered`,
    {
      name: `${name}-undelivered`,
      kmsMasterKeyId: keyArn,
      messageRetentionSeconds: 14 * 24 * 3600, // The longest that SQS allows.
      tags: { [dataClassificationTag]: "confidential" },
    },
    opts,
  );
  const document = policyDocument(
    ...acceptFrom(account, "sqs:SendMessage", queue.arn, ["events.amazonaws.com"]),
    refusePlainHttp("sqs:*", queue.arn),
  );
  const policy = new aws.sqs.QueuePolicy(
    `${name}-undelivered-policy`,
    { queueUrl: queue.url, policy: serialized(document) },
    opts,
  );
  return { queue, policy };
}

/**
 * Lets rules and alarms of this account send.
 * Source: "Using resource-based policies for Amazon EventBridge", "Encryption at rest" of the Amazon SNS developer guide.
 */
function acceptFrom(
  account: Account,
  Action: string,
  Resource: pulumi.Input<string>,
  services: readonly string[],
): Statement[] {
  return services.map((Service) => ({
    Sid: `Accept${Service.startsWith("events") ? "Events" : "Alarms"}`,
    Effect: "Allow",
    Principal: { Service },
    Action,
    Resource,
    Condition: {
      StringEquals: { "aws:SourceAccount": account.id },
      ArnLike: {
        "aws:SourceArn": Service.startsWith("events")
          ? arnIn(account, "events", "rule/*")
          : arnIn(account, "cloudwatch", "alarm:*"),
      },
    },
  }));
}

function refusePlainHttp(Action: string, Resource: pulumi.Input<string>): Statement {
  return {
    Sid: "RefusePlainHttp",
    Effect: "Deny",
    Principal: "*",
    Action,
    Resource,
    Condition: { Bool: { "aws:SecureTransport": "false" } },
  };
}

function encryptForServices(account: Account): Statement {
  return {
    Sid: "EncryptForRulesAndAlarms",
    Effect: "Allow",
    Principal: { Service: ["events.amazonaws.com", "cloudwatch.amazonaws.com"] },
    Action: ["kms:Decrypt", "kms:GenerateDataKey*"],
    Resource: "*",
    Condition: { StringEquals: { "aws:SourceAccount": account.id } },
  };
}
