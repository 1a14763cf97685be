import { z } from "zod";
import { refuse } from "./fields";

const domain = () =>
  z.string().regex(/^(\*\.)?([a-z0-9_]([a-z0-9_-]*[a-z0-9_])?\.)+[a-z][a-z0-9-]*\.?$/, {
    error: "must be a domain such as example.com or *.example.com",
  });

/** The DNS firewall of a workload's VPC. */
export const dns = z
  .strictObject({
    action: z
      .enum(["ALERT", "BLOCK"])
      .default("ALERT")
      .describe(
        "What is done about a query for a bad or suspicious name: `ALERT` answers and logs it, `BLOCK` refuses it. Start " +
          "with `ALERT`, read the query logs for a while, then block.",
      ),
    managedDomainLists: z
      .array(
        z.strictObject({
          name: z
            .string()
            .regex(/^[a-z][a-z0-9-]{0,29}$/, {
              error: "must be a name of a-z, 0-9 and -, at most 30 characters",
            })
            .describe("What the list is called here; part of the rule's name."),
          id: z
            .string()
            .regex(/^rslvr-fdl-[0-9a-f]+$/, {
              error: "must be the id of a domain list, such as rslvr-fdl-1a2b3c",
            })
            .describe(
              "Id of the list in the region. `aws route53resolver list-firewall-domain-lists` prints them.",
            ),
          priority: z
            .number()
            .int()
            .min(1000, { error: "a priority is 1000 to 9000" })
            .max(9000, { error: "a priority is 1000 to 9000" })
            .describe(
              "Position of the rule; the lowest decides first. Fixed, so that adding another moves none.",
            ),
        }),
      )
      .default([])
      .describe("Domain lists that AWS keeps, for instance of malware and botnets."),
    blockedDomains: z
      .array(domain())
      .default([])
      .describe("Domains that are never resolved, beside the lists."),
    onPremises: z
      .strictObject({
        domains: z
          .array(domain())
          .min(1, { error: "without a domain nothing is asked on-premises" })
          .describe("Domains that name servers on-premises answer for."),
        nameServers: z
          .array(z.ipv4({ error: "must be an IPv4 address" }))
          .min(1, { error: "a domain needs a name server" })
          .describe("IPv4 addresses of those name servers."),
      })
      .optional()
      .describe(
        "Name resolution between the VPC and on-premises: an inbound and an outbound endpoint in two zones, charged by the " +
          "hour and interface. Needs a VPN or Direct Connect.",
      ),
    failOpen: z
      .boolean()
      .default(false)
      .describe(
        "Whether queries are answered while the firewall itself fails. Otherwise nothing is resolved then.",
      ),
  })
  .superRefine(({ managedDomainLists }, context) => {
    for (const [index, { name, priority }] of managedDomainLists.entries()) {
      const twin = managedDomainLists
        .slice(0, index)
        .find((other) => other.name === name || other.priority === priority);
      if (twin) {
        refuse(
          context,
          `${twin.name} has the same name or priority`,
          "take a name and a priority that are free",
          ["managedDomainLists", String(index)],
        );
      }
    }
  })
  .prefault({})
  .describe("The DNS firewall of the VPC. All queries are logged to the log bucket.");
