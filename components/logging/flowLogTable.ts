import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import type { Account } from "../account";
import { Component } from "../component";
import { flowLogColumns } from "../network/flowLogFields";

export interface FlowLogTableArgs {
  /** The account whose flow logs the table shows. */
  readonly account: Account;
  /** Name of the bucket that holds the flow logs. */
  readonly bucketName: pulumi.Input<string>;
  /** ARN of the key that encrypts the results of queries. */
  readonly keyArn: pulumi.Input<string>;
  /** First year of the logs, for the table's partitions, 2015 or later. */
  readonly firstYear: number;
}

/** Name of the table. */
const tableName = "vpc_flow_logs";

/**
 * Flow logs as a table for Athena. Its partitions are projected from the date in a query's conditions, so that nothing has
 * to be loaded when new logs arrive. Results of queries go to the same bucket under `athena-results/`, encrypted.
 */
export class FlowLogTable extends Component {
  /** Name of the Glue database. */
  public readonly databaseName: pulumi.Output<string>;
  /** Name of the Athena workgroup to query in. */
  public readonly workgroupName: pulumi.Output<string>;

  public constructor(name: string, args: FlowLogTableArgs, opts?: pulumi.ComponentResourceOptions) {
    super("logging:FlowLogTable", name, args, opts);
    const child = { parent: this };
    const database = new aws.glue.CatalogDatabase(
      `${name}-database`,
      { name: name.replaceAll("-", "_"), description: "Logs of the account" },
      child,
    );
    createTable(name, database, args, child);
    const workgroup = createWorkgroup(name, args, child);
    this.databaseName = database.name;
    this.workgroupName = workgroup.name;
    this.registerOutputs({ databaseName: this.databaseName, workgroupName: this.workgroupName });
  }
}

function createTable(
  name: string,
  database: aws.glue.CatalogDatabase,
  { account, bucketName, firstYear }: FlowLogTableArgs,
  opts: pulumi.CustomResourceOptions,
): void {
  const root = pulumi.interpolate`s3://${bucketName}/AWSLogs`;
  const prefix = pulumi.interpolate`${root}/aws-account-id=${account.id}/aws-service=vpcflowlogs/aws-region=${account.region}/`;
  new aws.glue.CatalogTable(
    `${name}-table`,
    {
      databaseName: database.name,
      name: tableName,
      description: "VPC flow logs",
      tableType: "EXTERNAL_TABLE",
      parameters: {
        EXTERNAL: "TRUE",
        classification: "parquet",
        "projection.enabled": "true",
        "projection.year.type": "integer",
        "projection.year.range": `${firstYear},${firstYear + 50}`,
        "projection.month.type": "integer",
        "projection.month.range": "1,12",
        "projection.month.digits": "2",
        "projection.day.type": "integer",
        "projection.day.range": "1,31",
        "projection.day.digits": "2",
        "projection.hour.type": "integer",
        "projection.hour.range": "0,23",
        "projection.hour.digits": "2",
        "storage.location.template": pulumi.interpolate`${prefix}year=$\{year}/month=$\{month}/day=$\{day}/hour=$\{hour}`,
      },
      partitionKeys: ["year", "month", "day", "hour"].map((key) => ({ name: key, type: "int" })),
      storageDescriptor: {
        location: prefix,
        inputFormat: "org.apache.hadoop.hive.ql.io.parquet.MapredParquetInputFormat",
        outputFormat: "org.apache.hadoop.hive.ql.io.parquet.MapredParquetOutputFormat",
        serDeInfo: { serializationLibrary: "org.apache.hadoop.hive.ql.io.parquet.serde.ParquetHiveSerDe" },
        columns: flowLogColumns.map((column) => ({ ...column })),
      },
    },
    opts,
  );
}

function createWorkgroup(
  name: string,
  { account, bucketName, keyArn }: FlowLogTableArgs,
  opts: pulumi.CustomResourceOptions,
): aws.athena.Workgroup {
  return new aws.athena.Workgroup(
    `${name}-workgroup`,
    {
      name,
      description: "Queries over the account's logs",
      configuration: {
        enforceWorkgroupConfiguration: true,
        publishCloudwatchMetricsEnabled: true,
        resultConfiguration: {
          outputLocation: pulumi.interpolate`s3://${bucketName}/athena-results/`,
          expectedBucketOwner: account.id,
          encryptionConfiguration: { encryptionOption: "SSE_KMS", kmsKeyArn: keyArn },
        },
      },
    },
    opts,
  );
}
