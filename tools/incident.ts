import { runIncident } from "./incident/program";

// `npm run incident`: what an operator does in an incident.

void runIncident(process.argv.slice(2)).then((code) => (process.exitCode = code));
