/**
 * SSM parameter with the id of the newest image of workstations. Image Builder's own role writes parameters below
 * `/imagebuilder/` alone.
 * Source: "Use service-linked roles for Image Builder", EC2 Image Builder user guide.
 */
export const imageParameterName = "/imagebuilder/landing-zone/forensic-workstation";

/** Log group of workstations' audits. It is part of their image, so it does not depend on the stack. */
export const workstationLogGroupName = "/landing-zone/forensic-workstations";
