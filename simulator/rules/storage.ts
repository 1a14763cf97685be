import { arn, type Facts, type RuleTable, text } from "../facts";
import { random } from "../templates";
import type { Value } from "../values";

/** Buckets, tables, file systems, backups and databases. */
export const storage: RuleTable = {
  ...buckets("bucket:Bucket"),
  ...buckets("bucketV2:BucketV2"),
  ...objects("bucketObject:BucketObject"),
  ...objects("bucketObjectv2:BucketObjectv2"),
  "aws:s3/analyticsConfiguration:AnalyticsConfiguration": { id: "{bucket}:{name}" },
  "aws:s3/bucketIntelligentTieringConfiguration:BucketIntelligentTieringConfiguration": {
    id: "{bucket}:{name}",
  },
  "aws:s3/bucketMetric:BucketMetric": { id: "{bucket}:{name}" },
  "aws:s3/inventory:Inventory": { id: "{bucket}:{name}" },
  "aws:s3/accessPoint:AccessPoint": {
    id: "{account}:{name}",
    outputs: {
      arn: arn("s3", "accesspoint/{name}"),
      alias: "{name}-{alnum:34}-s3alias",
      domainName: "{name}-{account}.s3-accesspoint.{region}.{dnsSuffix}",
      networkOrigin: "Internet",
    },
  },
  "aws:s3control/multiRegionAccessPoint:MultiRegionAccessPoint": { id: "{account}:{name}" },
  "aws:dynamodb/table:Table": {
    id: "{name}",
    outputs: {
      arn: arn("dynamodb", "table/{name}"),
      streamArn: (facts) =>
        facts.get("streamEnabled") === true ? `${text(facts, "arn")}/stream/2025-01-01T00:00:00.000` : "",
      streamLabel: (facts) => (facts.get("streamEnabled") === true ? "2025-01-01T00:00:00.000" : ""),
    },
  },
  "aws:efs/fileSystem:FileSystem": {
    outputs: {
      arn: arn("elasticfilesystem", "file-system/{id}"),
      dnsName: "{id}.efs.{region}.{dnsSuffix}",
      creationToken: "{name}",
    },
  },
  "aws:efs/accessPoint:AccessPoint": {
    outputs: {
      arn: arn("elasticfilesystem", "access-point/{id}"),
      fileSystemArn: arn("elasticfilesystem", "file-system/{fileSystemId}"),
    },
  },
  "aws:ecr/repository:Repository": {
    id: "{name}",
    outputs: {
      arn: arn("ecr", "repository/{name}"),
      registryId: "{account}",
      repositoryUrl: "{account}.dkr.ecr.{region}.{dnsSuffix}/{name}",
    },
  },
  "aws:backup/vault:Vault": { id: "{name}", outputs: { arn: arn("backup", "backup-vault:{name}") } },
  "aws:backup/plan:Plan": {
    id: "{uuid}",
    outputs: { arn: arn("backup", "backup-plan:{id}"), version: "{alnum:48}" },
  },
  "aws:backup/selection:Selection": { id: "{uuid}" },
  "aws:rds/instance:Instance": {
    id: "db-{upper:26}",
    outputs: {
      arn: arn("rds", "db:{identifier}"),
      identifier: "{name}",
      resourceId: "{id}",
      address: "{identifier}.{alnum:12}.{region}.rds.{dnsSuffix}",
      endpoint: (facts) => `${text(facts, "address")}:${String(portOf(facts))}`,
      port: portOf,
      availabilityZone: "{region}a",
      status: "available",
    },
  },
  "aws:rds/cluster:Cluster": {
    id: "{clusterIdentifier}",
    outputs: {
      arn: arn("rds", "cluster:{clusterIdentifier}"),
      clusterIdentifier: "{name}",
      clusterResourceId: "cluster-{upper:26}",
      endpoint: "{clusterIdentifier}.cluster-{alnum:12}.{region}.rds.{dnsSuffix}",
      readerEndpoint: "{clusterIdentifier}.cluster-ro-{alnum:12}.{region}.rds.{dnsSuffix}",
      port: portOf,
    },
  },
};

function buckets(type: string): RuleTable {
  const rules = {
    id: "{bucket}",
    outputs: {
      arn: "arn:{partition}:s3:::{bucket}",
      bucket: "{name}",
      bucketDomainName: "{bucket}.s3.{dnsSuffix}",
      bucketRegionalDomainName: "{bucket}.s3.{region}.{dnsSuffix}",
      hostedZoneId: ({ region }: Facts): Value => `Z${random(`s3 ${region}`, 13).toUpperCase()}`,
      requestPayer: "BucketOwner",
      bucketNamespace: "global",
    },
  };
  return { [`aws:s3/${type}`]: rules };
}

function objects(type: string): RuleTable {
  const rules = {
    id: "{bucket}/{key}",
    outputs: {
      arn: "arn:{partition}:s3:::{bucket}/{key}",
      key: "{name}",
      etag: "{hex:32}",
      storageClass: "STANDARD",
    },
  };
  return { [`aws:s3/${type}`]: rules };
}

function portOf(facts: Facts): number {
  const port = facts.inputs["port"];
  if (typeof port === "number") return port;
  const engine = text(facts, "engine");
  if (engine.includes("postgres")) return 5432;
  if (engine.includes("sqlserver")) return 1433;
  return engine.includes("oracle") ? 1521 : 3306;
}
