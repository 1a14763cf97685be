import {
  type Asked,
  type Context,
  ec2,
  partsOf,
  type Permission,
  requestTags,
  textOf,
  through,
  unowned,
} from "./asked";

/** What a call makes, with the tags that it gives each kind at its creation. */
export function makes(action: string, asked: Asked, types: readonly string[]): Permission[] {
  const specifications = partsOf(asked.parameters, "TagSpecifications");
  return types.flatMap((type): Permission[] => {
    const made = ["snapshot", "image"].includes(type) ? unowned(`${type}/new`) : ec2(asked, `${type}/new`);
    const specification = specifications.find((each) => textOf(each, "ResourceType") === type);
    if (specification === undefined) return [[action, made]];
    const tags = requestTags(partsOf(specification, "Tags"));
    const create = { "ec2:CreateAction": action.slice("ec2:".length) };
    return [
      [action, made, tags],
      ["ec2:CreateTags", made, { ...tags, ...create }],
    ];
  });
}

export const granted: Context = { ...through("ec2"), "kms:GrantIsForAWSResource": "true" };

/** What EBS does in the caller's name to make an encrypted disk of another one. */
export function ebsCopies(from: string, to: string): Permission[] {
  const both = ["kms:Decrypt", "kms:DescribeKey", "kms:ReEncryptFrom"];
  const uses = (key: string, actions: readonly string[]) =>
    actions.map((action): Permission => [action, key, through("ec2")]);
  return [
    ...uses(from, both),
    ...uses(to, [...both, "kms:GenerateDataKeyWithoutPlaintext", "kms:ReEncryptTo"]),
    ...[...new Set([from, to])].map((key): Permission => ["kms:CreateGrant", key, granted]),
  ];
}

/** Keys of a copy: disks are re-encrypted for handing over in the workload account, for evidence in that of forensics. */
export function keysOfCopy({ parameters, known }: Asked): Permission[] {
  return textOf(parameters, "KmsKeyId") === known.evidenceKeyArn
    ? ebsCopies(known.transferKeyArn, known.evidenceKeyArn)
    : ebsCopies(known.diskKeyArn, known.transferKeyArn);
}
