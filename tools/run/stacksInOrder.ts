import { join, resolve } from "node:path";
import { loadStackFile, project, schemas, type StackFile, type StackKind } from "../../config/load";
import { ConfigurationError } from "../../config/problems";
import { checkTogether } from "../../config/together";
import { RunFailure } from "./failure";
import { filesIn, stacksWithState, type StateFolder } from "./state";
import { configIn, stackFileCopy } from "./workspace";

/** A stack comes after everything that it reads from: a workload reads what the forensics account exports. */
const rank: Readonly<Record<StackKind, number>> = { forensics: 0, workload: 1 };

/**
 * Reads and checks every `Pulumi.<stack>.yaml` of a folder, so that nothing is started when one of them is wrong.
 *
 * @returns The stacks in the order in which they can be deployed; those of one kind in the order of their names.
 * @throws RunFailure with the problems of every file, or when the folder holds none.
 * @throws ConfigurationError with what is wrong with the stacks together.
 */
export function stacksInOrder(folder: string): StackFile[] {
  const names = filesIn(folder).filter((file) => /^Pulumi\..+\.yaml$/.test(file));
  if (names.length === 0) {
    throw new RunFailure(`There is no Pulumi.<stack>.yaml in ${resolve(folder)}.`, [
      "name the folder that has the stacks' files: npm start -- --config DIR",
    ]);
  }
  const files = loadAll(names.sort().map((name) => join(folder, name)));
  checkTogether(files);
  return inOrder(files, ({ config }) => config.kind);
}

function loadAll(paths: readonly string[]): StackFile[] {
  const problems: string[] = [];
  const files = paths.flatMap((path) => {
    try {
      return [loadStackFile(path)];
    } catch (error) {
      if (!(error instanceof ConfigurationError)) throw error;
      problems.push(error.message);
      return [];
    }
  });
  if (problems.length > 0) throw new RunFailure(problems.join("\n"));
  return files;
}

/** Sorts by what depends on what; those of one kind stay as they are. */
export function inOrder<T>(items: readonly T[], kindOf: (item: T) => StackKind): T[] {
  return [...items].sort((one, other) => rank[kindOf(one)] - rank[kindOf(other)]);
}

/**
 * Stacks that have a state, in the order in which they can be deployed: that is what a destroy goes by, whatever the
 * user's files say now.
 */
export function deployedInOrder(state: StateFolder): string[] {
  return inOrder(stacksWithState(state), (name) => kindAsDeployed(state, name));
}

/** A stack whose copy tells no kind is taken for one that reads from the others: it is destroyed first. */
function kindAsDeployed(state: StateFolder, name: string): StackKind {
  try {
    const kind = configIn(stackFileCopy(state, name))[`${project}:kind`];
    return (Object.keys(schemas) as StackKind[]).find((known) => known === kind) ?? "workload";
  } catch {
    return "workload";
  }
}
