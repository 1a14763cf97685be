import { call } from "../../asl/call";
import { pass, sequence, type Flow } from "../../asl/flow";
import { nameKey } from "../containPrincipal/principal";

/**
 * Reads the access keys that a user has now: `{ known, ids, active }`. A user that is gone has none.
 *
 * @param key Name under which a failure is told in `$.steps`.
 * @param into Where they go, for instance `$.present`.
 */
export function readKeys(name: string, key: string, into: string): Flow {
  return sequence(
    pass(`${name}: unread`, { make: { known: false, ids: [], active: [] }, into }),
    call(name, {
      action: "iam:listAccessKeys",
      as: "reader",
      key,
      input: { [nameKey.user]: "$.principal.name" },
      select: {
        known: true,
        "ids.$": "$.AccessKeyMetadata[*].AccessKeyId",
        "active.$": "$.AccessKeyMetadata[?(@.Status == 'Active')].AccessKeyId",
      },
      into,
      timeoutSeconds: 10,
      expected: {
        errors: ["Iam.NoSuchEntityException"],
        into: null,
        then: pass(`${name}: no such user`, { make: { known: true, ids: [], active: [] }, into }),
      },
      onFailure: "record",
    }),
  );
}
