import { choose, pass, sequence, type Flow } from "../../asl/flow";
import type { Payload } from "../../asl/states";

interface Paged {
  /** Reads a page into `$.read.page` as `{ items, next }`, where `next` is a list of at most one marker. */
  readonly page: (name: string, start: Payload) => Flow;
  /** Looks at the page, and leaves what it finds in `$.read.found` as `{ own, failures }`. */
  readonly items: Flow;
}

/** What `$.read` must be at the beginning. */
export const paging: Payload = { all: { list: [] }, failures: { list: [] }, page: {} };

/** Reads page after page until one fails, and gathers what is found in `$.read.all.list`. */
export function paged(name: string, { page, items }: Paged): Flow {
  const names = {
    first: `${name}: first page`,
    read: `${name}: page read?`,
    more: `${name}: more?`,
    marker: `${name}: next page's marker`,
    turn: `${name}: turn`,
    next: `${name}: next page`,
    told: `${name}: told`,
  };
  const gather = sequence(
    items,
    pass(`${name}: lists`, {
      make: {
        "own.$": "States.Array($.read.all.list, $.read.found.own)",
        "failures.$": "States.Array($.read.failures.list, $.read.found.failures)",
      },
      into: "$.read.lists",
    }),
    pass(`${name}: gathered`, { make: { "list.$": "$.read.lists.own[*][*]" }, into: "$.read.all" }),
    pass(`${name}: failures`, {
      make: { "list.$": "$.read.lists.failures[*][*]" },
      into: "$.read.failures",
    }),
  );
  const turn = sequence(
    pass(names.marker, { make: { "value.$": "$.read.page.next[0]" }, into: "$.read.marker" }),
    pass(names.turn, { make: {}, into: "$.read.page" }),
    page(names.next, { "Marker.$": "$.read.marker.value" }),
  );
  return {
    first: names.first,
    states: (next) => ({
      ...page(names.first, {}).states(names.read),
      ...choose(names.read, [
        { when: { Variable: "$.read.page.items", IsPresent: true }, then: gather },
      ]).states(names.more),
      ...choose(names.more, [
        { when: { Variable: "$.read.page.next[0]", IsPresent: true }, then: leadBack(turn, names.read) },
      ]).states(names.told),
      ...pass(names.told, { make: { "list.$": "$.read.failures.list" }, into: "$.steps.unread" }).states(
        next,
      ),
    }),
  };
}

/** A part that goes back to an earlier state instead of going on. */
export function leadBack(flow: Flow, to: string): Flow {
  return { first: flow.first, states: () => flow.states(to) };
}
