import { AutoScalingClient } from "@aws-sdk/client-auto-scaling";
import { CloudWatchClient } from "@aws-sdk/client-cloudwatch";
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { EC2Client } from "@aws-sdk/client-ec2";
import { ElasticLoadBalancingClient } from "@aws-sdk/client-elastic-load-balancing";
import { ElasticLoadBalancingV2Client } from "@aws-sdk/client-elastic-load-balancing-v2";
import { EventBridgeClient } from "@aws-sdk/client-eventbridge";
import { IAMClient } from "@aws-sdk/client-iam";
import { KMSClient } from "@aws-sdk/client-kms";
import { S3Client } from "@aws-sdk/client-s3";
import { SFNClient } from "@aws-sdk/client-sfn";
import { SNSClient } from "@aws-sdk/client-sns";
import { SSMClient } from "@aws-sdk/client-ssm";
import { AssumeRoleCommand, STSClient } from "@aws-sdk/client-sts";

/** An account of the emulator, as any client of AWS reaches it. */
export interface AccountClients {
  readonly id: string;
  readonly region: string;
  readonly autoScaling: AutoScalingClient;
  readonly cloudWatch: CloudWatchClient;
  readonly dynamoDb: DynamoDBClient;
  readonly ec2: EC2Client;
  readonly elb: ElasticLoadBalancingClient;
  readonly elbV2: ElasticLoadBalancingV2Client;
  readonly events: EventBridgeClient;
  readonly iam: IAMClient;
  readonly kms: KMSClient;
  readonly s3: S3Client;
  readonly sfn: SFNClient;
  readonly sns: SNSClient;
  readonly ssm: SSMClient;
}

/**
 * Clients of an account, with the rights of a role in it.
 *
 * @param endpoint Address of the emulator. One server stands for all accounts: the role tells which.
 */
export async function openAccount(
  endpoint: string,
  id: string,
  region: string,
  role = "landing-zone-drill",
): Promise<AccountClients> {
  const base = { endpoint, region, maxAttempts: 2 };
  const sts = new STSClient({ ...base, credentials: { accessKeyId: "drill", secretAccessKey: "drill" } });
  const { Credentials } = await sts.send(
    new AssumeRoleCommand({ RoleArn: `arn:aws:iam::${id}:role/${role}`, RoleSessionName: "drill" }),
  );
  sts.destroy();
  if (Credentials?.AccessKeyId === undefined || Credentials.SecretAccessKey === undefined) {
    throw new Error(`no credentials for account ${id}`);
  }
  const settings = {
    ...base,
    credentials: {
      accessKeyId: Credentials.AccessKeyId,
      secretAccessKey: Credentials.SecretAccessKey,
      ...(Credentials.SessionToken !== undefined && { sessionToken: Credentials.SessionToken }),
    },
  };
  return {
    id,
    region,
    autoScaling: new AutoScalingClient(settings),
    cloudWatch: new CloudWatchClient(settings),
    dynamoDb: new DynamoDBClient(settings),
    ec2: new EC2Client(settings),
    elb: new ElasticLoadBalancingClient(settings),
    elbV2: new ElasticLoadBalancingV2Client(settings),
    events: new EventBridgeClient(settings),
    iam: new IAMClient(settings),
    kms: new KMSClient(settings),
    s3: new S3Client({ ...settings, forcePathStyle: true }),
    sfn: new SFNClient(settings),
    sns: new SNSClient(settings),
    ssm: new SSMClient(settings),
  };
}
