import type { Flow } from "../../asl/flow";
import type { Payload } from "../../asl/states";

/** A part of the state before, read on its own. */
export interface Capture {
  readonly name: string;
  /** Key in the state before. */
  readonly key: string;
  /** What `$.read` is until something is read. A call that fails leaves it so. */
  readonly unread: Payload;
  readonly flow: Flow;
  /** The value, made of `$.read`. */
  readonly value: Payload;
}
