import { SemVer } from "semver";

/**
 * The engine that is installed or built, and the oldest that is taken from PATH. `go.mod` names the same version.
 * 3.249 brought `pulumi policy analyze --file`; 3.252 fixed a crash on policy violations of a whole stack.
 */
export const engineVersion = new SemVer("3.252.0");

/** What is wrong with a version of an engine, or undefined if it will do. */
export function versionProblem(version: SemVer): string | undefined {
  if (version.major > engineVersion.major) return `too new: needs ${engineVersion.major}.x`;
  if (version.compare(engineVersion) < 0) return `too old: needs ${engineVersion.version} or newer`;
  return undefined;
}
