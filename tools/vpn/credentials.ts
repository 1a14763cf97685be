import { tunnelEnds, type Device } from "./device";

/** Where the device's keys come from, and where they go. No key is in it. */
export function renderCredentials(key: string, device: Device): string {
  const { authentication } = device;
  return [
    `# ${device.name}: credentials of AWS Site-to-Site VPN ${device.connectionId}`,
    ...(authentication.type === "preSharedKey"
      ? preSharedKeys(key, device, authentication.secretArn)
      : certificate(key, authentication.certificateArn)),
    "",
  ].join("\n");
}

function preSharedKeys(key: string, device: Device, secretArn: string): string[] {
  const region = secretArn.split(":")[3] ?? "";
  const file = `/etc/swanctl/conf.d/aws-${key}-keys.conf`;
  return [
    "# AWS made a key for each tunnel and keeps both in AWS Secrets Manager. Read them with a role that may call",
    "# secretsmanager:GetSecretValue on this secret:",
    "#",
    `#   aws secretsmanager get-secret-value --region ${region} --query SecretString --output text \\`,
    `#     --secret-id '${secretArn}'`,
    "#",
    `# Write each key in its place in ${file}, which only root may read:`,
    "#",
    `#   install -m 0600 -o root /dev/null ${file}`,
    "#",
    "secrets {",
    ...tunnelEnds(key, device).flatMap(({ name, number, outsideAddress }) => [
      `  ike-${name} {`,
      `    id-remote = ${outsideAddress}`,
      `    # The key of tunnel ${number}, which ends at ${outsideAddress}.`,
      '    secret = ""',
      "  }",
    ]),
    "}",
  ];
}

function certificate(key: string, certificateArn: string): string[] {
  const region = certificateArn.split(":")[3] ?? "";
  return [
    "# The device's certificate, its chain and its private key are in AWS Certificate Manager. Export them with a role that",
    "# may call acm:ExportCertificate on this certificate:",
    "#",
    `#   aws acm export-certificate --region ${region} --passphrase fileb://passphrase \\`,
    `#     --certificate-arn '${certificateArn}'`,
    "#",
    "# and write them where only root may read the private key:",
    "#",
    `#   Certificate       /etc/swanctl/x509/aws-${key}.pem`,
    `#   CertificateChain  /etc/swanctl/x509ca/aws-${key}-ca.pem`,
    `#   PrivateKey        /etc/swanctl/private/aws-${key}.pem`,
  ];
}
