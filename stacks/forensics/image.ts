import type * as pulumi from "@pulumi/pulumi";
import type { Account } from "../../components/account";
import type { AnalysisNetwork, AnalysisNetworkArgs } from "../../components/forensics/analysisNetwork";
import { WorkstationImage } from "../../components/forensics/workstationImage";
import type { Tool } from "../../components/forensics/workstationImageRecipe";
import { buildImages } from "../../components/forensics/workstationStatements";
import type { WorkstationTools } from "../../components/forensics/workstationTools";

/** What the isolated network lets through so that an image can be built in it. */
export function whileBuilding(
  account: Account,
  tools: WorkstationTools,
): Pick<AnalysisNetworkArgs, "furtherS3Statements" | "furtherServices"> {
  return {
    furtherS3Statements: () => buildImages(account, tools.bucketArn),
    furtherServices: ["imagebuilder"],
  };
}

/** What the image is built of, and where. */
export interface ImageParts {
  /** The configured tools. */
  readonly list: readonly Tool[];
  /** Where they are kept. */
  readonly tools: WorkstationTools;
  readonly network: AnalysisNetwork;
  readonly instanceType: string;
}

/** Creates the pipeline that builds the image of workstations, in the first of the isolated subnets. */
export function createImage(
  name: string,
  account: Account,
  { list, tools, network, instanceType }: ImageParts,
  child: pulumi.ComponentResourceOptions,
): WorkstationImage {
  const [subnetId] = network.subnetIds;
  if (subnetId === undefined) throw new Error("the isolated VPC has no subnet to build images in");
  return new WorkstationImage(
    `${name}-image`,
    {
      account,
      toolsBucketName: tools.bucketName,
      toolsBucketArn: tools.bucketArn,
      keyArn: tools.keyArn,
      tools: list,
      instanceTypes: [instanceType],
      subnetId,
      securityGroupId: network.workstationGroupId,
    },
    child,
  );
}
