import { z } from "zod";

// As much of the AWS Security Finding Format as readiness sends: what is required, and how long it may be.
// Sources: AwsSecurityFinding, Resource, Recommendation and AwsEc2InstanceDetails, AWS Security Hub API reference;
// "Required top-level ASFF attributes", Security Hub user guide.

const text = (longest: number) => z.string().min(1).max(longest);
const time = z.iso.datetime();

const resource = z.strictObject({
  Type: text(256),
  Id: text(512),
  Partition: z.enum(["aws", "aws-cn", "aws-us-gov"]),
  Region: text(16),
  Tags: z
    .record(text(128), z.string().max(256))
    .refine((tags) => Object.keys(tags).length <= 50)
    .optional(),
  Details: z
    .strictObject({
      AwsEc2Instance: z.strictObject({
        Type: text(64).optional(),
        ImageId: text(64).optional(),
        VpcId: text(32).optional(),
        SubnetId: text(32).optional(),
        LaunchedAt: time.optional(),
      }),
    })
    .optional(),
});

/** A finding that Security Hub takes. */
const finding = z
  .strictObject({
    SchemaVersion: z.literal("2018-10-08"),
    Id: text(512),
    ProductArn: z.string().regex(/^arn:aws(-[a-z-]+)?:securityhub:[a-z0-9-]+:(\d{12}):product\/\2\/default$/),
    GeneratorId: text(512),
    AwsAccountId: z.string().regex(/^\d{12}$/),
    CreatedAt: time,
    UpdatedAt: time,
    Title: text(256),
    Description: text(1024),
    Remediation: z.strictObject({ Recommendation: z.strictObject({ Text: text(512) }) }),
    Resources: z.array(resource).min(1).max(32),
    FindingProviderFields: z.strictObject({
      Severity: z.strictObject({ Label: z.enum(["INFORMATIONAL", "LOW", "MEDIUM", "HIGH", "CRITICAL"]) }),
      Types: z
        .array(
          z
            .string()
            .regex(
              /^(Software and Configuration Checks|TTPs|Effects|Unusual Behaviors|Sensitive Data Identifications)(\/[^/]+){0,2}$/,
            ),
        )
        .min(1)
        .max(50),
    }),
    Compliance: z.strictObject({ Status: z.enum(["PASSED", "WARNING", "FAILED", "NOT_AVAILABLE"]) }),
    RecordState: z.enum(["ACTIVE", "ARCHIVED"]),
  })
  .refine(({ CreatedAt, UpdatedAt }) => CreatedAt <= UpdatedAt)
  .refine((one) => Buffer.byteLength(JSON.stringify(one)) <= 240 * 1024);

/** Findings of which Security Hub takes every one, with no id twice. */
export const asff = z.array(finding).refine((all) => new Set(all.map(({ Id }) => Id)).size === all.length);
