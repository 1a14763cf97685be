/**
 * Names of the roles that meet across accounts. They are fixed, because each side names the other's role before that role
 * exists.
 */

/** The role in the forensics account that responds to incidents. */
export const responseRoleName = "landing-zone-incident-response";

/** The role in every workload account that the response role takes. */
export const responderRoleName = "landing-zone-incident-responder";
