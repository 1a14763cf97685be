import { call } from "../../asl/call";
import { choose, forEach, pass, sequence, type Flow } from "../../asl/flow";
import { any, isBoolean, not } from "../conditions";
import { every, everyHolds, holdsWhen } from "../contain/checks";
import { nameKey } from "../containPrincipal/principal";
import type { PartArgs } from "../release/parts";
import type { PrincipalPart } from "./parts";
import { readKeys } from "./present";

/**
 * The access keys that were active before and that the approval named: none that was inactive, and none that was made since. One
 * that has been deleted meanwhile cannot come back: it is told, and nothing is missing.
 */
export function releaseKeys(): PartArgs<PrincipalPart> {
  return {
    part: "keys",
    onlyNamed: true,
    unread: ["keys"],
    restore: forEach(
      "Each key",
      {
        flow: activate(),
        closing: "Key told",
        make: { "subject.$": "$.id", "steps.$": "$.steps" },
      },
      {
        items: "$.plan.activate",
        item: {
          "id.$": "$$.Map.Item.Value",
          "account.$": "$.account",
          "principal.$": "$.principal",
          steps: {},
        },
        into: "$.steps.keys",
      },
    ),
    verify: sequence(
      readKeys("Read keys again", "keysNow", "$.now"),
      choose("Are the keys read?", [
        {
          when: isBoolean("$.now.known", true),
          then: sequence(
            every("Keys again", {
              items: "$.before.keys",
              item: { "key.$": "$$.Map.Item.Value", "now.$": "$.now" },
              common: {},
              flow: sequence(
                pass("Look at the key", {
                  make: {
                    "present.$": "States.ArrayContains($.now.ids, $.key.AccessKeyId)",
                    "active.$": "States.ArrayContains($.now.active, $.key.AccessKeyId)",
                  },
                  into: "$.found",
                }),
                holdsWhen(
                  "As before, or gone?",
                  any(
                    not({ Variable: "$.key.Status", StringEquals: "Active" }),
                    isBoolean("$.found.active", true),
                    isBoolean("$.found.present", false),
                  ),
                ),
              ),
            }),
            holdsWhen("Keys are back?", everyHolds),
          ),
        },
      ]),
    ),
  };
}

function activate(): Flow {
  return call("Activate key", {
    action: "iam:updateAccessKey",
    as: "container",
    key: "activate",
    input: { [nameKey.user]: "$.principal.name", "AccessKeyId.$": "$.id", Status: "Active" },
    timeoutSeconds: 15,
    expected: {
      errors: ["Iam.NoSuchEntityException"],
      into: null,
      then: pass("Key is gone", { make: { ok: true, gone: true }, into: "$.steps.activate" }),
    },
    onFailure: "record",
  });
}
