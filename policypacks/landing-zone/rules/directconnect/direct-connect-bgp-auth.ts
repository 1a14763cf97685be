import { bgpSession } from "../../../shared/families/directConnect";
import { judge, judgeExistence } from "../../../shared/finding";
import { on, rule } from "../../../shared/rule";
import { not } from "../../../shared/truth";

/** Characters that a key has at least. AWS takes 6. */
const shortestKey = 16;

export const bgpAuthentication = rule({
  name: "direct-connect-bgp-auth",
  must: "Every BGP session of Direct Connect has an MD5 key that we made and keep in Secrets Manager.",
  fix: `Set bgpAuthKey to a secret of at least ${shortestKey} random characters.`,
  resources: [
    on(bgpSession, (properties) => {
      const key = properties.at("bgpAuthKey");
      return [
        ...judge(not(key.isSet()), key, "AWS makes up a key that ends in the state in clear text"),
        // The message must not show the key, so it does not point at the property.
        ...judgeExistence(
          key.isText((text) => text.length < shortestKey),
          `the BGP key is shorter than ${shortestKey} characters`,
          "bgpAuthKey-length",
        ),
      ];
    }),
  ],
});
