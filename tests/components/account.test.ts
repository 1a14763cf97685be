import assert from "node:assert/strict";
import { arnIn, dnsSuffixOf, iamArn, partitionOf } from "../../components/account";

describe("An account's ARN", () => {
  const cases: readonly [region: string, partition: string, suffix: string][] = [
    ["eu-central-1", "aws", "amazonaws.com"],
    ["cn-north-1", "aws-cn", "amazonaws.com.cn"],
    ["us-gov-west-1", "aws-us-gov", "amazonaws.com"],
    ["us-iso-east-1", "aws-iso", "c2s.ic.gov"],
    ["eusc-de-east-1", "aws-eusc", "amazonaws.eu"],
  ];
  for (const [region, partition, suffix] of cases) {
    it(`has the partition of ${region}`, () => {
      assert.equal(partitionOf(region), partition);
      assert.equal(dnsSuffixOf(region), suffix);
    });
  }

  it("names its service, region, account and resource", () => {
    const account = { id: "111122223333", region: "us-gov-west-1" };
    assert.equal(
      arnIn(account, "ec2", "instance/*"),
      "arn:aws-us-gov:ec2:us-gov-west-1:111122223333:instance/*",
    );
    assert.equal(iamArn("111122223333", "cn-north-1", "root"), "arn:aws-cn:iam::111122223333:root");
  });
});
