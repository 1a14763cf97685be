import { strongCrypto } from "../../../../../policypacks/landing-zone/rules/vpn/vpn-strong-crypto";
import { cases, change } from "../../../../support/policyCases";
import { resource, unknown } from "../../../../support/policyStack";

const strong = Object.fromEntries(
  [1, 2].flatMap((tunnel) =>
    [1, 2].flatMap((phase) => [
      [`tunnel${tunnel}Phase${phase}EncryptionAlgorithms`, ["AES256-GCM-16"]],
      [`tunnel${tunnel}Phase${phase}IntegrityAlgorithms`, ["SHA2-384", "SHA2-512"]],
      [`tunnel${tunnel}Phase${phase}DhGroupNumbers`, [20, 21]],
    ]),
  ),
) as Record<string, unknown>;

describe("vpn-strong-crypto", () => {
  const cipher = "AWS accepts a cipher that is weaker than AES-256-GCM";
  const hash = "AWS accepts a hash function that is weaker than SHA-384";
  const group = "AWS accepts a Diffie-Hellman group that is weaker than P-384";
  const everything = Object.keys(strong).map((name) => {
    const reason = name.endsWith("Numbers") ? group : name.includes("Integrity") ? hash : cipher;
    return `berlin: ${name} is not set: ${reason}`;
  });

  cases(strongCrypto, [resource("aws:ec2/vpnConnection:VpnConnection", "berlin", strong)])
    .accepts("strong algorithms in both phases of both tunnels")
    .accepts(
      "some of them",
      change("berlin", { tunnel1Phase1DhGroupNumbers: [21], tunnel2Phase2IntegrityAlgorithms: ["SHA2-512"] }),
    )
    .rejects(
      "everything left to AWS",
      change("berlin", Object.fromEntries(Object.keys(strong).map((name) => [name, undefined]))),
      everything,
    )
    .rejects(
      "a weak cipher",
      change("berlin", { tunnel1Phase2EncryptionAlgorithms: ["AES128", "AES256-GCM-16"] }),
      [`berlin: tunnel1Phase2EncryptionAlgorithms[0] is "AES128": ${cipher}`],
    )
    .rejects("a weak hash function", change("berlin", { tunnel2Phase1IntegrityAlgorithms: ["SHA1"] }), [
      `berlin: tunnel2Phase1IntegrityAlgorithms[0] is "SHA1": ${hash}`,
    ])
    .rejects("weak groups", change("berlin", { tunnel1Phase1DhGroupNumbers: [2, 20, 19] }), [
      `berlin: tunnel1Phase1DhGroupNumbers[0] is 2: ${group}`,
      `berlin: tunnel1Phase1DhGroupNumbers[2] is 19: ${group}`,
    ])
    .cannotJudge(
      "groups that are not known yet",
      change("berlin", { tunnel2Phase2DhGroupNumbers: unknown }),
      [
        `berlin: tunnel2Phase2DhGroupNumbers[*] is not known yet: cannot tell before the update whether ${group}`,
      ],
    );
});
