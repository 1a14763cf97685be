import { key } from "../../../shared/families/identity";
import { judge } from "../../../shared/finding";
import { on, rule } from "../../../shared/rule";
import { all, any, not } from "../../../shared/truth";

export const keyRotation = rule({
  name: "kms-rotation",
  must: "Every symmetric KMS key is rotated.",
  fix: "Set enableKeyRotation to true.",
  resources: [
    on(key, (properties) => {
      const rotation = properties.at("enableKeyRotation");
      const spec = properties.at("customerMasterKeySpec");
      const usage = properties.at("keyUsage");
      // AWS rotates no other keys: not asymmetric ones, not those for HMAC, not those in a custom key store.
      const canRotate = all(
        any(not(spec.isSet()), spec.is("SYMMETRIC_DEFAULT")),
        any(not(usage.isSet()), usage.is("ENCRYPT_DECRYPT")),
        not(properties.at("customKeyStoreId").isSet()),
        not(properties.at("xksKeyId").isSet()),
      );
      return judge(all(canRotate, not(rotation.is(true))), rotation, "the key is never rotated");
    }),
  ],
});
