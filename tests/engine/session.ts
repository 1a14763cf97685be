import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PassThrough } from "node:stream";
import { PlainDisplay } from "../../tools/run/display";
import { openSession, type OpenSession, type Session } from "../../tools/run/session";

/** The checkout. */
export const checkout = join(__dirname, "..", "..");

/** Gives a suite one folder that is removed when the suite has ended. */
export function suiteFolder(): () => string {
  let folder = "";
  before(() => {
    folder = newFolder();
  });
  after(() => {
    remove(folder);
  });
  return () => folder;
}

/** Gives a suite one session on the simulator, with a state of its own, that is closed when the suite has ended. */
export function suiteSession(): () => Session {
  let session: OpenSession | undefined;
  let folder = "";
  before(async () => {
    folder = newFolder();
    session = await openSession({ state: folder, aws: "simulator", display: silent() });
  });
  after(async () => {
    await session?.close();
    remove(folder);
  });
  return () => {
    if (session === undefined) throw new Error("The session is not open.");
    return session;
  };
}

/** A display that nobody sees. */
export function silent(): PlainDisplay {
  return new PlainDisplay(new PassThrough().resume());
}

function newFolder(): string {
  return mkdtempSync(join(tmpdir(), "landing-zone-engine-"));
}

function remove(folder: string): void {
  rmSync(folder, { recursive: true, force: true });
}
