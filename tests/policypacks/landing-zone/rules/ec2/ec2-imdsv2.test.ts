import { imdsv2 } from "../../../../../policypacks/landing-zone/rules/ec2/ec2-imdsv2";
import { cases, change } from "../../../../support/policyCases";
import { resource, unknown } from "../../../../support/policyStack";

const reason = "a request that a server is tricked into making can read the instance's credentials";

describe("ec2-imdsv2", () => {
  for (const type of [
    "aws:ec2/instance:Instance",
    "aws:ec2/spotInstanceRequest:SpotInstanceRequest",
    "aws:ec2/launchTemplate:LaunchTemplate",
    "aws:ec2/launchConfiguration:LaunchConfiguration",
  ]) {
    describe(type, () => {
      cases(imdsv2, [resource(type, "server", { metadataOptions: { httpTokens: "required" } })])
        .accepts("required tokens")
        .accepts("metadata switched off", change("server", { metadataOptions: { httpEndpoint: "disabled" } }))
        .rejects("no metadata options", change("server", { metadataOptions: undefined }), [
          `server: metadataOptions.httpTokens is not set: ${reason}`,
        ])
        .rejects(
          "metadata options without tokens",
          change("server", { metadataOptions: { httpEndpoint: "enabled" } }),
          [`server: metadataOptions.httpTokens is not set: ${reason}`],
        )
        .rejects("optional tokens", change("server", { metadataOptions: { httpTokens: "optional" } }), [
          `server: metadataOptions.httpTokens is "optional": ${reason}`,
        ])
        .cannotJudge("options that are not known yet", change("server", { metadataOptions: unknown }), [
          `server: metadataOptions.httpTokens is not known yet: cannot tell before the update whether ${reason}`,
        ]);
    });
  }

  describe("an instance with a launch template", () => {
    cases(imdsv2, [
      resource("aws:ec2/instance:Instance", "server", {
        launchTemplate: { id: "lt-1" },
        metadataOptions: { httpTokens: "required" },
      }),
    ]).rejects("that says nothing itself", change("server", { metadataOptions: undefined }), [
      `server: metadataOptions.httpTokens is not set: ${reason}`,
    ]);
  });
});
