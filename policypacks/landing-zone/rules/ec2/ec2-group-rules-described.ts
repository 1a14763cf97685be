import {
  anySecurityGroup,
  egressRule,
  ingressRule,
  securityGroupRule,
} from "../../../shared/families/network";
import { judge, type Finding } from "../../../shared/finding";
import { eitherRule, inlineRules, separateRule, type GroupRule } from "../../../shared/groupRules";
import { on, rule } from "../../../shared/rule";
import { not } from "../../../shared/truth";

export const groupRulesDescribed = rule({
  name: "ec2-group-rules-described",
  must: "Every rule of a security group says what it is for.",
  fix: "Set the rule's description; AWS shows it wherever it lists the rule.",
  resources: [
    on(anySecurityGroup, (group) => inlineRules(group).flatMap(judgeDescription)),
    on(securityGroupRule, (properties) => judgeDescription(eitherRule(properties))),
    on(ingressRule, (properties) => judgeDescription(separateRule(properties))),
    on(egressRule, (properties) => judgeDescription(separateRule(properties))),
  ],
});

function judgeDescription({ description }: GroupRule): Finding[] {
  const says = description.isText((text) => text.trim() !== "");
  return judge(not(says), description, "nobody can tell what the rule is for");
}
