import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { dataClassificationTag } from "../../component";

/** The MD5 key of one BGP session. */
export interface BgpKey {
  /** ARN of the secret, for whoever configures the router on-premises. */
  readonly secretArn: pulumi.Output<string>;
  /** The key, marked as secret: it is encrypted in the stack's state. */
  readonly value: pulumi.Output<string>;
}

/**
 * Characters of a key: letters and digits, 142 bits of chance, and short enough for routers that take 25. AWS takes 6 to 80.
 * Source: `authKey`, BGPPeer, AWS Direct Connect API reference.
 */
const keyLength = 24;

/**
 * A key that Secrets Manager makes up and keeps. The random value of later runs is ignored: a key changes with its generation
 * only, which replaces the virtual interface too and interrupts its traffic.
 */
export function createBgpKey(
  name: string,
  purpose: string,
  generation: number,
  encryptionKeyArn: pulumi.Input<string>,
  opts: pulumi.CustomResourceOptions,
): BgpKey {
  const secret = new aws.secretsmanager.Secret(
    name,
    {
      description: `MD5 key of the BGP session of ${purpose}`,
      kmsKeyId: encryptionKeyArn,
      tags: { Name: name, [dataClassificationTag]: "confidential" },
    },
    opts,
  );
  const random = aws.secretsmanager.getRandomPasswordOutput(
    { passwordLength: keyLength, excludePunctuation: true },
    { parent: opts.parent },
  );
  const version = new aws.secretsmanager.SecretVersion(
    `${name}-key-${generation}`,
    { secretId: secret.id, secretString: pulumi.secret(random.randomPassword) },
    { ...opts, ignoreChanges: ["secretString"], additionalSecretOutputs: ["secretString"] },
  );
  return { secretArn: secret.arn, value: pulumi.secret(version.secretString.apply((key) => key ?? "")) };
}
