import { choose, pass, sequence, type Flow } from "../../asl/flow";
import type { Condition } from "../../asl/states";

const isSpot: Condition = {
  And: [
    { Variable: "$.before.instance.lifecycles[0]", IsPresent: true },
    { Variable: "$.before.instance.lifecycles[0]", StringEquals: "spot" },
  ],
};

const hasInstanceStore: Condition = {
  Or: [
    {
      And: [
        { Variable: "$.before.instance.rootDeviceTypes[0]", IsPresent: true },
        { Variable: "$.before.instance.rootDeviceTypes[0]", StringEquals: "instance-store" },
      ],
    },
    {
      And: [
        { Variable: "$.before.protection.instanceStore[0]", IsPresent: true },
        { Variable: "$.before.protection.instanceStore[0]", BooleanEquals: true },
      ],
    },
  ],
};

/** Tells in `$.warnings` by what evidence may still be lost. */
export function warn(): Flow {
  return sequence(
    pass("No warnings", { make: {}, into: "$.warnings" }),
    choose("Spot instance?", [
      {
        when: isSpot,
        then: pass("Warn of interruption", {
          make: { text: "A spot instance: AWS may interrupt it at any time, whatever protects it." },
          into: "$.warnings.spot",
        }),
      },
    ]),
    choose("Instance store?", [
      {
        when: hasInstanceStore,
        then: pass("Warn of instance store", {
          make: {
            text: "Instance-store volumes are lost when the instance stops, and no snapshot has them.",
          },
          into: "$.warnings.instanceStore",
        }),
      },
    ]),
  );
}
