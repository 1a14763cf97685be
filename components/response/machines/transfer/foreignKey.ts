import { choose, sequence, type Flow } from "../../asl/flow";
import type { Json } from "../../asl/states";
import { roleNames } from "../../names";
import { all, isPresent, not } from "../conditions";
import type { MachineSettings } from "../settings";
import { attempt, succeeded } from "./steps";

/** What a copy of a snapshot needs of its key. Source: "KMS key used in encrypting an Amazon EBS volume", Amazon EBS guide. */
const operations: readonly Json[] = [
  "CreateGrant",
  "Decrypt",
  "DescribeKey",
  "GenerateDataKeyWithoutPlaintext",
  "ReEncryptFrom",
];

const key = "$.seen.snapshot.keys[0]";

/**
 * Does something with the snapshot while the copier holds a grant for its key, where that is a key of a customer. A key
 * of AWS, such as `aws/ebs`, takes no grant and needs none in its own account. A grant that is refused stops nothing: the
 * key's policy may be enough.
 */
export function useForeignKey({ partition }: MachineSettings, flow: Flow): Flow {
  const copier = `States.Format('arn:${partition}:iam::{}:role/${roleNames.copier}', $.account)`;
  return sequence(
    choose("Is it encrypted?", [
      {
        when: isPresent(key),
        then: attempt(
          "Look at the key",
          {
            action: "kms:describeKey",
            as: "reader",
            key: "key",
            input: { "KeyId.$": key },
            select: { ok: true, "manager.$": "$.KeyMetadata.KeyManager" },
          },
          choose("Whose key is it?", [
            {
              when: not({ Variable: "$.steps.key.manager", StringEquals: "AWS" }),
              then: attempt("Take a grant", {
                action: "kms:createGrant",
                as: "copier",
                key: "grant",
                input: {
                  "KeyId.$": key,
                  "GranteePrincipal.$": copier,
                  "RetiringPrincipal.$": copier,
                  "Name.$": "States.Format('{}-{}', $.caseId, $.snapshot.snapshotId)",
                  Operations: operations,
                },
                select: { ok: true, "grantId.$": "$.GrantId" },
              }),
            },
          ]),
        ),
      },
    ]),
    flow,
    choose("Is there a grant to retire?", [
      {
        when: all(succeeded("grant"), isPresent(key)),
        then: attempt("Retire the grant", {
          action: "kms:retireGrant",
          as: "copier",
          key: "retireGrant",
          input: { "KeyId.$": key, "GrantId.$": "$.steps.grant.grantId" },
        }),
      },
    ]),
  );
}
