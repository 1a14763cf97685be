import { vpcEndpoint, vpcEndpointPolicy } from "../../../shared/families/network";
import { about, judge, judgeExistence, type Finding } from "../../../shared/finding";
import {
  conditionsOf,
  isAllow,
  isForEverybody,
  lists,
  statementName,
  statementsOf,
  type Condition,
} from "../../../shared/iam/document";
import { on, rule } from "../../../shared/rule";
import { all, any, not, truth, type Truth } from "../../../shared/truth";
import type { Value } from "../../../shared/value";

export const endpointPolicy = rule({
  name: "vpc-endpoint-policy",
  must: "Every VPC endpoint has a policy of its own, which does not serve everybody reaching everything.",
  fix:
    "Give the endpoint a policy that names principals or resources, or bounds them by a condition such as aws:PrincipalOrgID " +
    "or aws:ResourceOrgID.",
  resources: [
    on(vpcEndpoint, (endpoint) => judgeDocument(endpoint.at("policy"))),
    on(vpcEndpointPolicy, (properties) => {
      const policy = properties.at("policy");
      return [...judge(not(policy.isSet()), policy, withoutPolicy), ...judgeDocument(policy)];
    }),
  ],
  stack: (stack) => {
    const policies = stack.join(vpcEndpointPolicy, "vpcEndpointId", vpcEndpoint);
    return stack.all(vpcEndpoint).flatMap((endpoint) => {
      const own = any(
        // What a policy says that is not known yet is a question already: one about its being there would repeat it.
        truth(!endpoint.properties.at("policy").isAbsent),
        truth(policies.of(endpoint).length > 0),
        not(policies.absence),
      );
      const lacks = all(takesPolicy(endpoint.properties), not(own));
      return about(endpoint, judgeExistence(lacks, withoutPolicy, "no-policy"));
    });
  },
});

const withoutPolicy = "the endpoint serves everybody reaching everything, since it has no policy of its own";

/**
 * Gateways and interfaces of AWS services take a policy, services of others do not.
 * Source: "Control access to VPC endpoints using endpoint policies", AWS PrivateLink guide.
 */
function takesPolicy<T>(properties: Value<T>): Truth {
  const endpoint = properties.loosely();
  const type = endpoint.at("vpcEndpointType");
  return all(
    any(not(type.isSet()), type.isOneOf(["Gateway", "Interface"])),
    not(endpoint.at("serviceName").isText((name) => /^(cn\.)?com\.amazonaws\.vpce\./.test(name))),
  );
}

function judgeDocument<T>(policy: Value<T>): Finding[] {
  return policy.isAbsent ? [] : statementsOf(policy).flatMap(judgeStatement);
}

function judgeStatement(statement: Value): Finding[] {
  const everybody = any(isForEverybody(statement), statement.at("NotPrincipal").isSet());
  const everything = any(lists(statement.at("Resource"), isAnything), statement.at("NotResource").isSet());
  return judge(
    all(isAllow(statement), everybody, everything, not(isBounded(statement))),
    statement,
    "the endpoint serves everybody reaching everything",
    statementName(statement),
  );
}

/** `*`, and ARNs of every resource of a service in every account, such as those of all buckets. */
function isAnything(resource: string): boolean {
  return /^(\*+|arn:[^:]*:[^:]*:[^:]*:\**:[*/]+)$/.test(resource);
}

/** Operators that need an equal value. With `IfExists`, a call whose resource has no owner passes as well. */
const comparisons =
  /^(ForAnyValue:)?(StringEquals|StringEqualsIgnoreCase|StringLike|ArnEquals|ArnLike)(IfExists)?$/;

/** Keys that say whose the caller or the resource is. The way through the endpoint itself bounds nobody. */
const owners =
  /^(aws:(principal|resource)(account|arn|orgid|orgpaths|tag\/.+)|aws:userid|s3:resourceaccount)$/;

function isBounded(statement: Value): Truth {
  if (statement.isUnknown || statement.at("Condition").isUnknown) return "unknown";
  return any(...conditionsOf(statement).map(bounds));
}

function bounds({ operator, key, values }: Condition): Truth {
  if (!comparisons.test(operator) || !owners.test(key) || values.length === 0) return "no";
  return all(...values.map((value) => value.isText((text) => !/^\*+$/.test(text))));
}
