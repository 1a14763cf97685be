import { arnIn, iamArn, type Account } from "../account";
import type { Statement } from "../iam/document";
import { caseTagsOnly } from "./responderConditions";

/**
 * What the container role may do: contain instances and principals, and release them. It is the response's only role that
 * changes anything that runs. It cannot be limited to instances with some tag: what is to be contained has none yet.
 */
export function containerStatements(account: Account): Statement[] {
  return [
    ...isolateInstances(account),
    denyAddresses(account),
    ...leaveTraffic(account),
    ...replaceProfiles(account),
    ...stopPrincipals(account),
    tagForACase(account),
  ];
}

function isolateInstances(account: Account): Statement[] {
  return [
    {
      Sid: "ProtectInstances",
      Effect: "Allow",
      Action: "ec2:ModifyInstanceAttribute",
      Resource: [arnIn(account, "ec2", "instance/*"), arnIn(account, "ec2", "volume/*")],
    },
    {
      Sid: "IsolateInterfaces",
      Effect: "Allow",
      Action: "ec2:ModifyNetworkInterfaceAttribute",
      Resource: [
        arnIn(account, "ec2", "instance/*"),
        arnIn(account, "ec2", "network-interface/*"),
        arnIn(account, "ec2", "security-group/*"),
      ],
    },
    {
      Sid: "TakeAddresses",
      Effect: "Allow",
      Action: ["ec2:AssociateAddress", "ec2:DisassociateAddress"],
      Resource: [
        arnIn(account, "ec2", "elastic-ip/*"),
        arnIn(account, "ec2", "instance/*"),
        arnIn(account, "ec2", "network-interface/*"),
      ],
    },
  ];
}

function denyAddresses(account: Account): Statement {
  return {
    Sid: "DenyAddresses",
    Effect: "Allow",
    Action: ["ec2:CreateNetworkAclEntry", "ec2:DeleteNetworkAclEntry"],
    Resource: arnIn(account, "ec2", "network-acl/*"),
  };
}

function leaveTraffic(account: Account): Statement[] {
  return [
    {
      Sid: "LeaveAutoScaling",
      Effect: "Allow",
      Action: [
        "autoscaling:AttachInstances",
        "autoscaling:DetachInstances",
        "autoscaling:EnterStandby",
        "autoscaling:ExitStandby",
      ],
      Resource: arnIn(account, "autoscaling", "autoScalingGroup:*:autoScalingGroupName/*"),
    },
    {
      Sid: "LeaveLoadBalancers",
      Effect: "Allow",
      Action: [
        "elasticloadbalancing:DeregisterInstancesFromLoadBalancer",
        "elasticloadbalancing:DeregisterTargets",
        "elasticloadbalancing:RegisterInstancesWithLoadBalancer",
        "elasticloadbalancing:RegisterTargets",
      ],
      Resource: [
        arnIn(account, "elasticloadbalancing", "loadbalancer/*"),
        arnIn(account, "elasticloadbalancing", "targetgroup/*"),
      ],
    },
  ];
}

function replaceProfiles(account: Account): Statement[] {
  return [
    {
      Sid: "ReplaceProfiles",
      Effect: "Allow",
      Action: [
        "ec2:AssociateIamInstanceProfile",
        "ec2:DisassociateIamInstanceProfile",
        "ec2:ReplaceIamInstanceProfileAssociation",
      ],
      Resource: arnIn(account, "ec2", "instance/*"),
    },
    {
      // The quarantine's role, and at the release the one that the instance had, whatever its name.
      Sid: "GiveProfiles",
      Effect: "Allow",
      Action: "iam:PassRole",
      Resource: iamArn(account.id, account.region, "role/*"),
      Condition: { StringEquals: { "iam:PassedToService": "ec2.amazonaws.com" } },
    },
  ];
}

/**
 * IAM knows no condition for the name of an inline policy or for what it says, nor for a key's status. The boundary protects the
 * response's roles. Source: "Actions, resources, and condition keys for IAM", Service Authorization Reference.
 */
function stopPrincipals({ id, region }: Account): Statement[] {
  return [
    {
      Sid: "StopRoles",
      Effect: "Allow",
      Action: ["iam:DeleteRolePolicy", "iam:PutRolePolicy"],
      Resource: iamArn(id, region, "role/*"),
    },
    {
      Sid: "StopUsers",
      Effect: "Allow",
      Action: ["iam:DeleteUserPolicy", "iam:PutUserPolicy", "iam:UpdateAccessKey"],
      Resource: iamArn(id, region, "user/*"),
    },
  ];
}

function tagForACase(account: Account): Statement {
  return {
    Sid: "TagForACase",
    Effect: "Allow",
    Action: ["ec2:CreateTags", "ec2:DeleteTags"],
    Resource: ["instance/*", "network-interface/*", "volume/*"].map((resource) =>
      arnIn(account, "ec2", resource),
    ),
    Condition: caseTagsOnly,
  };
}
