import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";

const root = resolve(__dirname, "../..");
const foreign = new Set(["node_modules", ".git", ".local", "coverage"]);

/** A Markdown file of the repository. */
export interface Page {
  /** Path from the root of the repository. */
  readonly path: string;
  readonly text: string;
}

/** Every Markdown file of the repository. */
export function pages(folder = root): Page[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return foreign.has(entry.name) ? [] : pages(path);
    return entry.name.endsWith(".md")
      ? [{ path: relative(root, path), text: readFileSync(path, "utf8") }]
      : [];
  });
}

/** Links of a page that lead nowhere: to a file that does not exist, or to a heading that its page does not have. */
export function deadLinks({ path, text }: Page): string[] {
  return [...withoutCode(text).matchAll(/\]\(([^)\s]+)\)/g)]
    .map(([, target = ""]) => target)
    .filter((target) => !/^https?:/.test(target) && !leadsSomewhere(path, text, target));
}

function leadsSomewhere(path: string, text: string, target: string): boolean {
  const [file = "", heading] = target.split("#");
  if (file === "") return headings(text).includes(heading ?? "");
  const found = resolve(root, dirname(path), file);
  if (!found.startsWith(root) || !existsSync(found)) return false;
  return heading === undefined || headings(readFileSync(found, "utf8")).includes(heading);
}

/** The anchors of a page's headings, made as GitHub makes them. */
function headings(text: string): string[] {
  return [...withoutFences(text).matchAll(/^#+ (.+)$/gm)].map(([, title = ""]) =>
    title
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\s_-]/gu, "")
      .trim()
      .replace(/ /g, "-"),
  );
}

/** Scripts of package.json that a text names and that are not there. */
export function missingScripts(text: string, scripts: readonly string[]): string[] {
  return [...text.matchAll(/npm run (?:--?[\w-]+ )*([a-z][\w:.-]*)/g)]
    .map(([, name = ""]) => name.replace(/[:.]+$/, ""))
    .filter((name) => !scripts.includes(name));
}

/** Files and folders that a page names as code and that are not there. */
export function missingPaths({ text }: Page): string[] {
  const folders = "bench|bootstrap|components|config|docs|policypacks|simulator|stacks|tests|tools";
  return [...withoutFences(text).matchAll(new RegExp(`\`((?:${folders})/[\\w./-]*)\``, "g"))]
    .map(([, path = ""]) => path)
    .filter((path) => !existsSync(join(root, path)));
}

/** Hosts of package registries, and paths of one machine, that a page names. */
export function strayNames({ text }: Page): string[] {
  const hosts =
    /\b(?:[\w-]+\.)*(?:npmjs\.(?:com|org)|pypi\.org|pythonhosted\.org|golang\.org|crates\.io|maven\.org)\b/g;
  const paths = /(?<![\w.~/-])\/(?:home|root|tmp|work|Users|opt|var)\/[\w./-]*/g;
  return [hosts, paths].flatMap((pattern) => [...text.matchAll(pattern)].map(([name]) => name));
}

function withoutFences(text: string): string {
  return text.replace(/^(```|~~~)[\s\S]*?^\1/gm, "");
}

function withoutCode(text: string): string {
  return withoutFences(text).replace(/`[^`\n]*`/g, "");
}
