import { DescribeSecurityGroupsCommand } from "@aws-sdk/client-ec2";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { isolationPurpose } from "../../components/response/names";
import { forensicsOutputs, workloadOutputs } from "../../stacks/contracts";
import { attachOrStart, stopDetached } from "../emulator";
import { slowResources } from "../emulator/slow";
import { deployStack } from "../run/deployStack";
import type { Display } from "../run/display";
import { RunFailure } from "../run/failure";
import { succeeded, untilFailure, type StackResult } from "../run/result";
import { stacksToDeploy } from "../run/run";
import { withSession, type Session } from "../run/session";
import { stateFolder } from "../run/state";
import { stacksInOrder } from "../run/stacksInOrder";
import { openAccount, type AccountClients } from "./account";
import type { DrillPlace } from "./place";
import { present } from "./present";

/** A finding that a landing zone responds to unless it is configured otherwise. */
export const findingType = "CryptoCurrency:EC2/BitcoinTool.B!DNS";

/** A drill's landing zone, and the emulator that it is on. */
export interface Deployed {
  readonly place: DrillPlace;
  readonly endpoint: string;
}

/**
 * Deploys the landing zone to an emulator of its own, works there and throws it away. What buckets do with old objects is left out:
 * no drill is that long.
 *
 * @param config Folder of the stack files. It must have one workload stack at least.
 * @throws RunFailure when it cannot be deployed.
 */
export async function withLandingZone<T>(
  config: string,
  display: Display,
  work: (deployed: Deployed) => Promise<T>,
): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), "landing-zone-drill-"));
  try {
    return await withSession({ state: folder, aws: "emulator", display }, async (session) => {
      const { endpoint } = (await attachOrStart(session.state.root)).emulator;
      return work({ place: await deploy(session, config, endpoint), endpoint });
    });
  } finally {
    await stopDetached(stateFolder(folder, "emulator").root);
    await rm(folder, { recursive: true, force: true });
  }
}

async function deploy(session: Session, config: string, endpoint: string): Promise<DrillPlace> {
  const files = stacksInOrder(config);
  const first = files.findIndex(({ config: { kind } }) => kind === "workload");
  const stacks = stacksToDeploy(session, files.slice(0, first + 1), []).map(({ name, config, program }) => ({
    name,
    config,
    program,
    exclude: slowResources,
  }));
  const results = await untilFailure(stacks, session.interrupts, (stack) => deployStack(session, stack));
  const failed = results.find((result) => !succeeded(result));
  if (failed !== undefined) throw new RunFailure(`${failed.name} is not deployed`, failed.causes.map(String));
  return placeOf(endpoint, results);
}

/** What a drill needs to know of a landing zone, from the outputs of its stacks, the forensics stack first. */
export async function placeOf(
  endpoint: string,
  results: readonly Pick<StackResult, "outputs">[],
): Promise<DrillPlace> {
  const forensics = forensicsOutputs.parse(results.at(0)?.outputs);
  const { account, region, vpcId, privateSubnetIds } = workloadOutputs.parse(results.at(-1)?.outputs);
  const workload = await openAccount(endpoint, account, region);
  return {
    forensics: await openAccount(endpoint, forensics.account, forensics.region),
    workload,
    network: { vpcId, subnetIds: privateSubnetIds },
    evidenceBucketName: forensics.evidenceBucketName,
    evidenceKeyArn: forensics.evidenceKeyArn,
    signingKeyArn: forensics.signingKeyArn,
    machineArn: (machine) => present(forensics.machineArns[machine], `state machine ${machine}`),
    isolationGroupIds: await isolationGroupsIn(workload, vpcId),
    findingType,
  };
}

async function isolationGroupsIn({ ec2 }: AccountClients, vpcId: string): Promise<readonly string[]> {
  const { SecurityGroups } = await ec2.send(
    new DescribeSecurityGroupsCommand({
      Filters: [
        { Name: "vpc-id", Values: [vpcId] },
        { Name: "tag:purpose", Values: [isolationPurpose] },
      ],
    }),
  );
  return (SecurityGroups ?? []).map(({ GroupId }) => present(GroupId, "security group"));
}
