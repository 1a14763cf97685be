import { choose, pass, sequence, type Flow } from "../../asl/flow";
import type { Condition } from "../../asl/states";

const padded = (from: number, to: number): string[] =>
  Array.from({ length: to - from + 1 }, (_, index) => String(from + index).padStart(2, "0"));

const hours = padded(0, 23);
const days = padded(1, 31);
const months = padded(1, 12);
const lastDays = ["31", "28", "31", "30", "31", "30", "31", "31", "30", "31", "30", "31"];
const leapYears = Array.from({ length: 19 }, (_, index) => String(2024 + 4 * index));

/** Arrays as a state has them, so that what stands before the n-th can be looked up: there is no other arithmetic. */
const calendar = { hours, days, months: [...months.slice(-1), ...months.slice(0, -1)], lastDays, leapYears };

const isFirst = (path: string, first: string): Condition => ({ Variable: path, StringEquals: first });

/** Place in a list of what is `offset` after the number that a text of two digits is; "09" is no number in JSON. */
const placeOf = (path: string, offset: number): string =>
  `States.MathAdd(States.StringToJson(States.Format('1{}', ${path})), ${String(offset - 100)})`;

const item = (list: string, path: string, offset: number): string =>
  `States.ArrayGetItem($.calendar.${list}, ${placeOf(path, offset)})`;

/** Splits a time in ISO 8601 into `$.<into>.year`, `month`, `day` and `hour`, all texts. */
function split(name: string, path: string, into: string): Flow {
  // Format makes a text of a time that is none.
  const part = (index: number): string =>
    `States.ArrayGetItem(States.StringSplit(States.Format('{}', ${path}), '-T: '), ${String(index)})`;
  return pass(name, {
    make: { "year.$": part(0), "month.$": part(1), "day.$": part(2), "hour.$": part(3) },
    into,
  });
}

const at = "$.at";

const earlierToday = pass("An hour before on the same day", {
  make: {
    "year.$": `${at}.year`,
    "month.$": `${at}.month`,
    "day.$": `${at}.day`,
    "hour.$": item("hours", `${at}.hour`, -1),
  },
  into: "$.before",
});

const yesterday = pass("The last hour of the day before", {
  make: {
    "year.$": `${at}.year`,
    "month.$": `${at}.month`,
    "day.$": item("days", `${at}.day`, -2),
    hour: "23",
  },
  into: "$.before",
});

const lastMonth = pass("The last hour of the month before", {
  make: {
    "year.$": `${at}.year`,
    "month.$": item("months", `${at}.month`, -1),
    "day.$": item("lastDays", `${at}.month`, -2),
    hour: "23",
  },
  into: "$.before",
});

const lastYear = pass("The last hour of the year before", {
  make: {
    "year.$": `States.Format('{}', States.MathAdd(States.StringToJson(${at}.year), -1))`,
    month: "12",
    day: "31",
    hour: "23",
  },
  into: "$.before",
});

const leapDay = sequence(
  pass("Is it a leap year?", {
    make: { "yes.$": `States.ArrayContains($.calendar.leapYears, ${at}.year)` },
    into: "$.leap",
  }),
  choose(
    "Which is the last day of February?",
    [
      {
        when: { Variable: "$.leap.yes", BooleanEquals: true },
        then: pass("The last hour of a leap day", {
          make: { "year.$": `${at}.year`, month: "02", day: "29", hour: "23" },
          into: "$.before",
        }),
      },
    ],
    pass("The last hour of February", {
      make: { "year.$": `${at}.year`, month: "02", day: "28", hour: "23" },
      into: "$.before",
    }),
  ),
);

const text = (path: string): string =>
  `States.Format('{}/{}/{}/{}', ${path}.year, ${path}.month, ${path}.day, ${path}.hour)`;

/**
 * Lists in `$.hours` the hours whose logs are evidence, as `2026/11/24/09`: that of the trigger, the one before it, and the
 * present one. A finding comes some minutes after what it is about. Without a valid `$.trigger.at` the trigger is now.
 */
export const listHours: Flow = sequence(
  pass("Take the calendar", { make: calendar, into: "$.calendar" }),
  split("Split the present", "$$.Execution.StartTime", "$.now"),
  choose(
    "When was it triggered?",
    [
      {
        when: { Variable: "$.trigger.at", IsTimestamp: true },
        then: split("Split the time of the trigger", "$.trigger.at", at),
      },
    ],
    split("Take the present as the trigger", "$$.Execution.StartTime", at),
  ),
  choose(
    "Which hour was before?",
    [
      { when: { Not: isFirst(`${at}.hour`, "00") }, then: earlierToday },
      { when: { Not: isFirst(`${at}.day`, "01") }, then: yesterday },
      { when: isFirst(`${at}.month`, "01"), then: lastYear },
      { when: isFirst(`${at}.month`, "03"), then: leapDay },
    ],
    lastMonth,
  ),
  pass("List the hours", {
    make: {
      "list.$": `States.ArrayUnique(States.Array(${text("$.before")}, ${text(at)}, ${text("$.now")}))`,
    },
    into: "$.hours",
  }),
);
