import assert from "node:assert/strict";
import type { NetworkAcl, NetworkAclEntry } from "@aws-sdk/client-ec2";
import { aclChanges } from "../../../tools/incident/preview/acls";

const allow = (number: number, Egress: boolean, CidrBlock = "0.0.0.0/0"): NetworkAclEntry => ({
  RuleNumber: number,
  RuleAction: "allow",
  Egress,
  CidrBlock,
});
const deny = (number: number, Egress: boolean, CidrBlock: string): NetworkAclEntry => ({
  ...allow(number, Egress, CidrBlock),
  RuleAction: "deny",
});
const acl = (...Entries: NetworkAclEntry[]): NetworkAcl => ({ NetworkAclId: "acl-1", Entries });
const blocks = { ipv4: ["10.0.0.5/32", "10.0.0.6/32"], ipv6: ["2001:db8::5/128"] };
const one = { ipv4: ["10.0.0.5/32"], ipv6: [] };

function said(of: NetworkAcl, wanted: typeof blocks | typeof one, holdsEndpoints = false): string[] {
  return aclChanges(of, wanted, holdsEndpoints).changes.map(({ change, to = "" }) => `${change}: ${to}`);
}

describe("the entries that a containment would add to a network ACL", () => {
  it("deny every address both ways, under the numbers that are kept free", () => {
    assert.deepEqual(said(acl(allow(1000, false), allow(1000, true)), blocks), [
      "add entry 705: deny all in from 10.0.0.5/32",
      "add entry 706: deny all in from 10.0.0.6/32",
      "add entry 707: deny all in from 2001:db8::5/128",
      "add entry 705: deny all out to 10.0.0.5/32",
      "add entry 706: deny all out to 10.0.0.6/32",
      "add entry 707: deny all out to 2001:db8::5/128",
    ]);
  });

  it("let the address reach interface endpoints first, where there are some", () => {
    assert.deepEqual(said(acl(), one, true), [
      "add entry 505: allow tcp/443 in from 10.0.0.5/32",
      "add entry 705: deny all in from 10.0.0.5/32",
      "add entry 505: allow tcp/1024-65535 out to 10.0.0.5/32",
      "add entry 705: deny all out to 10.0.0.5/32",
    ]);
  });

  it("stand before an early entry of somebody else that allows more than an address", () => {
    assert.deepEqual(said(acl(allow(100, false), allow(100, true)), one), [
      "add entry 2: deny all in from 10.0.0.5/32",
      "add entry 2: deny all out to 10.0.0.5/32",
    ]);
  });

  it("take the next number where one is taken", () => {
    assert.deepEqual(said(acl(deny(705, false, "10.0.0.9/32")), one), [
      "add entry 706: deny all in from 10.0.0.5/32",
      "add entry 705: deny all out to 10.0.0.5/32",
    ]);
  });

  it("are not added a second time", () => {
    assert.deepEqual(said(acl(deny(705, false, "10.0.0.5/32"), deny(705, true, "10.0.0.5/32")), one), []);
  });

  it("can't be added when the first number allows everything", () => {
    const { changes, warnings } = aclChanges(acl(allow(1, false), allow(2, false)), one, false);
    // A number counts as taken by an allow in whichever direction it is.
    assert.deepEqual(changes, []);
    assert.deepEqual(warnings, [
      'acl-1: no number is free for "deny all in from 10.0.0.5/32" before the entries that allow traffic',
      'acl-1: no number is free for "deny all out to 10.0.0.5/32" before the entries that allow traffic',
    ]);
  });

  it("may be more than AWS allows", () => {
    const many = Array.from({ length: 20 }, (_, index) => allow(1000 + index, false));
    const { warnings } = aclChanges(acl(...many), one, false);
    assert.deepEqual(warnings, ["acl-1 would have 21 inbound entries of IPv4; AWS allows 20 by default"]);
  });

  it("are counted by family, AWS's last entry of each among them", () => {
    const last = deny(32767, false, "0.0.0.0/0");
    const ipv6 = Array.from({ length: 15 }, (_, index) => ({
      RuleNumber: 2000 + index,
      RuleAction: "allow" as const,
      Egress: false,
      Ipv6CidrBlock: "::/0",
    }));
    const ipv4 = (length: number) => Array.from({ length }, (_, index) => allow(1000 + index, false));
    assert.deepEqual(aclChanges(acl(last, ...ipv4(18), ...ipv6), one, false).warnings, []);
    assert.deepEqual(aclChanges(acl(last, ...ipv4(19), ...ipv6), one, false).warnings, [
      "acl-1 would have 21 inbound entries of IPv4; AWS allows 20 by default",
    ]);
  });
});
