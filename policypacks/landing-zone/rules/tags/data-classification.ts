import { storesData } from "../../../shared/families/storage";
import { judge } from "../../../shared/finding";
import { onTypes, rule } from "../../../shared/rule";
import { dataClassifications, effectiveTag } from "../../../shared/tags";
import { not } from "../../../shared/truth";

export const dataClassification = rule({
  name: "data-classification",
  must: "Everything that stores data says how sensitive the data is.",
  fix: `Set the tag data-classification to one of ${dataClassifications.join(", ")}.`,
  resources: [
    onTypes(
      (type) => storesData.has(type),
      (resource) => {
        const tag = effectiveTag(resource, "data-classification");
        return judge(not(tag.isOneOf(dataClassifications)), tag, "nobody can tell who may see the data");
      },
    ),
  ],
});
