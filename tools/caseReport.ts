import { runCaseReport } from "./case/reportProgram";

// `npm run case:report`: renders a case, verified first, as one HTML page.

void runCaseReport(process.argv.slice(2)).then((code) => (process.exitCode = code));
