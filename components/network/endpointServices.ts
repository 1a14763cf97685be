/** Services with a gateway endpoint, which costs nothing and is a route. */
export const gatewayServices = ["s3", "dynamodb"] as const;

export type GatewayService = (typeof gatewayServices)[number];

/**
 * Services with an interface endpoint, by the last part of the endpoint service's name, with the prefix of their IAM actions.
 * Source: "AWS services that integrate with AWS PrivateLink", AWS PrivateLink guide; Service Authorization Reference.
 */
export const interfaceServices = {
  autoscaling: "autoscaling",
  ec2: "ec2",
  ec2messages: "ec2messages",
  "ecr.api": "ecr",
  "ecr.dkr": "ecr",
  elasticloadbalancing: "elasticloadbalancing",
  events: "events",
  imagebuilder: "imagebuilder",
  kms: "kms",
  lambda: "lambda",
  logs: "logs",
  monitoring: "cloudwatch",
  s3: "s3",
  secretsmanager: "secretsmanager",
  sns: "sns",
  sqs: "sqs",
  ssm: "ssm",
  ssmmessages: "ssmmessages",
  states: "states",
  sts: "sts",
} as const;

export type InterfaceService = keyof typeof interfaceServices;

/** Named sets of interface endpoints. */
export const endpointSets = {
  /** What Systems Manager needs to reach an instance in a network without a way out, with encrypted and logged sessions. */
  "session-manager": ["ec2messages", "kms", "logs", "ssm", "ssmmessages"],
  /** What pulling a container image needs, beside the S3 endpoint. */
  "container-images": ["ecr.api", "ecr.dkr"],
} as const satisfies Record<string, readonly InterfaceService[]>;

export type EndpointSet = keyof typeof endpointSets;

/** The services of a choice of sets and services, each once, in alphabetical order. */
export function chosenServices(choice: readonly (InterfaceService | EndpointSet)[]): InterfaceService[] {
  const services = choice.flatMap((item): readonly InterfaceService[] =>
    isSet(item) ? endpointSets[item] : [item],
  );
  return [...new Set(services)].sort();
}

function isSet(item: InterfaceService | EndpointSet): item is EndpointSet {
  return Object.hasOwn(endpointSets, item);
}
