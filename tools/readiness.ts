import { runReadiness } from "./readiness/program";

// `npm run readiness`: says of every running instance of an account what a response to an incident would miss today.

void runReadiness(process.argv.slice(2)).then((code) => (process.exitCode = code));
