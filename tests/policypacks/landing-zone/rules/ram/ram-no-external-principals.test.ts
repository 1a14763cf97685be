import { noExternalPrincipals } from "../../../../../policypacks/landing-zone/rules/ram/ram-no-external-principals";
import { cases, change } from "../../../../support/policyCases";
import { resource, unknown } from "../../../../support/policyStack";

describe("ram-no-external-principals", () => {
  const outside = "accounts outside the organization can be let in";

  cases(noExternalPrincipals, [
    resource("aws:ram/resourceShare:ResourceShare", "share", { allowExternalPrincipals: false }),
  ])
    .accepts("a share within the organization")
    .accepts("a share that says nothing of others", change("share", { allowExternalPrincipals: undefined }))
    .rejects("a share beyond the organization", change("share", { allowExternalPrincipals: true }), [
      `share: allowExternalPrincipals is true: ${outside}`,
    ])
    .cannotJudge(
      "a share whose extent is not known yet",
      change("share", { allowExternalPrincipals: unknown }),
      [`share: allowExternalPrincipals is not known yet: cannot tell before the update whether ${outside}`],
    );
});
