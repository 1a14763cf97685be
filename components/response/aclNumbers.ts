/**
 * Where a containment puts its entries into a network ACL. Instances that are contained at the same time begin at different
 * numbers, and whoever contains an instance again looks where its entries are: the number follows from the address. An allow
 * always stands before the deny of its address, since an ACL has so few entries (`aclQuota`) that both move less than the numbers
 * lie apart.
 */
export const aclNumbers = {
  /** Plus the last octet of the address: the entry that lets it reach Systems Manager. */
  allows: 500,
  /** Plus the last octet of the address: the entry that denies it. */
  denies: 700,
  /** From here on are the entries of the landing zone that allow traffic. */
  owners: 1000,
  /** How many numbers are tried for an entry, from where it begins. */
  tried: 60,
} as const;
