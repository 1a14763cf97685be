import {
  instance,
  launchConfiguration,
  launchTemplate,
  spotInstanceRequest,
} from "../../../shared/families/compute";
import { either } from "../../../shared/family";
import { judge, type Finding } from "../../../shared/finding";
import { on, rule } from "../../../shared/rule";
import { all, not } from "../../../shared/truth";
import type { Value } from "../../../shared/value";

export const imdsv2 = rule({
  name: "ec2-imdsv2",
  must: "Instances give out their credentials only to those who hold a session token (IMDSv2).",
  fix: "Set metadataOptions.httpTokens to required, on an instance with a launch template too.",
  resources: [
    on(either(instance, spotInstanceRequest), (properties) => judgeOptions(properties.at("metadataOptions"))),
    on(launchTemplate, (properties) => judgeOptions(properties.at("metadataOptions"))),
    on(launchConfiguration, (properties) => judgeOptions(properties.at("metadataOptions"))),
  ],
});

function judgeOptions(
  options: Value<{ httpTokens?: unknown; httpEndpoint?: unknown } | undefined>,
): Finding[] {
  const tokens = options.at("httpTokens");
  const off = options.at("httpEndpoint").is("disabled");
  const reason = "a request that a server is tricked into making can read the instance's credentials";
  return judge(all(not(tokens.is("required")), not(off)), tokens, reason);
}
