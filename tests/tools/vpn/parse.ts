/** A section of a `swanctl.conf`: settings and sections by name. */
export interface Section {
  readonly [name: string]: string | Section;
}

/** Reads what strongSwan would read of a configuration file. */
export function parseSwanctl(text: string): Section {
  const root: Record<string, string | Section> = {};
  const open: Record<string, string | Section>[] = [root];
  for (const line of text.split("\n").map((one) => one.replace(/#.*/, "").trim())) {
    const current = open.at(-1);
    if (current === undefined) throw new Error("a section is closed that was never opened");
    const [, section] = /^([\w-]+) \{$/.exec(line) ?? [];
    const [, name, value] = /^([\w-]+) = (.*)$/.exec(line) ?? [];
    if (section !== undefined) {
      const opened: Record<string, string | Section> = {};
      current[section] = opened;
      open.push(opened);
    } else if (name !== undefined && value !== undefined) {
      current[name] = value;
    } else if (line === "}") {
      open.pop();
    } else if (line !== "") {
      throw new Error(`no setting: ${line}`);
    }
  }
  if (open.length !== 1) throw new Error("a section is never closed");
  return root;
}

/** The section at a path. */
export function sectionAt(section: Section, ...path: readonly string[]): Section {
  return path.reduce((at, name) => {
    const next = at[name];
    if (typeof next !== "object") throw new Error(`no section ${name} among ${Object.keys(at).join(", ")}`);
    return next;
  }, section);
}

/** One neighbor of a BGP router. */
interface Neighbor {
  readonly remoteAs: number;
  readonly updateSource: string;
  readonly timers: readonly [keepalive: number, hold: number];
  readonly isActivated: boolean;
  /** The route map in each direction, with what it permits and sets. */
  readonly in: RouteMap;
  readonly out: RouteMap;
}

interface RouteMap {
  readonly prefixes: readonly string[];
  readonly set: readonly string[];
}

export interface BgpRouter {
  readonly asn: number;
  readonly routerId: string | undefined;
  readonly networks: readonly string[];
  readonly maximumPaths: number;
  readonly neighbors: Readonly<Record<string, Neighbor>>;
}

/** Reads what FRR would read of a BGP configuration. */
export function parseBgp(text: string): BgpRouter {
  const lines = text.split("\n").map((line) => line.trim());
  const rest = (start: string) =>
    lines.filter((line) => line.startsWith(`${start} `)).map((line) => line.slice(start.length + 1));
  const one = (start: string): string => {
    const [found, ...others] = rest(start);
    if (found === undefined || others.length > 0) throw new Error(`not exactly one line ${start}`);
    return found;
  };
  const prefixList = (name: string) =>
    rest(`ip prefix-list ${name}`).map((entry) => entry.replace(/^seq \d+ /, ""));
  const routeMap = (name: string): RouteMap => {
    const start = lines.indexOf(`route-map ${name} permit 10`);
    const body = lines.slice(start + 1, lines.indexOf("exit", start));
    const match = body.find((line) => line.startsWith("match ip address prefix-list "));
    if (start < 0 || match === undefined) throw new Error(`no route map ${name}`);
    return {
      prefixes: prefixList(match.slice("match ip address prefix-list ".length)),
      set: body.filter((line) => line.startsWith("set ")).map((line) => line.slice(4)),
    };
  };
  const neighbor = (address: string): Neighbor => {
    const of = (setting: string) => one(`neighbor ${address} ${setting}`);
    const [keepalive = 0, hold = 0] = of("timers").split(" ").map(Number);
    const maps = rest(`neighbor ${address} route-map`);
    const map = (direction: string) =>
      routeMap(maps.find((line) => line.endsWith(` ${direction}`))?.split(" ")[0] ?? "");
    return {
      remoteAs: Number(of("remote-as")),
      updateSource: of("update-source"),
      timers: [keepalive, hold],
      isActivated: lines.includes(`neighbor ${address} activate`),
      in: map("in"),
      out: map("out"),
    };
  };
  const addresses = [...new Set(rest("neighbor").map((line) => line.split(" ")[0] ?? ""))];
  return {
    asn: Number(one("router bgp")),
    routerId: rest("bgp router-id")[0],
    networks: rest("network"),
    maximumPaths: Number(rest("maximum-paths")[0] ?? 1),
    neighbors: Object.fromEntries(addresses.map((address) => [address, neighbor(address)])),
  };
}
