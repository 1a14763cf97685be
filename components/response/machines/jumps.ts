import type { Flow } from "../asl/flow";

/** Goes on at a state that stands elsewhere in the same machine, branch or iteration. Nothing follows. */
export function goTo(state: string): Flow {
  return { first: state, states: () => ({}) };
}

/** A flow, and others that it enters by {@link goTo}. */
export function withEndings(flow: Flow, ...endings: readonly Flow[]): Flow {
  return {
    first: flow.first,
    states: (next) =>
      Object.fromEntries([flow, ...endings].flatMap(({ states }) => Object.entries(states(next)))),
  };
}
