/** Partition of a region. Source: https://docs.aws.amazon.com/whitepapers/latest/aws-fault-isolation-boundaries/partitions.html */
export function partitionOf(region: string): string {
  if (region.startsWith("cn-")) return "aws-cn";
  if (region.startsWith("us-gov-")) return "aws-us-gov";
  if (region.startsWith("us-isob-")) return "aws-iso-b";
  if (region.startsWith("us-iso-")) return "aws-iso";
  return "aws";
}

/** DNS suffix of a partition. Source: the AWS provider's data source aws_partition. */
export function dnsSuffixOf(partition: string): string {
  const suffixes: Readonly<Record<string, string>> = {
    "aws-cn": "amazonaws.com.cn",
    "aws-iso": "c2s.ic.gov",
    "aws-iso-b": "sc2s.sgov.gov",
  };
  return suffixes[partition] ?? "amazonaws.com";
}

/** Short form of a region, as zone ids use it: `euc1` for `eu-central-1`, `apse2`, `usgw1`. */
export function regionCode(region: string): string {
  const [area = "", ...rest] = region.split("-");
  const number = rest.pop() ?? "";
  const shorten = (word: string): string =>
    word.replace(/^(north|south)(east|west)$/, "$1-$2").replace(/(\w)\w*-?/g, "$1");
  return area + rest.map(shorten).join("") + number;
}
