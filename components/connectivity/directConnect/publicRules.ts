import { isPublic, overlapping } from "./addresses";
import type { DirectConnectPlan, PublicInterface } from "./plan";
import { planConnections } from "./planned";
import { when, type PlanProblem } from "./problem";

/** A quota that cannot be raised. Source: "AWS Direct Connect quotas". */
const mostRouteFilterPrefixes = 1000;

/** What makes a public interface impossible. Source: "Prerequisites for virtual interfaces", AWS Direct Connect user guide. */
export function publicProblems(
  plan: DirectConnectPlan,
  { peers, routeFilterPrefixes }: PublicInterface,
  at: (...path: string[]) => string[],
): PlanProblem[] {
  const prefixes = routeFilterPrefixes;
  return [
    ...when(prefixes.length === 0, () => ({
      path: at("routeFilterPrefixes"),
      rule: "a public interface announces at least one prefix, or AWS drops all its traffic",
      remedy: "add the public prefixes that the organization owns",
    })),
    ...when(prefixes.length > mostRouteFilterPrefixes, () => ({
      path: at("routeFilterPrefixes"),
      rule: `a public interface announces at most ${mostRouteFilterPrefixes} prefixes`,
      remedy: "announce shorter prefixes that summarize them",
    })),
    ...prefixes
      .filter((prefix) => !isPublic(prefix))
      .map((prefix) => ({
        path: at("routeFilterPrefixes", String(prefixes.indexOf(prefix))),
        rule: "a public interface announces public prefixes only",
        remedy:
          "give a prefix that the organization owns; private ones belong on a private or transit interface",
      })),
    ...overlapping(prefixes).map(([later, earlier]) => ({
      path: at("routeFilterPrefixes", String(prefixes.lastIndexOf(later))),
      rule: `must not overlap the announced prefix ${earlier}`,
      remedy: "announce one of the two",
    })),
    ...planConnections(plan)
      .filter(({ key }) => peers[key] === undefined)
      .map(({ key }) => ({
        path: at("peers", key),
        rule: "a public interface needs addresses of its own on every connection; AWS gives none",
        remedy: "set amazonAddress and customerAddress from a public /30 or /31",
      })),
    ...Object.entries(peers)
      .filter(([, peer]) => !isPublic(peer.amazonAddress) || !isPublic(peer.customerAddress))
      .map(([key]) => ({
        path: at("peers", key),
        rule: "the BGP session of a public interface has public addresses",
        remedy: "take a /31 or /30 that the organization owns, or ask AWS Support for a /31",
      })),
  ];
}
