/** Namespace of the metrics of incident response in CloudWatch. */
export const metricNamespace = "LandingZone/IncidentResponse";

/** Metrics of incident response. They have no dimensions. */
export const metrics = {
  /** Seconds from what triggered a containment to its end, once an instance. */
  secondsToContained: "SecondsToContained",
  /** Signatures of the custody log that did not verify. */
  doubtfulSignatures: "DoubtfulCustodySignatures",
} as const;
