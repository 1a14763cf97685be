export { EngineFailure } from "./failure";
export { resolveEngine } from "./resolve";
export type { Engine, EngineProgress, ResolveOptions } from "./types";
