import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { arnIn, partitionOf, serviceHost, type Account } from "../account";
import { Component } from "../component";
import { policyDocument, serialized, type Statement } from "../iam/document";
import { refuseProblems } from "../problems";
import { hardening, toolInstallation, toolProblems, versionOf, type Tool } from "./workstationImageRecipe";
import { imageParameterName } from "./workstationNames";
import { trustInstances } from "../iam/instanceStatements";
import { takeCommands, writeLogs } from "./workstationStatements";

export interface WorkstationImageArgs {
  /** The forensics account. */
  readonly account: Account;
  /** Bucket of the tools. */
  readonly toolsBucketName: pulumi.Input<string>;
  /** ARN of the bucket of the tools. */
  readonly toolsBucketArn: pulumi.Input<string>;
  /** ARN of the key of tools and images. */
  readonly keyArn: pulumi.Input<string>;
  /** Tools to install, in this order. */
  readonly tools: readonly Tool[];
  /** Instance types to build on, with x86 processors. */
  readonly instanceTypes: readonly string[];
  /** Isolated subnet in which images are built. */
  readonly subnetId: pulumi.Input<string>;
  /** Security group of the builder: out to the endpoints of AWS services, and nothing in. */
  readonly securityGroupId: pulumi.Input<string>;
}

/** GiB of the image's disk: the tools and what compiles them. */
const imageSize = 30;

/**
 * The pipeline that builds the image of forensic workstations: Amazon Linux 2023, hardened, with tools of named versions and
 * hashes. It is built in the isolated network, and anew on the first of each month if there is something new.
 */
export class WorkstationImage extends Component {
  /** ARN of the pipeline. */
  public readonly pipelineArn: pulumi.Output<string>;

  /** @throws Error that lists all problems of the tools. */
  public constructor(name: string, args: WorkstationImageArgs, opts?: pulumi.ComponentResourceOptions) {
    super("forensics:WorkstationImage", name, args, opts);
    refuseProblems("WorkstationImage", name, toolProblems(args.tools));
    const child = { parent: this };
    const profile = createBuilder(name, args, child);
    const pipeline = new aws.imagebuilder.ImagePipeline(
      `${name}-pipeline`,
      {
        name: `${name}-pipeline`,
        description: "Builds the image of forensic workstations",
        imageRecipeArn: createRecipe(name, args, child).arn,
        infrastructureConfigurationArn: createInfrastructure(name, args, profile, child).arn,
        distributionConfigurationArn: createDistribution(name, args, child).arn,
        enhancedImageMetadataEnabled: true,
        imageTestsConfiguration: { imageTestsEnabled: true, timeoutMinutes: 90 },
        schedule: {
          scheduleExpression: "cron(0 3 1 * ? *)",
          timezone: "Etc/UTC",
          pipelineExecutionStartCondition: "EXPRESSION_MATCH_AND_DEPENDENCY_UPDATES_AVAILABLE",
        },
      },
      child,
    );
    this.pipelineArn = pipeline.arn;
    this.registerOutputs({ pipelineArn: this.pipelineArn });
  }
}

function createBuilder(
  name: string,
  args: WorkstationImageArgs,
  opts: pulumi.CustomResourceOptions,
): aws.iam.InstanceProfile {
  const role = new aws.iam.Role(
    `${name}-builder`,
    {
      name: `${name}-builder`,
      description: "Builds images of forensic workstations",
      assumeRolePolicy: serialized(policyDocument(trustInstances(args.account))),
    },
    opts,
  );
  new aws.iam.RolePolicy(
    `${name}-build`,
    { role: role.name, policy: serialized(policyDocument(...buildStatements(args))) },
    opts,
  );
  return new aws.iam.InstanceProfile(
    `${name}-builder-profile`,
    { name: `${name}-builder`, role: role.name },
    opts,
  );
}

/** Source: "Prerequisites to use Image Builder: IAM", EC2 Image Builder user guide. */
function buildStatements({ account, toolsBucketArn, keyArn }: WorkstationImageArgs): Statement[] {
  return [
    ...takeCommands(account),
    writeLogs(account, "/aws/imagebuilder/*"),
    {
      Sid: "CreateLogGroup",
      Effect: "Allow",
      Action: "logs:CreateLogGroup",
      Resource: arnIn(account, "logs", "log-group:/aws/imagebuilder/*"),
    },
    {
      Sid: "ReadComponents",
      Effect: "Allow",
      Action: "imagebuilder:GetComponent",
      Resource: arnIn(account, "imagebuilder", "component/*"),
    },
    {
      Sid: "ReadTools",
      Effect: "Allow",
      Action: "s3:GetObject",
      Resource: pulumi.interpolate`${toolsBucketArn}/*`,
    },
    {
      Sid: "DecryptTools",
      Effect: "Allow",
      Action: "kms:Decrypt",
      Resource: keyArn,
      Condition: {
        StringEquals: { "kms:ViaService": serviceHost(account.region, "s3") },
      },
    },
  ];
}

function createRecipe(
  name: string,
  args: WorkstationImageArgs,
  opts: pulumi.CustomResourceOptions,
): aws.imagebuilder.ImageRecipe {
  const { region } = args.account;
  const parts = { harden: hardening(), tools: toolInstallation(args.tools) };
  const create = (part: keyof typeof parts) =>
    new aws.imagebuilder.Component(
      `${name}-${part}`,
      {
        name: `${name}-${part}`,
        platform: "Linux",
        supportedOsVersions: ["Amazon Linux 2023"],
        ...parts[part],
      },
      opts,
    );
  const components = [
    { componentArn: create("harden").arn },
    {
      componentArn: create("tools").arn,
      parameters: [{ name: "Bucket", value: args.toolsBucketName }],
    },
  ];
  return new aws.imagebuilder.ImageRecipe(
    `${name}-recipe`,
    {
      name: `${name}-recipe`,
      description: "Forensic workstation",
      version: versionOf(`${parts.harden.version} ${parts.tools.version}`),
      parentImage: `arn:${partitionOf(region)}:imagebuilder:${region}:aws:image/amazon-linux-2023-x86/x.x.x`,
      components,
      systemsManagerAgent: { uninstallAfterBuild: false },
      blockDeviceMappings: [
        {
          deviceName: "/dev/xvda",
          ebs: {
            encrypted: "true",
            kmsKeyId: args.keyArn,
            volumeSize: imageSize,
            volumeType: "gp3",
            deleteOnTermination: "true",
          },
        },
      ],
    },
    opts,
  );
}

function createInfrastructure(
  name: string,
  args: WorkstationImageArgs,
  profile: aws.iam.InstanceProfile,
  opts: pulumi.CustomResourceOptions,
): aws.imagebuilder.InfrastructureConfiguration {
  return new aws.imagebuilder.InfrastructureConfiguration(
    `${name}-infrastructure`,
    {
      name: `${name}-infrastructure`,
      description: "Builds in the isolated network",
      instanceProfileName: profile.name,
      instanceTypes: [...args.instanceTypes],
      subnetId: args.subnetId,
      securityGroupIds: [args.securityGroupId],
      instanceMetadataOptions: { httpTokens: "required", httpPutResponseHopLimit: 1 },
      terminateInstanceOnFailure: true,
    },
    opts,
  );
}

/** The image stays in this account and region, and the parameter always names the newest one that passed its tests. */
function createDistribution(
  name: string,
  { account, keyArn }: WorkstationImageArgs,
  opts: pulumi.CustomResourceOptions,
): aws.imagebuilder.DistributionConfiguration {
  return new aws.imagebuilder.DistributionConfiguration(
    `${name}-distribution`,
    {
      name: `${name}-distribution`,
      description: "Keeps the image in the forensics account",
      distributions: [
        {
          region: account.region,
          amiDistributionConfiguration: {
            name: "forensic-workstation-{{ imagebuilder:buildDate }}",
            description: "Forensic workstation",
            kmsKeyId: keyArn,
            amiTags: { purpose: "forensic-workstation" },
          },
          ssmParameterConfigurations: [{ parameterName: imageParameterName, dataType: "aws:ec2:image" }],
        },
      ],
    },
    opts,
  );
}
