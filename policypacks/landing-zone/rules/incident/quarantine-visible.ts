import { judge } from "../../../shared/finding";
import { caseTags } from "../../../shared/incidents";
import { onTypes, rule } from "../../../shared/rule";
import { tagOf } from "../../../shared/tags";

export const quarantineVisible = rule({
  name: "quarantine-visible",
  must: "Nothing of the stack belongs to an open case.",
  fix:
    "Nothing to mend: what differs is the containment's, and this stack leaves it alone. To end it, release the instance " +
    "with `npm run incident -- release`.",
  resources: [
    onTypes(
      (type) => type.startsWith("aws:"),
      ({ properties }) => {
        const id = tagOf(properties, caseTags.case);
        const contained = tagOf(properties, caseTags.quarantine).is("contained");
        const state = contained === "yes" ? "is in quarantine" : "is evidence";
        return id.text() === undefined ? [] : judge("yes", id, `it ${state}, case ${id.text() ?? ""}`);
      },
    ),
  ],
});
