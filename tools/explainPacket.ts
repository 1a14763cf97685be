import { runExplainPacket } from "./packet/program";

// `npm run explain:packet`: says which rule of which control lets a connection through, or stops it.

process.exitCode = runExplainPacket(process.argv.slice(2));
