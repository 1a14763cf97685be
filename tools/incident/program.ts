import { Command, InvalidArgumentError, Option } from "commander";
import { roleNames } from "../../components/response/names";
import { list, status, type StatusOptions } from "./commands/cases";
import { close, type CloseOptions } from "./commands/close";
import type { CommonOptions } from "./commands/common";
import { contain, containPrincipal, type InstanceOptions, type PrincipalOptions } from "./commands/contain";
import { approve, type ApproveOptions } from "./commands/decide";
import { release, type ReleaseOptions } from "./commands/release";
import { releasePrincipal, type PrincipalReleaseOptions } from "./commands/releasePrincipal";
import {
  autoScalingChoices,
  modes,
  principalReleaseChoices,
  releaseChoices,
  sessionChoices,
} from "./request";
import { exitCodeOf } from "../exitCode";
import { urlOption } from "../options";

const watchSeconds = 24 * 3600;
const allParts: readonly string[] = ["all"];
const readerRoleText = "role of that account to look with, for --dry-run";

/**
 * Runs `npm run incident`.
 *
 * @param args What stands behind the command's name.
 * @returns The exit code.
 */
export async function runIncident(args: readonly string[]): Promise<number> {
  let code = 0;
  const keep = (result: number) => {
    code = result;
  };
  try {
    await program(keep).parseAsync(args, { from: "user" });
    return code;
  } catch (error) {
    return exitCodeOf(error);
  }
}

type Keep = (code: number) => void;

function program(keep: Keep): Command {
  const root = new Command("incident")
    .exitOverride()
    .description("Contains instances, roles and users, and gives back what containment took.")
    .addHelpText(
      "after",
      "\nExits with 0 when all was done, 1 when something failed, is incomplete or was refused, 2 on wrong arguments, 3 when " +
        "it still goes on or waits for approval.",
    );
  containing(root.command("contain").description("Contain instances, and take evidence of them."))
    .option("--instance <id>", "the instance; may be given several times", several)
    .addOption(
      new Option("--auto-scaling <how>", "how an instance leaves its Auto Scaling group")
        .choices(autoScalingChoices)
        .default("detach"),
    )
    .addOption(
      new Option(
        "--sessions <whose>",
        "whose sessions end: all of the instance's role, or the instance's alone",
      )
        .choices(sessionChoices)
        .default("role"),
    )
    .option("--no-acquire", "take no evidence")
    .action(ending<InstanceOptions>(keep, contain));
  containing(
    root.command("contain-principal").description("Contain a role or a user whose credentials leaked."),
  )
    .option("--role-name <name>", "the role")
    .option("--user-name <name>", "the user")
    .action(
      ending<Omit<PrincipalOptions, "acquire" | "autoScaling" | "sessions">>(keep, (options) =>
        containPrincipal({ ...options, acquire: false, autoScaling: "detach", sessions: "role" }),
      ),
    );
  common(root.command("list").description("Show the cases.")).action(ending<CommonOptions>(keep, list));
  common(root.command("status").description("Show a case."))
    .option("--case <id>", "the case")
    .option("--watch", "show what changes until nothing works on the case any more")
    .option("--timeout <seconds>", "stop watching after this time", seconds, watchSeconds)
    .action(ending<StatusOptions>(keep, status));
  watching(root.command("approve").description("Approve what a case waits for, or refuse it."))
    .option("--case <id>", "the case")
    .option("--question <name>", "which question, where several wait; the notice and status name it")
    .option("--refuse", "refuse it")
    .option("--reason <text>", "why; needed to refuse")
    .action(ending<ApproveOptions>(keep, approve));
  watching(root.command("release").description("Give an instance back what containment took from it."))
    .option("--case <id>", "the case")
    .option("--instance <id>", "the instance")
    .addOption(
      new Option("--part <name>", "only this part; may be given several times")
        .choices(releaseChoices)
        .argParser(part)
        .default(["all"]),
    )
    .option("--reason <text>", "why")
    .action(ending<ReleaseOptions>(keep, release));
  watching(
    root.command("release-principal").description("Take back what containment did to a role or a user."),
  )
    .option("--case <id>", "the case")
    .option("--role-name <name>", "the role")
    .option("--user-name <name>", "the user")
    .addOption(
      new Option(
        "--part <name>",
        "what is taken back, may be given several times: all is the policy that denies everything; keys makes those access " +
          "keys active again that were, and must be named, beside all or alone",
      )
        .choices(principalReleaseChoices)
        .argParser(principalPart)
        .default(allParts),
    )
    .option("--reason <text>", "why")
    .option("--dry-run", "print what would change, and change nothing")
    .option("--reader-role <name>", readerRoleText, roleNames.reader)
    .action(ending<PrincipalReleaseOptions>(keep, releasePrincipal));
  watching(root.command("close").description("Close a case of which nothing is contained any more."))
    .option("--case <id>", "the case")
    .option("--reason <text>", "why")
    .option("--leave-instances", "even though instances of it stay contained, for good")
    .option("--leave-principals", "even though roles or users of it stay contained, for good")
    .option("--lift-legal-hold", "lift the legal hold of the evidence; its retention stays")
    .action(ending<CloseOptions>(keep, close));
  return root;
}

function common(command: Command): Command {
  return command
    .option("--config <folder>", "folder of the stacks' YAML files")
    .option("--stack <name>", "the stack of the forensics account, where there are several")
    .option("--role <name>", "role of the forensics account to take; otherwise the stack's, if any")
    .option("--endpoint <url>", "endpoint of an emulator", urlOption)
    .option("--json", "print one JSON object");
}

function watching(command: Command): Command {
  return common(command)
    .option(
      "--timeout <seconds>",
      "stop watching after this time; the response goes on",
      seconds,
      watchSeconds,
    )
    .option("--wait", "go on watching while somebody must approve");
}

function containing(command: Command): Command {
  return watching(command)
    .option("--account <id>", "the account that it is in, 12 digits")
    .option("--case <id>", "the case; new opens one", "new")
    .option("--reason <text>", "why, in a sentence")
    .addOption(
      new Option("--mode <mode>", "contain at once, ask for approval first, or only tell people")
        .choices(modes)
        .default("contain"),
    )
    .option("--finding <id>", "the finding that it is about")
    .option("--triggered-at <time>", "when it was noticed, in ISO 8601; otherwise now")
    .option("--dry-run", "print what would change, and change nothing")
    .option("--reader-role <name>", readerRoleText, roleNames.reader);
}

/** Runs a command and keeps its exit code. */
function ending<T>(keep: Keep, work: (options: T) => Promise<number>): (options: T) => Promise<void> {
  return async (options) => {
    keep(await work(options));
  };
}

function several(value: string, before: readonly string[] | undefined): readonly string[] {
  return [...(before ?? []), value];
}

/** The first part that is named replaces the default. */
function part(value: string, before: readonly string[]): readonly string[] {
  const known: readonly string[] = releaseChoices;
  if (!known.includes(value)) throw new InvalidArgumentError(`Allowed choices are ${known.join(", ")}.`);
  return value === "all" || before.includes("all") ? [value] : [...before, value];
}

/** The first part that is named replaces the default. `all` may stand beside others, since it does not hold them all. */
function principalPart(value: string, before: readonly string[]): readonly string[] {
  const known: readonly string[] = principalReleaseChoices;
  if (!known.includes(value)) throw new InvalidArgumentError(`Allowed choices are ${known.join(", ")}.`);
  return before === allParts ? [value] : [...before, value];
}

function seconds(text: string): number {
  if (!/^[1-9]\d{0,6}$/.test(text))
    throw new InvalidArgumentError("A time is a number of seconds, at least 1.");
  return Number(text);
}
