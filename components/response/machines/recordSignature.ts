import { call } from "../asl/call";
import { pass, sequence, type Flow } from "../asl/flow";
import { metricNamespace, metrics } from "../metrics";
import { notice } from "./notice";
import type { MachineSettings } from "./settings";

/** How the custody log is signed. */
export const signingAlgorithm = "ECDSA_SHA_256";

/**
 * Signs the hash in `$.signed.hash`, and puts the signature beside it. The signature is verified at once; one that does not
 * verify is told, and the entry is appended all the same: a log with a doubtful signature is worth more than one with a gap.
 */
export function signed(settings: MachineSettings): Flow {
  const message = { KeyId: settings.signingKeyArn, "Message.$": "$.signed.hash", MessageType: "RAW" };
  const doubt = sequence(
    call("Count the doubtful signature", {
      action: "cloudwatch:putMetricData",
      as: "self",
      key: "count",
      input: {
        Namespace: metricNamespace,
        MetricData: [{ MetricName: metrics.doubtfulSignatures, Unit: "Count", Value: 1 }],
      },
      into: null,
      onFailure: "record",
      timeoutSeconds: 10,
    }),
    notice("Tell the doubtful signature", settings, {
      key: "notice",
      subject: "A signature of the custody log does not verify",
      message: {
        "caseId.$": "$.caseId",
        "sequence.$": "$.next.sequence",
        "hash.$": "$.signed.hash",
        "failure.$": "$.steps.verify",
      },
    }),
  );
  return sequence(
    call("Sign", {
      action: "kms:sign",
      as: "self",
      key: "sign",
      input: { ...message, SigningAlgorithm: signingAlgorithm },
      select: { "text.$": "$.Signature" },
      into: "$.signature",
      onFailure: "raise",
    }),
    pass("Keep the signature", {
      make: { "hash.$": "$.signed.hash", "signature.$": "$.signature.text" },
      into: "$.signed",
    }),
    call("Verify", {
      action: "kms:verify",
      as: "self",
      key: "verify",
      input: { ...message, "Signature.$": "$.signed.signature", SigningAlgorithm: signingAlgorithm },
      into: null,
      onFailure: doubt,
    }),
  );
}
