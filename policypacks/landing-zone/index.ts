import { PolicyPack } from "@pulumi/policy";
import { policiesOf } from "../shared/policies";
import { pack } from "./pack";

// Starts a server at once: nothing but the engine may load this file.
new PolicyPack(pack.name, {
  displayName: "Landing zone",
  description: "What every stack of the landing zone must keep to.",
  enforcementLevel: "mandatory",
  provider: "aws",
  tags: ["aws", "landing-zone", "forensics"],
  policies: policiesOf(pack),
});
