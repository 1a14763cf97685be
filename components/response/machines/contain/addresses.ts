import type { Flow } from "../../asl/flow";
import { each, unlessAlready } from "./parts";

/** Takes the Elastic IP addresses away. */
export function takeAddresses(): Flow {
  return each(
    "Each address",
    unlessAlready("Disassociate address", {
      action: "ec2:disassociateAddress",
      as: "container",
      key: "disassociate",
      input: { "AssociationId.$": "$.address.AssociationId" },
      timeoutSeconds: 15,
      already: "*does not exist*",
    }),
    {
      items: "$.before.addresses.list",
      item: { "address.$": "$$.Map.Item.Value" },
      subject: "$.address.PublicIp",
      into: "$.list",
    },
  );
}
