import { execa } from "execa";
import assert from "node:assert/strict";
import { join } from "node:path";
import { resolvePython } from "../../tools/emulator/python";

const bootstrap = join(__dirname, "../../bootstrap");

/** The linter as its own command starts it: that command has the path of the folder in which it was installed. */
const lint = "import sys; from cfnlint.runner import main; sys.exit(main())";

describe("The templates of bootstrap/", () => {
  for (const file of ["state.yaml", "account.yaml"]) {
    it(`are what CloudFormation's schemas and IAM's actions allow (${file})`, async () => {
      const python = await resolvePython({});
      const { stdout, exitCode } = await execa(python, ["-c", lint, join(bootstrap, file)], {
        reject: false,
      });
      assert.equal(stdout, "");
      assert.equal(exitCode, 0);
    });
  }

  it("are looked at for actions that IAM does not know", async () => {
    const python = await resolvePython({});
    const template = JSON.stringify({
      Resources: {
        Policy: {
          Type: "AWS::IAM::ManagedPolicy",
          Properties: {
            PolicyDocument: {
              Version: "2012-10-17",
              Statement: [{ Effect: "Allow", Action: "s3:PutBucketNonsense", Resource: "*" }],
            },
          },
        },
      },
    });
    const { stdout } = await execa(python, ["-c", lint], { reject: false, input: template });
    assert.match(stdout, /'putbucketnonsense' is not one of/);
  });
});
