import { z } from "zod";

/** Names of finding classes: they end up in names of EventBridge rules, which have 64 characters at most. */
const className = /^[a-z][a-z0-9-]{0,19}$/;

const findingClass = z.strictObject({
  types: z
    .array(
      z.string().regex(/^[A-Za-z0-9]+:EC2\/[\w.!&-]*$/, {
        error:
          "must be how GuardDuty types of EC2 start, such as CryptoCurrency:EC2/ or Backdoor:EC2/C&CActivity.B",
      }),
    )
    .min(1, { error: "a class without types matches no finding" })
    .describe("How the types of the findings start, such as `CryptoCurrency:EC2/`."),
  minimumSeverity: z
    .number()
    .min(1, { error: "GuardDuty's severities are 1 to 10" })
    .max(10, { error: "GuardDuty's severities are 1 to 10" })
    .describe("The lowest severity that is responded to, 1 to 10. 7 and more is high, 9 and more critical."),
  mode: z
    .enum(["notify", "approve", "contain"])
    .describe(
      "What is done: `notify` only tells people, `approve` contains when somebody approves, `contain` contains at once.",
    ),
  acquire: z
    .boolean()
    .default(true)
    .describe("Whether evidence is taken when the instance has been contained."),
});

/** Types of GuardDuty that are about EC2 instances. Source: "GuardDuty EC2 finding types", Amazon GuardDuty user guide. */
const instanceTypes = [
  "Backdoor:EC2/",
  "CryptoCurrency:EC2/",
  "Execution:EC2/",
  "Trojan:EC2/",
  "UnauthorizedAccess:EC2/",
];

const toolBinary = z.strictObject({
  path: z
    .string()
    .regex(/^[^/\s][^\s]*$/, { error: "must be a path relative to the checkout, without spaces" })
    .describe(
      "Path of the file, relative to the checkout. It is read when the stack is previewed or deployed.",
    ),
  sha256: z
    .string()
    .regex(/^[0-9a-f]{64}$/, { error: "must be 64 hexadecimal digits in lower case, as sha256sum prints" })
    .describe("SHA-256 of the file. Another file is not deployed, and an instance starts no other."),
});

const memoryTool = z
  .strictObject({
    version: z
      .string()
      .regex(/^[A-Za-z0-9][A-Za-z0-9.-]{0,79}$/, {
        error: "must consist of letters, digits, dots and hyphens",
      })
      .describe(
        "Version of the release. It is part of where the tool is stored, and stays there as long as evidence.",
      ),
    binaries: z
      .strictObject({
        x86_64: toolBinary.optional().describe("The program for x86-64 instances."),
        aarch64: toolBinary.optional().describe("The program for Graviton instances."),
      })
      .refine(({ x86_64, aarch64 }) => x86_64 !== undefined || aarch64 !== undefined, {
        error: "needs a program for at least one of x86_64 and aarch64",
      })
      .describe(
        "The tool's program for each architecture, one at least. Instances of the other one are not captured.",
      ),
  })
  .describe(
    "The tool that captures the memory of contained Linux instances: AVML. Nothing is pinned by default. Releases are at " +
      "https://github.com/microsoft/avml/releases: take one, check it yourself, then give its version and hash. Without it, " +
      "memory is not captured.",
  );

/** How incidents in the workload accounts are responded to. */
export const response = z
  .strictObject({
    notify: z
      .array(z.email({ error: "must be an e-mail address" }))
      .default([])
      .describe(
        "E-mail addresses of those who are told of incidents. AWS asks each for confirmation. Others subscribe to the topic " +
          "`landing-zone-incidents`.",
      ),
    protectedInstances: z
      .array(z.string().regex(/^i-[0-9a-f]{8,17}$/, { error: "must be the id of an instance" }))
      .default([])
      .describe(
        "Instances that are never contained, because more would be lost than won. A request is refused.",
      ),
    approvalHours: z
      .number()
      .int({ error: "must be a whole number of hours" })
      .min(1, { error: "people get at least an hour" })
      .max(168, { error: "a week is the longest time to wait for approval" })
      .default(24)
      .describe(
        "Hours that a containment waits for approval, 1 to 168. Then it is given up, and people are told.",
      ),
    secondsToContain: z
      .number()
      .int({ error: "must be a whole number of seconds" })
      .min(5, { error: "no containment takes less than 5 seconds" })
      .max(3600, { error: "more than an hour is no target" })
      .default(60)
      .describe(
        "Seconds from the trigger to the end of containment, 5 to 3600, beyond which an alarm goes off.",
      ),
    concurrency: z
      .number()
      .int({ error: "must be a whole number" })
      .min(1, { error: "at least one instance is contained at a time" })
      .max(40, { error: "Step Functions runs at most 40 iterations at once" })
      .default(40)
      .describe(
        "Instances of one request that are contained at once, 1 to 40. More make AWS throttle calls sooner.",
      ),
    memoryTool: memoryTool.optional(),
    findings: z
      .record(
        z.string().regex(className, {
          error: "must be a name of a-z, 0-9 and -, at most 20 characters",
        }),
        findingClass,
      )
      .default({
        "severe-instances": { types: instanceTypes, minimumSeverity: 7, mode: "approve", acquire: true },
      })
      .describe(
        "Classes of GuardDuty findings about EC2 instances, by a name of yours, and how each is responded to. `{}` turns off " +
          "all responses to findings; people can respond all the same.",
      ),
  })
  .prefault({})
  .describe("How incidents in the workload accounts are responded to.");
