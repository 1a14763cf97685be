import { resourceShare } from "../../../shared/families/identity";
import { judge } from "../../../shared/finding";
import { on, rule } from "../../../shared/rule";

export const noExternalPrincipals = rule({
  name: "ram-no-external-principals",
  must: "Nothing is shared outside the organization.",
  fix: "Set allowExternalPrincipals to false, and share with accounts or units of the organization.",
  resources: [
    on(resourceShare, (share) => {
      const external = share.at("allowExternalPrincipals");
      // The provider's default is false, unlike that of AWS.
      return judge(external.is(true), external, "accounts outside the organization can be let in");
    }),
  ],
});
