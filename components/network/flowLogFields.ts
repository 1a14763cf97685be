/** A field of a flow log record and its type in a Parquet file. */
export interface FlowLogField {
  /** Name in the log's format. */
  readonly name: string;
  /** Type of the column in Hive's words. */
  readonly type: "int" | "bigint" | "string";
}

const field =
  (type: FlowLogField["type"]) =>
  (name: string): FlowLogField => ({ name, type });
const int = field("int");
const bigint = field("bigint");
const string = field("string");

/**
 * Fields of a record: all that versions 2 to 5 define, and why a packet was refused; without those of ECS. An analysis needs
 * the addresses behind a NAT gateway, the direction and path of a flow and its TCP flags, which the default format leaves
 * out.
 *
 * Source: "Available fields", flow log records, Amazon VPC user guide; "Create tables for flow logs in Apache Parquet
 * format", Amazon Athena user guide.
 */
export const flowLogFields: readonly FlowLogField[] = [
  int("version"),
  string("account-id"),
  string("interface-id"),
  string("srcaddr"),
  string("dstaddr"),
  int("srcport"),
  int("dstport"),
  bigint("protocol"),
  bigint("packets"),
  bigint("bytes"),
  bigint("start"),
  bigint("end"),
  string("action"),
  string("log-status"),
  string("vpc-id"),
  string("subnet-id"),
  string("instance-id"),
  int("tcp-flags"),
  string("type"),
  string("pkt-srcaddr"),
  string("pkt-dstaddr"),
  string("region"),
  string("az-id"),
  string("sublocation-type"),
  string("sublocation-id"),
  string("pkt-src-aws-service"),
  string("pkt-dst-aws-service"),
  string("flow-direction"),
  int("traffic-path"),
  string("reject-reason"),
];

/** The log's format: the fields in the order given. */
export const flowLogFormat = flowLogFields.map(({ name }) => `$\{${name}}`).join(" ");

/** Columns of a table over the records. Log delivery writes underscores where a field's name has hyphens. */
export const flowLogColumns = flowLogFields.map(({ name, type }) => ({
  name: name.replaceAll("-", "_"),
  type,
}));
