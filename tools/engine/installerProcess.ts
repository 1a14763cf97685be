/** Runs the vendor's installer: `installerProcess.ts ROOT VERSION`. Started by `installer.ts`, which holds standard input. */
// Not the whole Automation API, which takes 0.3 s of processor time to load (measured).
import { PulumiCommand } from "@pulumi/pulumi/automation/cmd";
import { SemVer } from "semver";

async function main(root: string, version: string): Promise<void> {
  await PulumiCommand.install({ root, version: new SemVer(version) });
  process.exit(0);
}

// Leads a process group: whatever the installer has started ends with it.
process.stdin.on("end", () => process.kill(-process.pid, "SIGKILL")).resume();

const [root, version] = process.argv.slice(2);
if (root === undefined || version === undefined) throw new Error("usage: installerProcess.ts ROOT VERSION");
main(root, version).catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? essence(error.message) : String(error)}\n`);
  process.exit(1);
});

/** The SDK reports a failed script three times over; its output follows the last time, after the command. */
function essence(message: string): string {
  const [command, ...output] = message.split(" err?: Error: ").at(-1)?.trim().split("\n") ?? [];
  return output.length > 0 ? output.join("\n") : (command ?? message);
}
