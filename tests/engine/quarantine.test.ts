import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { packConfiguration } from "../../policypacks/landing-zone/configuration";
import { quarantineAware, type Containable } from "../../components/response/quarantineAware";
import { previewStack, updateStack, type StackToDeploy } from "../../tools/run/deployStack";
import { writePolicies } from "../../tools/run/policies";
import type { StackResult } from "../../tools/run/result";
import { checkpointFile, nameOf } from "../../tools/run/state";
import { suiteSession } from "./session";

const account = "111122223333";
const caseId = "case-20260101-7";
const caseTags = {
  "case-id": caseId,
  "evidence-kind": "instance",
  "do-not-delete": "true",
  quarantine: "contained",
};

interface Stored {
  urn: string;
  type: string;
  inputs: Record<string, unknown>;
  outputs: Record<string, unknown>;
}

interface Checkpoint {
  checkpoint: { latest: { resources: Stored[] } };
}

/** What the program of these tests may change. */
interface Wanted {
  readonly instanceType?: string;
  readonly name?: string;
}

describe("A deployment of a stack with a contained instance", () => {
  const session = suiteSession();
  /** What AWS answers when it is asked for tags. */
  let contained = false;
  const asked: Containable[] = [];

  function program({ instanceType = "t3.micro", name = "web" }: Wanted): void {
    const provider = new aws.Provider("account", { region: "eu-central-1", allowedAccountIds: [account] });
    const opts = {
      provider,
      transformations: [
        quarantineAware((subject) => {
          asked.push(subject);
          return Promise.resolve(contained ? caseTags : {});
        }),
      ],
    };
    const tags = { account, stack: pulumi.getStack(), component: "tests:Quarantine" };
    const group = new aws.ec2.SecurityGroup("web-group", { vpcId: "vpc-0a1b2c3d", tags }, { provider });
    const instance = new aws.ec2.Instance(
      "web",
      {
        ami: "ami-0a1b2c3d",
        instanceType,
        subnetId: "subnet-0a1b2c3d",
        vpcSecurityGroupIds: [group.id],
        iamInstanceProfile: "web",
        disableApiTermination: false,
        instanceInitiatedShutdownBehavior: "terminate",
        metadataOptions: { httpEndpoint: "enabled", httpTokens: "required" },
        tags: { ...tags, Name: name },
      },
      opts,
    );
    const further = new aws.ec2.SecurityGroup("web-further", { vpcId: "vpc-0a1b2c3d", tags }, { provider });
    new aws.ec2.NetworkInterfaceSecurityGroupAttachment(
      "web-further",
      { networkInterfaceId: instance.primaryNetworkInterfaceId, securityGroupId: further.id },
      opts,
    );
    new aws.lb.TargetGroupAttachment(
      "web-target",
      {
        targetGroupArn: `arn:aws:elasticloadbalancing:eu-central-1:${account}:targetgroup/web/0a1b2c3d4e5f6071`,
        targetId: instance.id,
        port: 8080,
      },
      opts,
    );
    new aws.ec2.EipAssociation(
      "web-address",
      { allocationId: "eipalloc-0a1b2c3d", instanceId: instance.id },
      opts,
    );
  }

  function stack(wanted: Wanted = {}): StackToDeploy {
    const facts = { stack: "web", stackKind: "workload", account, trustedAccounts: [] } as const;
    return {
      name: "web",
      config: {},
      program: () => {
        program(wanted);
        return Promise.resolve({});
      },
      policies: writePolicies(session().state, "web", packConfiguration(facts, [])),
    };
  }

  /** Makes the state what a refresh makes of it, after a containment has changed AWS. */
  function refreshedAfter(change: (resources: Stored[]) => Stored[]): void {
    const file = checkpointFile(session().state, "web");
    const state = JSON.parse(readFileSync(file, "utf8")) as Checkpoint;
    state.checkpoint.latest.resources = change(state.checkpoint.latest.resources);
    writeFileSync(file, JSON.stringify(state));
  }

  const isAttachment = ({ type }: Stored): boolean => /Attachment$|Association$/.test(type);

  const contain = (resources: Stored[], { attachments }: { attachments: "gone" | "there" }): Stored[] =>
    resources
      .filter((one) => attachments === "there" || !isAttachment(one))
      .map((one) => {
        if (one.type !== "aws:ec2/instance:Instance") return one;
        const changed = {
          vpcSecurityGroupIds: ["sg-0150a7ed"],
          iamInstanceProfile: "landing-zone-quarantine",
          disableApiTermination: true,
          instanceInitiatedShutdownBehavior: "stop",
        };
        const tagged = (given: unknown) => ({ ...(given as object), ...caseTags });
        return {
          ...one,
          inputs: {
            ...one.inputs,
            ...changed,
            tags: tagged(one.inputs["tags"]),
            ...(one.inputs["tagsAll"] !== undefined && { tagsAll: tagged(one.inputs["tagsAll"]) }),
          },
          outputs: {
            ...one.outputs,
            ...changed,
            tags: tagged(one.outputs["tags"]),
            tagsAll: tagged(one.outputs["tagsAll"]),
          },
        };
      });

  function instanceInputs(): Record<string, unknown> {
    const file = checkpointFile(session().state, "web");
    const { resources } = (JSON.parse(readFileSync(file, "utf8")) as Checkpoint).checkpoint.latest;
    const inputs = resources.find(
      ({ urn }) => nameOf(urn) === "web" && !urn.includes("SecurityGroup"),
    )?.inputs;
    assert(inputs);
    return inputs;
  }

  const quarantined = (result: StackResult) =>
    result.violations.filter(({ rule }) => rule === "quarantine-visible");

  before(async () => {
    const { outcome, causes } = await updateStack(session(), stack());
    assert.deepEqual(causes, []);
    assert.equal(outcome, "updated");
  });

  it("attaches what is wanted, as long as the instance is not contained", () => {
    assert.deepEqual(asked.map(({ kind }) => kind).sort(), ["instance", "instance", "interface"]);
  });

  it("changes nothing without a refresh: the state does not know of the containment", async () => {
    contained = true;
    const { outcome, causes } = await updateStack(session(), stack());
    assert.deepEqual(causes, []);
    assert.equal(outcome, "unchanged");
  });

  describe("after a refresh", () => {
    before(() => {
      refreshedAfter((resources) => contain(resources, { attachments: "there" }));
    });

    it("leaves groups, profile, protection and tags as the containment made them", async () => {
      const { outcome, causes } = await updateStack(session(), stack());
      assert.deepEqual(causes, []);
      assert.equal(outcome, "unchanged");
      const { vpcSecurityGroupIds, iamInstanceProfile, disableApiTermination, tags } = instanceInputs();
      assert.deepEqual(
        [vpcSecurityGroupIds, iamInstanceProfile, disableApiTermination],
        [["sg-0150a7ed"], "landing-zone-quarantine", true],
      );
      assert.equal((tags as Record<string, string>)["case-id"], caseId);
    });

    it("reports the difference as quarantine, with the case", async () => {
      const [violation, ...others] = quarantined(await previewStack(session(), stack()));
      assert.deepEqual(others, []);
      assert.equal(violation?.level, "advisory");
      assert.match(violation.message, new RegExp(`it is in quarantine, case ${caseId}`));
      assert.equal(nameOf(violation.urn ?? ""), "web");
    });

    it("refuses to change the instance otherwise, in preview, with the case", async () => {
      const { outcome, causes } = await previewStack(session(), stack({ instanceType: "t3.large" }));
      assert.equal(outcome, "failed");
      assert.match(
        causes.join("\n"),
        new RegExp(`would change i-[0-9a-f]+, which is in quarantine for case ${caseId}`),
      );
    });
  });

  describe("after a refresh that forgets what the containment detached", () => {
    before(() => {
      refreshedAfter((resources) => contain(resources, { attachments: "gone" }));
    });

    it("refuses to attach anything again, in preview, with the case", async () => {
      const { outcome, causes } = await previewStack(session(), stack());
      assert.equal(outcome, "failed");
      assert.match(
        causes.join("\n"),
        new RegExp(`would attach something to (i|eni)-[0-9a-f]+, which is in quarantine for case ${caseId}`),
      );
    });

    it("refuses it in an update too, and makes none of the attachments", async () => {
      const { outcome } = await updateStack(session(), stack());
      assert.equal(outcome, "failed");
      const file = checkpointFile(session().state, "web");
      const { resources } = (JSON.parse(readFileSync(file, "utf8")) as Checkpoint).checkpoint.latest;
      assert.deepEqual(resources.filter(isAttachment), []);
    });

    it("attaches them again once the instance is released", async () => {
      contained = false;
      const { outcome, causes } = await updateStack(session(), stack());
      assert.deepEqual(causes, []);
      assert.equal(outcome, "updated");
    });
  });
});
