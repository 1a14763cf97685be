import type * as aws from "@pulumi/aws";
import { family } from "../family";

export const instance = family<aws.ec2.InstanceArgs>("aws:ec2/instance:Instance");
export const spotInstanceRequest = family<aws.ec2.SpotInstanceRequestArgs>(
  "aws:ec2/spotInstanceRequest:SpotInstanceRequest",
);
export const launchTemplate = family<aws.ec2.LaunchTemplateArgs>("aws:ec2/launchTemplate:LaunchTemplate");
export const launchConfiguration = family<aws.ec2.LaunchConfigurationArgs>(
  "aws:ec2/launchConfiguration:LaunchConfiguration",
);
export const logGroup = family<aws.cloudwatch.LogGroupArgs>("aws:cloudwatch/logGroup:LogGroup");
