import assert from "node:assert/strict";
import * as aws from "@pulumi/aws";
import { EvidenceBucket } from "../../components/forensics/evidenceBucket";
import { previewStack, updateStack, type StackToDeploy } from "../../tools/run/deployStack";
import { readStackState } from "../../tools/run/state";
import { suiteSession } from "./session";

const account = { id: "444455556666", region: "eu-central-1" };

describe("The retention of evidence", () => {
  const session = suiteSession();
  const stack = (retentionDays: number): StackToDeploy => ({
    name: "forensics",
    config: {},
    program: () => {
      const provider = new aws.Provider("account", {
        region: account.region,
        allowedAccountIds: [account.id],
      });
      const args = { account, retentionDays, workloadAccounts: ["111122223333"] };
      new EvidenceBucket("evidence", args, { providers: { aws: provider } });
      return Promise.resolve({});
    },
  });

  before(async () => {
    const { causes } = await updateStack(session(), stack(2555));
    assert.deepEqual(causes, []);
  });

  it("does not shrink: a preview refuses it, and says what is deployed", async () => {
    const { outcome, causes } = await previewStack(session(), stack(2554));
    assert.equal(outcome, "failed");
    assert.match(
      causes.join("\n"),
      /objects would be locked for 2554 days, but 2555 are deployed\. Retention can only grow\. Give at least 2555 days\./,
    );
  });

  it("does not shrink in an update either", async () => {
    const { outcome } = await updateStack(session(), stack(365));
    assert.equal(outcome, "failed");
    const resources = readStackState(session().state, "forensics")?.resources ?? [];
    const lock = resources.find(({ type }) => type.endsWith(":BucketObjectLockConfiguration"));
    assert.deepEqual(lock?.outputs?.["rule"], { defaultRetention: { mode: "COMPLIANCE", days: 2555 } });
  });

  it("grows", async () => {
    const { outcome, causes } = await updateStack(session(), stack(3650));
    assert.deepEqual(causes, []);
    assert.equal(outcome, "updated");
  });
});
