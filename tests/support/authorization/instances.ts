import {
  arnOf,
  ec2,
  type Mapping,
  onTagged,
  partOf,
  partsOf,
  passes,
  type Permission,
  region,
  requestTags,
  resourceTags,
  textOf,
  valuesOf,
} from "./asked";

const onInstances =
  (action: string): Mapping =>
  (asked) =>
    ["InstanceId", "InstanceIds"].flatMap((name) =>
      valuesOf(asked.parameters[name]).map((id) => onTagged(action, asked, id)),
    );

const tagging: Mapping = (asked) =>
  valuesOf(asked.parameters["Resources"]).map((id) => [
    `ec2:${asked.operation}`,
    arnOf(asked, id),
    requestTags(partsOf(asked.parameters, "Tags")),
  ]);

/** The instance of an association is not in the call. Who gives an instance a profile passes the profile's role. */
const profileChange: Mapping = (asked) => {
  const profile = partOf(asked.parameters, "IamInstanceProfile");
  const name = textOf(profile, "Name") || textOf(profile, "Arn").split("/").at(-1);
  return [
    [`ec2:${asked.operation}`, ec2(asked, "instance/i-of-the-association")],
    ...(name ? [passes(asked, name)] : []),
  ];
};

const addresses: Mapping = (asked) => [
  [`ec2:${asked.operation}`, ec2(asked, `elastic-ip/${textOf(asked.parameters, "AllocationId") || "x"}`)],
  [`ec2:${asked.operation}`, ec2(asked, "network-interface/of-the-address")],
];

const scaling: Mapping = (asked) => {
  const group = `autoScalingGroup:0a1b:autoScalingGroupName/${textOf(asked.parameters, "AutoScalingGroupName")}`;
  return [[`autoscaling:${asked.operation}`, `arn:aws:autoscaling:${region}:${asked.account}:${group}`]];
};

const onTargetGroup: Mapping = ({ operation, parameters }) => [
  [`elasticloadbalancing:${operation}`, textOf(parameters, "TargetGroupArn")],
];

const onClassicBalancer: Mapping = ({ account, operation, parameters }) => {
  const name = textOf(parameters, "LoadBalancerName");
  const balancer = `arn:aws:elasticloadbalancing:${region}:${account}:loadbalancer/${name}`;
  return [[`elasticloadbalancing:${operation}`, balancer]];
};

const command: Mapping = (asked) => {
  const document = textOf(asked.parameters, "DocumentName");
  const named = document.startsWith("arn:")
    ? document
    : `arn:aws:ssm:${region}:${asked.account}:document/${document}`;
  return [
    ["ssm:SendCommand", named],
    ...valuesOf(asked.parameters["InstanceIds"]).map((id): Permission => [
      "ssm:SendCommand",
      arnOf(asked, id),
      resourceTags(asked, id, "ssm:resourceTag"),
    ]),
  ];
};

/** What is done to instances. */
export const instances: Readonly<Record<string, Mapping>> = {
  "autoscaling:AttachInstances": scaling,
  "autoscaling:DetachInstances": scaling,
  "autoscaling:EnterStandby": scaling,
  "autoscaling:ExitStandby": scaling,
  "ec2:AssociateAddress": addresses,
  "ec2:AssociateIamInstanceProfile": profileChange,
  "ec2:CreateNetworkAclEntry": (asked) => [
    ["ec2:CreateNetworkAclEntry", arnOf(asked, textOf(asked.parameters, "NetworkAclId"))],
  ],
  "ec2:CreateTags": tagging,
  "ec2:DeleteNetworkAclEntry": (asked) => [
    ["ec2:DeleteNetworkAclEntry", arnOf(asked, textOf(asked.parameters, "NetworkAclId"))],
  ],
  "ec2:DeleteTags": tagging,
  "ec2:DisassociateAddress": addresses,
  "ec2:DisassociateIamInstanceProfile": profileChange,
  "ec2:GetConsoleOutput": onInstances("ec2:GetConsoleOutput"),
  "ec2:GetConsoleScreenshot": onInstances("ec2:GetConsoleScreenshot"),
  "ec2:ModifyInstanceAttribute": (asked) => [
    ...onInstances("ec2:ModifyInstanceAttribute")(asked),
    ...partsOf(asked.parameters, "BlockDeviceMappings").map((): Permission => [
      "ec2:ModifyInstanceAttribute",
      ec2(asked, "volume/of-the-instance"),
    ]),
  ],
  "ec2:ModifyNetworkInterfaceAttribute": (asked) =>
    [textOf(asked.parameters, "NetworkInterfaceId"), ...valuesOf(asked.parameters["Groups"])].map((id) => [
      "ec2:ModifyNetworkInterfaceAttribute",
      arnOf(asked, id),
    ]),
  "ec2:ReplaceIamInstanceProfileAssociation": profileChange,
  "ec2:StopInstances": onInstances("ec2:StopInstances"),
  "elasticloadbalancing:DeregisterInstancesFromLoadBalancer": onClassicBalancer,
  "elasticloadbalancing:RegisterInstancesWithLoadBalancer": onClassicBalancer,
  "elasticloadbalancingv2:DeregisterTargets": onTargetGroup,
  "elasticloadbalancingv2:RegisterTargets": onTargetGroup,
  "ssm:ListInventoryEntries": onInstances("ssm:ListInventoryEntries"),
  "ssm:SendCommand": command,
};
