import {
  groupPolicy,
  managedPolicy,
  permissionSetAttachment,
  permissionSetPolicy,
  policyAttachment,
  role,
  rolePolicy,
  userPolicy,
} from "../../../shared/families/identity";
import { judge, type Finding } from "../../../shared/finding";
import {
  isAllow,
  isComponent,
  lists,
  statementName,
  statementsOf,
  statementsWithin,
} from "../../../shared/iam/document";
import { on, onTypes, rule } from "../../../shared/rule";
import { all, any } from "../../../shared/truth";
import type { Value } from "../../../shared/value";

export const noStarStar = rule({
  name: "iam-no-star-star",
  must: "Nobody may do everything to everything.",
  fix: "Name the actions and the resources that are needed; leave AdministratorAccess to people who break glass.",
  resources: [
    on(managedPolicy, (properties) => judgeDocument(properties.at("policy"))),
    on(rolePolicy, (properties) => judgeDocument(properties.at("policy"))),
    on(userPolicy, (properties) => judgeDocument(properties.at("policy"))),
    on(groupPolicy, (properties) => judgeDocument(properties.at("policy"))),
    on(permissionSetPolicy, (properties) => judgeDocument(properties.at("inlinePolicy"))),
    on(role, (properties) => [
      ...properties
        .at("inlinePolicies")
        .items()
        .flatMap((inline) => judgeDocument(inline.at("policy"))),
      ...properties.at("managedPolicyArns").items().flatMap(judgeAttached),
    ]),
    on(policyAttachment, (properties) => judgeAttached(properties.at("policyArn"))),
    on(permissionSetAttachment, (properties) => judgeAttached(properties.at("managedPolicyArn"))),
    // In a preview a document with one unknown part is unknown as a whole; what a component was given is not.
    onTypes(isComponent, ({ properties }) => statementsWithin(properties).flatMap(judgeStatement)),
  ],
});

function judgeDocument<T>(document: Value<T>): Finding[] {
  return document.isAbsent ? [] : statementsOf(document).flatMap(judgeStatement);
}

function judgeStatement(statement: Value): Finding[] {
  const everything = (text: string): boolean => /^\*+(:\*+)?$/.test(text);
  const anyAction = any(lists(statement.at("Action"), everything), statement.at("NotAction").isSet());
  const anyResource = any(lists(statement.at("Resource"), everything), statement.at("NotResource").isSet());
  const except = statement.at("NotAction").isSet() === "yes" ? ", but for what NotAction names" : "";
  return judge(
    all(isAllow(statement), anyAction, anyResource),
    statement,
    `it allows every action on every resource${except}`,
    statementName(statement),
  );
}

function judgeAttached<T>(policyArn: Value<T>): Finding[] {
  const isAdministrator = policyArn.isText((arn) =>
    /^arn:[^:]+:iam::aws:policy\/AdministratorAccess$/.test(arn),
  );
  return judge(isAdministrator, policyArn, "it allows every action on every resource", "AdministratorAccess");
}
