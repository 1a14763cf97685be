import { judge } from "../../../shared/finding";
import { caseTags } from "../../../shared/incidents";
import { onTypes, rule } from "../../../shared/rule";
import { tagOf } from "../../../shared/tags";
import { all, not, truth } from "../../../shared/truth";

export const keptThingsProtected = rule({
  name: "kept-things-protected",
  must: `What a program tags ${caseTags.keep} is protected from its own deployments.`,
  fix: "Give the resource the option protect: true, and leave forceDestroy false.",
  resources: [
    onTypes(
      (type) => type.startsWith("aws:"),
      ({ properties, isProtected }) => {
        const tag = tagOf(properties, caseTags.keep);
        // What belongs to a case was tagged by a state machine; AWS protects it.
        const kept = all(tag.is("true"), not(tagOf(properties, caseTags.case).isSet()));
        const forced = properties.at("forceDestroy");
        return [
          ...judge(all(kept, truth(!isProtected)), tag, "a deployment may delete or replace it"),
          ...judge(all(kept, forced.is(true)), forced, "its deletion would take what is in it along"),
        ];
      },
    ),
  ],
});
