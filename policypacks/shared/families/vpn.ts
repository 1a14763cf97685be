import type * as aws from "@pulumi/aws";
import { family } from "../family";

/** AWS's record of a device on-premises. */
export const customerGateway = family<aws.ec2.CustomerGatewayArgs>("aws:ec2/customerGateway:CustomerGateway");
