import assert from "node:assert/strict";
import type { Json } from "../../../components/response/asl/states";
import { acquire, order, textOf, type Circumstances, type World } from "./acquireWorld";
import { TaskError } from "./world/errors";

const flowLogs = "AWSLogs/aws-account-id=111122223333/aws-service=vpcflowlogs/aws-region=eu-central-1";

describe("The acquisition of logs", () => {
  const hoursOf = (world: World): string[] =>
    world
      .inputsOf("s3:listObjectsV2")
      .map(({ Prefix }) => textOf(Prefix))
      .filter((prefix) => prefix.startsWith(flowLogs))
      .map((prefix) => prefix.slice(flowLogs.length));

  for (const [triggeredAt, at, expected] of [
    ["2026-02-14T09:30:00Z", "2026-02-14T09:31:00.000Z", ["02/day=14/hour=08", "02/day=14/hour=09"]],
    [
      "2026-02-14T09:59:00Z",
      "2026-02-14T10:01:00.000Z",
      ["02/day=14/hour=08", "02/day=14/hour=09", "02/day=14/hour=10"],
    ],
    ["2026-02-14T00:05:00Z", "2026-02-14T00:06:00.000Z", ["02/day=13/hour=23", "02/day=14/hour=00"]],
    ["2026-03-01T00:05:00Z", "2026-03-01T00:06:00.000Z", ["02/day=28/hour=23", "03/day=01/hour=00"]],
    ["2026-05-01T00:05:00Z", "2026-05-01T00:06:00.000Z", ["04/day=30/hour=23", "05/day=01/hour=00"]],
  ] as const) {
    it(`takes the hour before ${triggeredAt}, that hour and the present one`, () => {
      const { world } = acquire({}, { given: { ...order, triggeredAt }, at });
      assert.deepEqual(
        hoursOf(world),
        expected.map((hour) => `/year=2026/month=${hour}/`),
      );
    });
  }

  it("knows leap days and new years", () => {
    const leap = acquire(
      {},
      { given: { ...order, triggeredAt: "2028-03-01T00:05:00Z" }, at: "2028-03-01T00:06:00.000Z" },
    );
    assert.equal(hoursOf(leap.world)[0], "/year=2028/month=02/day=29/hour=23/");
    const newYear = acquire(
      {},
      { given: { ...order, triggeredAt: "2027-01-01T00:05:00Z" }, at: "2027-01-01T00:06:00.000Z" },
    );
    assert.equal(hoursOf(newYear.world)[0], "/year=2026/month=12/day=31/hour=23/");
  });

  it("takes the time of the trigger from the state before containment, and the present where that is none", () => {
    assert.deepEqual(hoursOf(acquire().world), [
      "/year=2026/month=02/day=28/hour=22/",
      "/year=2026/month=02/day=28/hour=23/",
      "/year=2026/month=03/day=01/hour=00/",
    ]);
    const { world } = acquire({}, { given: { ...order, triggeredAt: "yesterday" } });
    assert.deepEqual(hoursOf(world), [
      "/year=2026/month=02/day=28/hour=23/",
      "/year=2026/month=03/day=01/hour=00/",
    ]);
  });

  it("copies files of load balancers by the time in their name", () => {
    const { world } = acquire();
    const copied = world.inputsOf("s3:copyObject").map(({ Key }) => textOf(Key));
    assert.deepEqual(
      copied.filter((key) => key.includes("elasticloadbalancing")).map((key) => key.split("/").at(-1)),
      ["111_elb_app.web.1_20260228T2305Z_1.2.3.4_x.log.gz"],
    );
    assert.equal(copied[0], `cases/case-7/i-1/logs/${flowLogs}/year=2026/month=02/day=28/hour=23/a.parquet`);
  });

  it("looks into the bucket that is given, else into the one with the tag", () => {
    const bucketsOf = (world: World): Json[] => [
      ...new Set(world.inputsOf("s3:listObjectsV2").map((input) => input["Bucket"] ?? "")),
    ];
    assert.deepEqual(bucketsOf(acquire().world), ["prod-logs"]);
    const { world } = acquire({}, { given: { ...order, logBucketName: "other-logs" } });
    assert.deepEqual(bucketsOf(world), ["other-logs"]);
    assert.deepEqual(world.inputsOf("resourcegroupstaggingapi:getResources"), []);
  });

  it("says that there are no logs where there is no bucket", () => {
    const { acquired } = acquire({
      "resourcegroupstaggingapi:getResources": () => ({ ResourceTagMappingList: [] }),
    });
    for (const kind of ["flowLogs", "loadBalancerLogs", "wafLogs"]) {
      assert.equal(acquired.steps[kind]?.["Error"], "Evidence.NotAvailable", kind);
    }
  });

  it("says that it left objects behind", () => {
    const { acquired } = acquire({
      "s3:listObjectsV2": (input): Json =>
        input["Delimiter"] === undefined
          ? { Contents: [{ Key: "k" }], IsTruncated: true, KeyCount: 1 }
          : { IsTruncated: false, KeyCount: 0 },
    });
    assert.equal(acquired.steps["flowLogs"]?.["cutOff"], true);
    assert.equal(acquired.steps["wafLogs"]?.["cutOff"], false);
  });

  it("copies the other objects when one can't be copied, and names it", () => {
    const interrupt: Circumstances["interrupt"] = ({ state, input }) => {
      if (state === "flowLogs: copy" && textOf(input["Key"]).endsWith("a.parquet")) {
        throw new TaskError("S3.S3Exception", "Access Denied");
      }
    };
    const { world, acquired } = acquire({}, { interrupt });
    const { steps } = acquired;
    assert.equal(steps["flowLogs"]?.["Error"], "Evidence.Incomplete");
    assert.match(textOf(steps["flowLogs"]["Cause"]), /a\.parquet/);
    assert.ok([...world.objects.keys()].some((key) => key.endsWith("b.parquet")));
  });
});

describe("A part of the evidence", () => {
  const actions = (evidence: string) =>
    new Set(acquire({}, { given: { ...order, evidence } }).world.calls.map(({ action }) => action));

  it("that can be taken at once leaves the logs out", () => {
    const taken = actions("at-once");
    assert.ok(taken.has("ec2:createSnapshots"));
    assert.ok(!taken.has("s3:listObjectsV2"));
  });

  it("that is delivered later takes the logs only", () => {
    const taken = actions("delivered");
    assert.ok(taken.has("s3:listObjectsV2"));
    assert.ok(!taken.has("ec2:createSnapshots") && !taken.has("ec2:getConsoleOutput"));
  });
});
