import { vpnConnection } from "../../../shared/families/directConnect";
import { on, rule } from "../../../shared/rule";
import { judgeAccepted } from "../../../shared/tunnels";

const encryption = ["AES256-GCM-16"];
const integrity = ["SHA2-384", "SHA2-512"];
const groups = [20, 21];

export const strongCrypto = rule({
  name: "vpn-strong-crypto",
  must: "Both tunnels of every VPN connection accept AES-256-GCM, SHA-384 or SHA-512 and Diffie-Hellman groups 20 or 21 only.",
  fix:
    `Set in both phases of both tunnels the encryption algorithms to ${encryption.join(", ")}, the integrity algorithms to ` +
    `${integrity.join(", ")} and the group numbers to ${groups.join(", ")}, or to some of them.`,
  resources: [
    on(vpnConnection, (connection) =>
      (["Phase1", "Phase2"] as const).flatMap((phase) => [
        ...judgeAccepted(
          connection,
          `${phase}EncryptionAlgorithms`,
          encryption,
          "AWS accepts a cipher that is weaker than AES-256-GCM",
        ),
        ...judgeAccepted(
          connection,
          `${phase}IntegrityAlgorithms`,
          integrity,
          "AWS accepts a hash function that is weaker than SHA-384",
        ),
        ...judgeAccepted(
          connection,
          `${phase}DhGroupNumbers`,
          groups,
          "AWS accepts a Diffie-Hellman group that is weaker than P-384",
        ),
      ]),
    ),
  ],
});
