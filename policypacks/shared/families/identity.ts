import type * as aws from "@pulumi/aws";
import { family } from "../family";

export const role = family<aws.iam.RoleArgs>("aws:iam/role:Role");

/** Documents that say what their holder may do. */
export const managedPolicy = family<aws.iam.PolicyArgs>("aws:iam/policy:Policy");
export const rolePolicy = family<aws.iam.RolePolicyArgs>("aws:iam/rolePolicy:RolePolicy");
export const userPolicy = family<aws.iam.UserPolicyArgs>("aws:iam/userPolicy:UserPolicy");
export const groupPolicy = family<aws.iam.GroupPolicyArgs>("aws:iam/groupPolicy:GroupPolicy");
export const permissionSetPolicy = family<aws.ssoadmin.PermissionSetInlinePolicyArgs>(
  "aws:ssoadmin/permissionSetInlinePolicy:PermissionSetInlinePolicy",
);

/** Attachments of managed policies. */
export const policyAttachment = family<{ policyArn: string }>(
  "aws:iam/rolePolicyAttachment:RolePolicyAttachment",
  "aws:iam/userPolicyAttachment:UserPolicyAttachment",
  "aws:iam/groupPolicyAttachment:GroupPolicyAttachment",
  "aws:iam/policyAttachment:PolicyAttachment",
);
export const permissionSetAttachment = family<aws.ssoadmin.ManagedPolicyAttachmentArgs>(
  "aws:ssoadmin/managedPolicyAttachment:ManagedPolicyAttachment",
);

/** Grants of access that are no documents. */
export const lambdaPermission = family<aws.lambda.PermissionArgs>("aws:lambda/permission:Permission");
export const layerPermission = family<aws.lambda.LayerVersionPermissionArgs>(
  "aws:lambda/layerVersionPermission:LayerVersionPermission",
);
export const eventPermission = family<aws.cloudwatch.EventPermissionArgs>(
  "aws:cloudwatch/eventPermission:EventPermission",
);
export const keyGrant = family<aws.kms.GrantArgs>("aws:kms/grant:Grant");
export const imagePermission = family<aws.ec2.AmiLaunchPermissionArgs>(
  "aws:ec2/amiLaunchPermission:AmiLaunchPermission",
);
export const snapshotPermission = family<aws.ec2.SnapshotCreateVolumePermissionArgs>(
  "aws:ec2/snapshotCreateVolumePermission:SnapshotCreateVolumePermission",
);
/** Settings of a whole account and region: what of it may be public. */
export const blockedSnapshots = family<aws.ebs.SnapshotBlockPublicAccessArgs>(
  "aws:ebs/snapshotBlockPublicAccess:SnapshotBlockPublicAccess",
);
export const blockedImages = family<aws.ec2.ImageBlockPublicAccessArgs>(
  "aws:ec2/imageBlockPublicAccess:ImageBlockPublicAccess",
);
export const endpointServicePermission = family<aws.ec2.VpcEndpointServiceAllowedPrincipleArgs>(
  "aws:ec2/vpcEndpointServiceAllowedPrinciple:VpcEndpointServiceAllowedPrinciple",
);
export const resourceShare = family<aws.ram.ResourceShareArgs>("aws:ram/resourceShare:ResourceShare");
export const sharePrincipal = family<aws.ram.PrincipalAssociationArgs>(
  "aws:ram/principalAssociation:PrincipalAssociation",
);

export const key = family<aws.kms.KeyArgs>("aws:kms/key:Key");
