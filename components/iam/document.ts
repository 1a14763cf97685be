import * as pulumi from "@pulumi/pulumi";

type Values = pulumi.Input<string> | readonly pulumi.Input<string>[];

/** One statement of an IAM policy. Documents stay typed until they are serialised. */
export interface Statement {
  /** What the statement is for; letters and digits only. */
  readonly Sid: string;
  readonly Effect: "Allow" | "Deny";
  /** Only in policies that are attached to a resource or a role's trust. */
  readonly Principal?: "*" | { readonly AWS: Values } | { readonly Service: Values };
  readonly Action: string | readonly string[];
  /** Absent in a role's trust policy. */
  readonly Resource?: Values;
  /** Everything but these; instead of `Resource`, and in refusals only. */
  readonly NotResource?: Values;
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, Values>>>>;
}

export interface PolicyDocument {
  readonly Version: "2012-10-17";
  readonly Statement: readonly Statement[];
}

/** A policy document of the given statements. */
export function policyDocument(...statements: readonly Statement[]): PolicyDocument {
  return { Version: "2012-10-17", Statement: statements };
}

/** The document as AWS takes it. Unknown as a whole in preview when any part of it is. */
export function serialized(document: PolicyDocument): pulumi.Output<string> {
  return pulumi.jsonStringify(document);
}
