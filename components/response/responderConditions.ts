import type { Account } from "../account";
import type { Statement } from "../iam/document";
import { caseTags } from "./names";

type Condition = NonNullable<Statement["Condition"]>;

/** Only in the account's own region. */
export function inRegion({ region }: Account): Condition {
  return { StringEquals: { "aws:RequestedRegion": region } };
}

/** Only what belongs to a case, by its tag. */
export const ofACase = { Null: { [`aws:ResourceTag/${caseTags.case}`]: "false" } } as const;

/** Only what is made for a case, by the tag that the call gives it. */
export const forACase = { Null: { [`aws:RequestTag/${caseTags.case}`]: "false" } };

/** Only with the tags of cases, and no other. */
export const caseTagsOnly: Condition = {
  "ForAllValues:StringEquals": { "aws:TagKeys": Object.values(caseTags) },
};
