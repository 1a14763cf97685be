import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { examination } from "./workstation/scripts";

/** Where the documents store results. */
export interface DocumentArgs {
  readonly evidenceBucketName: pulumi.Input<string>;
  readonly evidenceKeyArn: pulumi.Input<string>;
}

interface Parameter {
  readonly variable: string;
  readonly description: string;
  /** What a value may be. Values become part of a shell script, so nothing but plain ids may pass. */
  readonly allowedPattern: string;
}

const id = (prefix: string) => `^${prefix}-[0-9a-f]{8,17}$`;

const parameters = {
  caseId: {
    variable: "CASE_ID",
    description: "Id of the case",
    allowedPattern: "^case-[A-Za-z0-9-]{1,59}$",
  },
  instanceId: {
    variable: "INSTANCE_ID",
    description: "Id of the instance whose evidence is examined",
    allowedPattern: id("i"),
  },
  volumeId: {
    variable: "VOLUME_ID",
    description: "Id of the attached copy of the disk",
    allowedPattern: id("vol"),
  },
  snapshotId: {
    variable: "SNAPSHOT_ID",
    description: "Id of the evidence snapshot that the disk is a copy of",
    allowedPattern: id("snap"),
  },
} as const satisfies Record<string, Parameter>;

type ParameterName = keyof typeof parameters;

const documents = {
  disk: {
    description: "Examines a disk that is blocked against writing, and stores the results with the case",
    parameters: ["caseId", "instanceId", "volumeId", "snapshotId"],
  },
  memory: {
    description:
      "Checks and examines the captured memory of an instance, and stores the results with the case",
    parameters: ["caseId", "instanceId"],
  },
} as const satisfies Record<string, { description: string; parameters: readonly ParameterName[] }>;

export type DocumentName = keyof typeof documents;

/** Hours after which Systems Manager ends an examination. The machine `investigate` waits as long. */
const hours = 20;

/** Creates the SSM document of an examination. */
export function createDocument(
  name: string,
  document: DocumentName,
  args: DocumentArgs,
  opts: pulumi.CustomResourceOptions,
): aws.ssm.Document {
  return new aws.ssm.Document(
    `${name}-${document}`,
    {
      name: `${name}-${document}`,
      documentType: "Command",
      documentFormat: "JSON",
      targetType: "/AWS::EC2::Instance",
      content: pulumi
        .all([args.evidenceBucketName, args.evidenceKeyArn])
        .apply(([bucket, key]) => JSON.stringify(documentContent(document, bucket, key))),
    },
    opts,
  );
}

/** What the document says: its parameters and the script. */
export function documentContent(document: DocumentName, bucketName: string, keyArn: string): object {
  const { description, parameters: names } = documents[document];
  const text = [
    "#!/bin/bash",
    ...names.map((name) => `export ${parameters[name].variable}='{{ ${name} }}'`),
    `export BUCKET='${bucketName}' KEY_ARN='${keyArn}'`,
    ...examination(document).split("\n"),
  ];
  return {
    schemaVersion: "2.2",
    description,
    parameters: Object.fromEntries(
      names.map((name) => {
        const { description: what, allowedPattern } = parameters[name];
        return [name, { type: "String", description: what, allowedPattern }];
      }),
    ),
    mainSteps: [
      {
        name: "examine",
        action: "aws:runShellScript",
        precondition: { StringEquals: ["platformType", "Linux"] },
        inputs: { timeoutSeconds: `${hours * 3600}`, runCommand: text },
      },
    ],
  };
}
