import { choose, pass, sequence, type Flow } from "../../asl/flow";
import type { Payload } from "../../asl/states";

/**
 * Seconds from `$.triggeredAt` until now, into `$.elapsed.seconds`; `null` when the time is not one in UTC. Step Functions can
 * only add, so a time of day becomes seconds by look-up, and a difference by writing a minus sign. Right for up to a day.
 */
export function measureElapsed(): Flow {
  return sequence(
    pass("Not measured yet", { make: { seconds: null }, into: "$.elapsed" }),
    choose("Trigger time in UTC?", [
      {
        when: {
          And: [
            { Variable: "$.triggeredAt", IsTimestamp: true },
            { Variable: "$.triggeredAt", StringMatches: "*Z" },
          ],
        },
        then: measure(),
      },
    ]),
  );
}

function measure(): Flow {
  return sequence(
    pass("Split times", {
      make: { ...split("from", "$.triggeredAt"), ...split("to", "$$.State.EnteredTime") },
      into: "$.times",
    }),
    pass("Numbers of times", { make: { ...numbers("from"), ...numbers("to") }, into: "$.times" }),
    pass("Seconds of hours and minutes", { make: { ...parts("from"), ...parts("to") }, into: "$.times" }),
    pass("Seconds of the day", {
      make: {
        "from.$":
          "States.MathAdd(States.MathAdd($.times.fromHours, $.times.fromMinutes), $.times.fromSeconds)",
        "to.$": "States.MathAdd(States.MathAdd($.times.toHours, $.times.toMinutes), $.times.toSeconds)",
      },
      into: "$.times",
    }),
    pass("Difference", {
      make: {
        "seconds.$": "States.MathAdd($.times.to, States.StringToJson(States.Format('-{}', $.times.from)))",
      },
      into: "$.elapsed",
    }),
    choose("Past midnight?", [
      {
        when: { Variable: "$.elapsed.seconds", NumericLessThan: 0 },
        then: pass("Add a day", {
          make: { "seconds.$": "States.MathAdd($.elapsed.seconds, 86400)" },
          into: "$.elapsed",
        }),
      },
    ]),
  );
}

/** 2026-01-31T23:59:59.123Z in parts: the hour is the fourth. */
function split(key: string, time: string): Payload {
  return { [`${key}.$`]: `States.StringSplit(${time}, '-T:.Z')` };
}

/** `08` is no number in JSON, `108` is. */
function numbers(key: string): Payload {
  const number = (index: number): string =>
    `States.MathAdd(States.StringToJson(States.Format('1{}', States.ArrayGetItem($.times.${key}, ${index}))), -100)`;
  return { [`${key}Hour.$`]: number(3), [`${key}Minute.$`]: number(4), [`${key}Second.$`]: number(5) };
}

function parts(key: string): Payload {
  return {
    [`${key}Hours.$`]: `States.ArrayGetItem(States.ArrayRange(0, 82800, 3600), $.times.${key}Hour)`,
    [`${key}Minutes.$`]: `States.ArrayGetItem(States.ArrayRange(0, 3540, 60), $.times.${key}Minute)`,
    [`${key}Seconds.$`]: `$.times.${key}Second`,
  };
}
