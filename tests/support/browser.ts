import { accessSync, constants } from "node:fs";
import { delimiter, join } from "node:path";
import { chromium, type Browser } from "playwright-core";

const names = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];

/**
 * Finds a browser: the one that `LANDING_ZONE_CHROMIUM` names, or Chromium or Chrome on the path.
 *
 * @throws Error that says how to get one.
 */
export function browserPath(environment: NodeJS.ProcessEnv = process.env): string {
  const named = environment["LANDING_ZONE_CHROMIUM"];
  if (named !== undefined && named !== "") {
    if (isExecutable(named)) return named;
    throw new Error(`LANDING_ZONE_CHROMIUM names ${named}, which can't be run.`);
  }
  const folders = [...(environment["PATH"] ?? "").split(delimiter), "/usr/bin"].filter(
    (folder) => folder !== "",
  );
  const found = folders.flatMap((folder) => names.map((name) => join(folder, name))).find(isExecutable);
  if (found !== undefined) return found;
  throw new Error(
    "This test needs Chromium or Chrome. Install one (on Debian: apt-get install chromium), or name it with LANDING_ZONE_CHROMIUM.",
  );
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** Gives a suite a browser. */
export function suiteBrowser(): () => Browser {
  let browser: Browser | undefined;
  before(async () => {
    // Chromium refuses its own sandbox to the root user.
    const chromiumSandbox = process.getuid?.() !== 0;
    browser = await chromium.launch({ executablePath: browserPath(), chromiumSandbox });
  });
  after(() => browser?.close());
  return () => {
    if (!browser) throw new Error("The browser is not started.");
    return browser;
  };
}
