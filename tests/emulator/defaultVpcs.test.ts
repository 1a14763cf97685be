import { execa } from "execa";
import assert from "node:assert/strict";
import { startEmulator, type Emulator } from "../../tools/emulator";
import { checkout } from "../engine/session";
import { askAws, type Call } from "./aws";

const account = "111122223333";

describe("npm run default-vpcs", function () {
  this.bail(true); // The tests go on from each other's state.
  let emulator: Emulator;
  before(async () => (emulator = await startEmulator()));
  after(() => emulator.stop());

  async function defaultVpcs(
    ...args: string[]
  ): Promise<{ code: number | undefined; out: string; error: string }> {
    const command = ["--require", "ts-node/register/transpile-only", "tools/defaultVpcs.ts", ...args];
    const { exitCode, stdout, stderr } = await execa(process.execPath, command, {
      cwd: checkout,
      env: { ...emulator.environment, AWS_ACCESS_KEY_ID: "emulator", AWS_SECRET_ACCESS_KEY: "emulator" },
      reject: false,
    });
    return { code: exitCode, out: stdout, error: stderr };
  }

  const treat = (region: string, ...args: string[]) =>
    defaultVpcs("--account", account, "--role", "landing-zone-deployment", "--region", region, ...args);

  const ec2 = (operation: string, select: string, parameters: Call["parameters"] = {}): Call => ({
    account,
    service: "ec2",
    operation,
    parameters,
    select,
  });

  /** Ids of the default VPC, its subnets and its internet gateway. */
  async function holdings(region: string): Promise<unknown[]> {
    return askAws(emulator, region, [
      ec2("describe_vpcs", "Vpcs[?IsDefault].VpcId"),
      ec2("describe_subnets", "Subnets[].SubnetId"),
      ec2("describe_internet_gateways", "InternetGateways[].InternetGatewayId"),
    ]);
  }

  // AWS's default VPC has an internet gateway, the emulator's has none.
  before(async () => {
    const [vpcs, InternetGatewayId] = await askAws(emulator, "eu-central-1", [
      ec2("describe_vpcs", "Vpcs[?IsDefault].VpcId"),
      ec2("create_internet_gateway", "InternetGateway.InternetGatewayId"),
    ]);
    const [VpcId] = vpcs as string[];
    await askAws(emulator, "eu-central-1", [
      ec2("attach_internet_gateway", "null", { InternetGatewayId, VpcId }),
    ]);
  });

  it("shows what it would delete, in the order that AWS accepts, and deletes nothing", async () => {
    const before_ = await holdings("eu-central-1");
    const { code, out } = await treat("eu-central-1");
    assert.equal(code, 0);
    assert.match(
      out,
      /would be deleted by\n {2}detach internet gateway igw-\w+\n {2}delete internet gateway igw-\w+\n( {2}delete subnet subnet-\w+\n)+ {2}delete VPC vpc-\w+\n1 default VPCs would be deleted\. Nothing was changed/,
    );
    assert.deepEqual(await holdings("eu-central-1"), before_);
  });

  it("looks into every region that is enabled, when none is named", async () => {
    const { out } = await defaultVpcs("--account", account, "--role", "landing-zone-deployment", "--json");
    const { regions } = JSON.parse(out) as { regions: { region: string; outcome: string }[] };
    assert(regions.length > 10);
    assert(regions.every(({ outcome }) => outcome === "found"));
  });

  it("leaves one that is in use whole, and names what uses it", async () => {
    const [subnets] = await askAws(emulator, "eu-west-1", [ec2("describe_subnets", "Subnets[].SubnetId")]);
    const [SubnetId] = subnets as string[];
    await askAws(emulator, "eu-west-1", [
      ec2("create_network_interface", "NetworkInterface.NetworkInterfaceId", {
        SubnetId,
        Description: "a database",
      }),
    ]);
    const before_ = await holdings("eu-west-1");
    const { code, out } = await treat("eu-west-1", "--delete");
    assert.equal(code, 1);
    assert.match(out, /in use by these network interfaces, so it stays; [^\n]+\n {2}eni-\w+ a database/);
    assert.deepEqual(await holdings("eu-west-1"), before_);
  });

  it("deletes one with all that is in it, and finds none the next time", async () => {
    const { code, out } = await treat("eu-central-1", "--delete");
    assert.equal(code, 0, out);
    assert.match(out, /1 default VPCs were deleted\.$/);
    assert.deepEqual(await holdings("eu-central-1"), [[], [], []]);
    assert.match(
      (await treat("eu-central-1", "--delete")).out,
      /no default VPC\n0 default VPCs were deleted\.$/,
    );
  });

  it("refuses credentials of another account", async () => {
    const { code, error } = await defaultVpcs("--account", account, "--region", "eu-north-1", "--delete");
    assert.equal(code, 2);
    assert.match(error, /The credentials belong to account 123456789012, not to 111122223333\./);
  });

  it("refuses an account that no stack owns, unless a region is named", async () => {
    const { code, error } = await defaultVpcs("--account", "777788889999");
    assert.equal(code, 2);
    assert.match(error, /No stack in \S+ owns account 777788889999, only 444455556666, 111122223333/);
  });

  it("refuses an account id that is none", async () => {
    const { code, error } = await defaultVpcs("--account", "prod");
    assert.equal(code, 2);
    assert.match(error, /An account id has 12 digits/);
  });
});
