import { keyRotation } from "../../../../../policypacks/landing-zone/rules/kms/kms-rotation";
import { cases, change } from "../../../../support/policyCases";
import { resource, unknown } from "../../../../support/policyStack";

describe("kms-rotation", () => {
  const key = resource("aws:kms/key:Key", "evidence", { enableKeyRotation: true });

  cases(keyRotation, [key])
    .accepts("a key that is rotated")
    .rejects("a key for which nothing is said", change("evidence", { enableKeyRotation: undefined }), [
      "evidence: enableKeyRotation is not set: the key is never rotated",
    ])
    .rejects("a key that is not rotated", change("evidence", { enableKeyRotation: false }), [
      "evidence: enableKeyRotation is false: the key is never rotated",
    ])
    .rejects(
      "a key of the default kind by name",
      change("evidence", {
        enableKeyRotation: false,
        customerMasterKeySpec: "SYMMETRIC_DEFAULT",
        keyUsage: "ENCRYPT_DECRYPT",
      }),
      ["evidence: enableKeyRotation is false: the key is never rotated"],
    )
    .accepts(
      "an asymmetric key, which AWS does not rotate",
      change("evidence", {
        enableKeyRotation: undefined,
        customerMasterKeySpec: "ECC_NIST_P256",
        keyUsage: "SIGN_VERIFY",
      }),
    )
    .accepts(
      "a key for HMAC, which AWS does not rotate",
      change("evidence", { enableKeyRotation: undefined, keyUsage: "GENERATE_VERIFY_MAC" }),
    )
    .accepts(
      "a key in a custom key store, which AWS does not rotate",
      change("evidence", { enableKeyRotation: undefined, customKeyStoreId: "cks-1" }),
    )
    .cannotJudge(
      "a key whose rotation is not known yet",
      change("evidence", { enableKeyRotation: unknown }),
      [
        "evidence: enableKeyRotation is not known yet: cannot tell before the update whether the key is never rotated",
      ],
    )
    .cannotJudge(
      "a key whose kind is not known yet",
      change("evidence", { enableKeyRotation: false, customerMasterKeySpec: unknown }),
      [
        "evidence: enableKeyRotation is false: cannot tell before the update whether the key is never rotated",
      ],
    );
});
