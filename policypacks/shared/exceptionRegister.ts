import type { Exception } from "./facts";
import type { Finding } from "./finding";

/** Where an exception was used. */
export interface Use {
  readonly urn: string;
  readonly finding: string;
}

/** How an exception fared in this run. */
export type Standing =
  | { readonly status: "used"; readonly exception: Exception; readonly uses: readonly Use[] }
  /** Its last day has passed. It covers nothing any more. */
  | { readonly status: "expired"; readonly exception: Exception }
  /** Nothing in the stack needs it. */
  | { readonly status: "unused"; readonly exception: Exception };

/** The exceptions of a run, and what they were used for. */
export class ExceptionRegister {
  private readonly uses = new Map<Exception, Map<string, Use>>();

  /**
   * @param exceptions Those of this stack.
   * @param today The current day in UTC, `2026-12-31`.
   */
  public constructor(
    private readonly exceptions: readonly Exception[],
    private readonly today: string,
  ) {}

  /** Whether somebody answers for a finding; remembers that the exception was needed. */
  public covers(rule: string, urn: string, finding: Finding): boolean {
    const exception = this.exceptions.find(
      (candidate) =>
        candidate.rule === rule &&
        (candidate.finding === undefined || candidate.finding === finding.key) &&
        !this.isExpired(candidate) &&
        names(candidate.resource, urn),
    );
    if (exception === undefined) return false;
    const uses = this.uses.get(exception) ?? new Map<string, Use>();
    uses.set(`${urn} ${finding.key}`, { urn, finding: finding.key });
    this.uses.set(exception, uses);
    return true;
  }

  /** Every exception of the stack, in the order given. */
  public standings(): Standing[] {
    return this.exceptions.map((exception) => {
      if (this.isExpired(exception)) return { status: "expired", exception };
      const uses = [...(this.uses.get(exception)?.values() ?? [])];
      return uses.length === 0 ? { status: "unused", exception } : { status: "used", exception, uses };
    });
  }

  private isExpired(exception: Exception): boolean {
    return exception.lastDay < this.today;
  }
}

/** Whether an exception's resource, a URN or `<type> <name pattern>`, names the resource with the given URN. */
export function names(pattern: string, urn: string): boolean {
  if (pattern.startsWith("urn:")) return pattern === urn;
  const [type = "", namePattern = ""] = pattern.split(" ");
  const [, , qualifiedType = "", ...name] = urn.split("::");
  // A URN's type part lists the types of the parents too: `parent$child`.
  if (qualifiedType.split("$").at(-1) !== type) return false;
  const expression = namePattern.split("*").map(escape).join(".*");
  return new RegExp(`^${expression}$`).test(name.join("::"));
}

function escape(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);
}
