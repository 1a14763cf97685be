import type { PolicyConfigSchema } from "@pulumi/policy";
import { stackKinds } from "./facts";

/** Formats that a configuration file and the engine both check. */
export const formats = {
  account: "^[0-9]{12}$",
  organizationId: "^o-[a-z0-9]{10,32}$",
  /** A URN, or a type and a name. With a wildcard, a name has three other characters in a row: never a whole stack. */
  resource: String.raw`^(urn:pulumi:[^*\s]+|[a-z][a-z0-9-]*:[A-Za-z0-9/_-]*:[A-Za-z0-9]+ ([^*\s]+|\*?[^*\s]{3,}[^\s]*))$`,
  /** Reasons are sentences, not words. */
  minimumReasonLength: 20,
  minimumOwnerLength: 3,
} as const;

const text = { type: "string", minLength: 1 } as const;
const account = { type: "string", pattern: formats.account } as const;
const days = { type: "integer", minimum: 1 } as const;

/** What the engine demands of the pack's configuration before it runs anything. */
export function configurationSchema(rules: readonly string[]): PolicyConfigSchema {
  return {
    properties: {
      stack: { ...text, description: "Name of the stack." },
      stackKind: { type: "string", enum: [...stackKinds], description: "What the stack builds." },
      account: { ...account, description: "The AWS account that the stack owns." },
      trustedAccounts: { type: "array", items: account, description: "Other accounts that may be trusted." },
      organizationId: { type: "string", pattern: formats.organizationId },
      publicPorts: {
        type: "array",
        items: { type: "integer", minimum: 1, maximum: 65535 },
        default: [80, 443],
      },
      logRetentionDays: { ...days, default: 365 },
      evidenceRetentionDays: { ...days, default: 365 },
      exceptions: { type: "array", items: exceptionSchema(rules), default: [] },
    },
    required: ["stack", "stackKind", "account", "trustedAccounts"],
  };
}

function exceptionSchema(rules: readonly string[]): PolicyConfigSchema["properties"][string] {
  return {
    type: "object",
    properties: {
      rule: { type: "string", enum: [...rules] },
      resource: { type: "string", pattern: formats.resource },
      finding: text,
      reason: { type: "string", minLength: formats.minimumReasonLength },
      owner: { type: "string", minLength: formats.minimumOwnerLength },
      ticket: text,
      lastDay: { type: "string", format: "date" },
    },
    required: ["rule", "resource", "reason", "owner", "lastDay"],
    additionalProperties: false,
  };
}
