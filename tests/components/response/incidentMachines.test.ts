import * as aws from "@pulumi/aws";
import assert from "node:assert/strict";
import { callsOf } from "../../../components/response/machineCalls";
import { unscopedCalls } from "../../../components/response/machineRoles";
import { machines } from "../../../components/response/machines";
import { definitionText, IncidentMachines } from "../../../components/response/incidentMachines";
import {
  machineNames,
  takers,
  type MachineName,
  type WorkloadRole,
} from "../../../components/response/names";
import type { Statement } from "../../../components/iam/document";
import { record, type Recording } from "../../support/record";
import { settings, surroundings } from "./entry/settings";

const account = { id: "444455556666", region: "eu-central-1" };
const deployed = Object.keys(machines) as MachineName[];

describe("The state machines of incident response", () => {
  let made: Recording<IncidentMachines>;
  before(async () => {
    made = await record(
      (opts) =>
        new IncidentMachines("response", { account, settings, surroundings, logRetentionDays: 365 }, opts),
      { account: account.id },
    );
  });

  const part = (machine: MachineName) =>
    `response-${machineNames[machine].replace("landing-zone-incident-", "")}`;
  const policy = (machine: MachineName): Statement[] =>
    (JSON.parse(made.inputs(`${part(machine)}-calls`)["policy"] as string) as { Statement: Statement[] })
      .Statement;
  const statement = (machine: MachineName, sid: string) => policy(machine).find(({ Sid }) => Sid === sid);

  for (const machine of deployed) {
    describe(`, ${machine} among them,`, () => {
      it("have fixed names, and roles of the same names that Step Functions takes for them alone", () => {
        const role = made.inputs(`${part(machine)}-role`);
        assert.deepEqual(
          [made.inputs(part(machine))["name"], role["name"]],
          [machineNames[machine], machineNames[machine]],
        );
        assert.deepEqual(
          (JSON.parse(role["assumeRolePolicy"] as string) as { Statement: unknown }).Statement,
          [
            {
              Sid: "TrustMachine",
              Effect: "Allow",
              Principal: { Service: "states.amazonaws.com" },
              Action: "sts:AssumeRole",
              Condition: {
                StringEquals: { "aws:SourceAccount": account.id },
                ArnLike: {
                  "aws:SourceArn": `arn:aws:states:eu-central-1:444455556666:stateMachine:${machineNames[machine]}`,
                },
              },
            },
          ],
        );
      });

      it("are defined by their builders with the settings as they become known", () => {
        assert.equal(
          made.inputs(part(machine))["definition"],
          definitionText(machines[machine](settings), account.region),
        );
      });

      it("log every step without its data, and are encrypted with a key of their own", () => {
        const { loggingConfiguration, encryptionConfiguration, tracingConfiguration } = made.inputs(
          part(machine),
        );
        const group = made.one(aws.cloudwatch.LogGroup).inputs;
        assert.deepEqual(loggingConfiguration, {
          level: "ALL",
          includeExecutionData: false,
          logDestination: `arn:aws:logs:eu-central-1:444455556666:log-group:${group["name"] as string}:*`,
        });
        assert.deepEqual((encryptionConfiguration as { type: string }).type, "CUSTOMER_MANAGED_KMS_KEY");
        assert.deepEqual(tracingConfiguration, { enabled: false });
      });

      it("may take no other roles of workload accounts than names.ts says, and only those that they take", () => {
        const { roles } = callsOf(machines[machine](settings));
        for (const role of roles) assert(takers[role].includes(machine), `${machine} takes ${role}`);
        assert.deepEqual(
          statement(machine, "EnterWorkloadAccounts")?.Resource,
          roles.length === 0
            ? undefined
            : settings.workloadAccounts.flatMap((id) =>
                roles.map((role) => `arn:aws:iam::${id}:role/landing-zone-incident-${role}`),
              ),
        );
      });

      it("call nothing in the forensics account for which no resources were named", () => {
        assert.deepEqual(unscopedCalls(callsOf(machines[machine](settings))), []);
      });

      it("name a resource or a condition in everything that they may do", () => {
        const wide = policy(machine).filter(
          ({ Resource, Condition }) => Resource === "*" && Condition === undefined,
        );
        assert.deepEqual(wide, []);
      });

      it("fit their policies into a role", () => {
        const text = made.inputs(`${part(machine)}-calls`)["policy"] as string;
        assert(text.length <= 10240, String(text.length));
      });
    });
  }

  it("use every role that names.ts lets them take, but for respond, which enters no other account", () => {
    const used = (role: WorkloadRole) =>
      deployed.filter((machine) => callsOf(machines[machine](settings)).roles.includes(role));
    for (const role of Object.keys(takers) as WorkloadRole[]) {
      assert.deepEqual(takers[role].filter((machine) => machine !== "respond").sort(), used(role).sort());
    }
  });

  it("leave the custody log to the one that records it", () => {
    for (const machine of deployed) {
      const writes = policy(machine).some(({ Action }) => Action === "s3:PutObject");
      const kept = statement(machine, "KeepOffCustody");
      assert.equal(kept !== undefined, writes && machine !== "record", machine);
      if (kept) assert.deepEqual(kept.Resource, "arn:aws:s3:::evidence/cases/*/custody/*");
      assert.equal(statement(machine, "CustodySign") !== undefined, machine === "record");
    }
  });

  it("let the response start the machines that it runs, follow them, and nothing else", () => {
    assert.deepEqual(statement("respond", "StartMachines")?.Resource, [
      "arn:aws:states:eu-central-1:444455556666:stateMachine:landing-zone-incident-contain",
      "arn:aws:states:eu-central-1:444455556666:stateMachine:landing-zone-incident-contain-principal",
      "arn:aws:states:eu-central-1:444455556666:stateMachine:landing-zone-incident-acquire",
      "arn:aws:states:eu-central-1:444455556666:stateMachine:landing-zone-incident-transfer",
      "arn:aws:states:eu-central-1:444455556666:stateMachine:landing-zone-incident-record",
    ]);
    assert.deepEqual(
      policy("respond").map(({ Sid }) => Sid),
      [
        "TableDeleteItem",
        "UseKeyOfTable",
        "TableGetItem",
        "TablePutItem",
        "TableUpdateItem",
        "TellPeople",
        "UseKeyOfTopic",
        "StartMachines",
        "FollowExecutions",
        "HearOfTheirEnd",
        "EncryptExecutions",
        "EncryptLog",
        "DeliverLog",
      ],
    );
  });

  it("let the investigation make and touch only what carries a case, and give no role more than its one policy", () => {
    const sids = policy("investigate").flatMap(({ Sid, Condition }) =>
      JSON.stringify(Condition ?? {}).includes("case-id") ? [Sid] : [],
    );
    assert.deepEqual(sids.sort(), [
      "AttachVolumes",
      "CopyEvidence",
      "CreateSnapshots",
      "CreateVolumes",
      "LaunchForACase",
      "RunOnWorkstations",
      "SnapshotVolumes",
      "StopInstances",
    ]);
    assert.deepEqual(statement("investigate", "CreateBoundedRoles"), {
      Sid: "CreateBoundedRoles",
      Effect: "Allow",
      Action: "iam:CreateRole",
      Resource: "arn:aws:iam::444455556666:role/landing-zone-workstations/*",
      Condition: {
        ArnEquals: { "iam:PermissionsBoundary": "arn:aws:iam::444455556666:policy/workstation" },
      },
    });
    assert.deepEqual(statement("investigate", "RunTheDocuments")?.Resource, [
      "arn:aws:ssm:eu-central-1:444455556666:document/examine-disk",
      "arn:aws:ssm:eu-central-1:444455556666:document/examine-memory",
    ]);
  });

  it("let the investigation use the keys of evidence and of images alone, through EC2", () => {
    for (const sid of ["UseDisks", "GrantToEc2"]) {
      const found = statement("investigate", sid);
      assert.deepEqual(found?.Resource, [
        settings.evidenceKeyArn,
        "arn:aws:kms:eu-central-1:444455556666:key/images",
      ]);
      assert.equal(
        found.Condition?.["StringEquals"]?.["kms:ViaService"],
        "ec2.eu-central-1.amazonaws.com",
        sid,
      );
    }
  });

  it("name the partition of their region", () => {
    const text = definitionText(machines.record({ ...settings, partition: "aws-cn" }), "cn-north-1");
    assert(text.includes("arn:aws-cn:states:::aws-sdk:kms:sign"));
    assert(!text.includes("arn:aws:states"));
  });
});
