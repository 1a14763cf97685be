import { choose, forEach, pass, sequence, type Flow } from "../../asl/flow";
import { all, isBoolean, not } from "../conditions";
import { denyPolicyName } from "../containPrincipal/deny";
import { isKind } from "../containPrincipal/principal";
import { isWanted } from "../release/parts";
import { readKeys } from "./present";

/**
 * Says beforehand what a release will do, in `$.plan`: which access keys it makes active, which stay as they are, which are gone,
 * and which will work once the denial is gone: those that are active already among them, which somebody may have made since.
 * The sentence for people is in `$.plan.text`. Nothing beyond this is done.
 */
export function planRelease(): Flow {
  return sequence(
    pass("No keys planned", {
      make: { known: true, activate: [], stay: [], gone: [], working: [] },
      into: "$.plan",
    }),
    choose("Can it have keys?", [{ when: isKind("user"), then: planKeys() }]),
    tellPolicy(),
    choose("What of keys is told?", [{ when: isKind("user"), then: tellKeys() }], tellRole()),
  );
}

function planKeys(): Flow {
  return sequence(
    readKeys("Read keys beforehand", "keysBefore", "$.present"),
    forEach(
      "Plan each key",
      {
        flow: planKey(),
        closing: "Key planned",
        make: { "id.$": "$.key.AccessKeyId", "action.$": "$.plan.action" },
      },
      {
        items: "$.before.keys",
        item: {
          "key.$": "$$.Map.Item.Value",
          "present.$": "$.present",
          "wanted.$": "$.wanted",
          plan: { action: "stay" },
        },
        select: {
          "activate.$": "$[?(@.action == 'activate')].id",
          "stay.$": "$[?(@.action == 'stay')].id",
          "gone.$": "$[?(@.action == 'gone')].id",
        },
        into: "$.planned",
      },
    ),
    pass("Keys that will work: lists", {
      make: { "lists.$": "States.Array($.present.active, $.planned.activate)" },
      into: "$.working",
    }),
    pass("Keys planned", {
      make: {
        "known.$": "$.present.known",
        "activate.$": "$.planned.activate",
        "stay.$": "$.planned.stay",
        "gone.$": "$.planned.gone",
        "working.$": "States.ArrayUnique($.working.lists[*][*])",
      },
      into: "$.plan",
    }),
  );
}

function planKey(): Flow {
  const action = (name: string, action: string): Flow => pass(name, { make: { action }, into: "$.plan" });
  return sequence(
    pass("Look for the key", {
      make: { "is.$": "States.ArrayContains($.present.ids, $.key.AccessKeyId)" },
      into: "$.there",
    }),
    choose("What becomes of the key?", [
      {
        when: all(isBoolean("$.present.known", true), isBoolean("$.there.is", false)),
        then: action("It is gone", "gone"),
      },
      {
        when: all(isWanted({ part: "keys", onlyNamed: true }), {
          Variable: "$.key.Status",
          StringEquals: "Active",
        }),
        then: action("It is made active", "activate"),
      },
    ]),
  );
}

/**
 * Sessions outlive a denial: those of a role for up to 12 hours, those of a user for up to 36.
 * Sources: "Revoke IAM role temporary security credentials", "Disabling permissions for temporary security credentials", IAM user
 * guide.
 */
function tellPolicy(): Flow {
  const told = (name: string, text: string): Flow => pass(name, { make: { "text.$": text }, into: "$.told" });
  return choose(
    "What of the policy is told?",
    [
      {
        when: not(isWanted({ part: "policy" })),
        then: told("Denial stays", `States.Format('leave the inline policy {} as it is', ${denyPolicyName})`),
      },
      {
        when: isKind("role"),
        then: told(
          "Denial of the role goes",
          "States.Format('delete the inline policy {}, so that sessions begun before {} work again unless they have expired', " +
            `${denyPolicyName}, $.before.capturedAt)`,
        ),
      },
    ],
    told(
      "Denial of the user goes",
      "States.Format('delete the inline policy {}, so that its password if it has one, its sessions unless they have expired, and " +
        `the access keys {} work again', ${denyPolicyName}, States.JsonToString($.plan.working))`,
    ),
  );
}

function tellRole(): Flow {
  return pass("Plan for the role", {
    make: { "text.$": "States.Format('release role {}: {}', $.principal.name, $.told.text)" },
    into: "$.wants",
  });
}

function tellKeys(): Flow {
  const args =
    "$.principal.name, States.JsonToString($.plan.activate), States.JsonToString($.plan.stay), " +
    "States.JsonToString($.plan.gone), $.told.text";
  const text = "release user {}: make the access keys {} active; leave {} as they are; {} are gone; {}";
  return choose(
    "Are the keys known?",
    [
      {
        when: isBoolean("$.plan.known", true),
        then: pass("Plan for the user", {
          make: { "text.$": `States.Format('${text}', ${args})` },
          into: "$.wants",
        }),
      },
    ],
    pass("Plan for a user of unknown keys", {
      make: {
        "text.$": `States.Format('${text}. Its present keys could not be read: if others are active, the policy stays', ${args})`,
      },
      into: "$.wants",
    }),
  );
}
