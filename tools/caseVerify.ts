import { runCaseVerify } from "./case/verifyProgram";

// `npm run case:verify`: says whether a case's evidence is as it was recorded, offline and with only the public key.

void runCaseVerify(process.argv.slice(2)).then((code) => (process.exitCode = code));
