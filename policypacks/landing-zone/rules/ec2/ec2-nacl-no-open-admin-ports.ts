import { inlineEntries, openings, ruleEntry, type AclEntry } from "../../../shared/aclEntries";
import { anyNetworkAcl, networkAclRule } from "../../../shared/families/network";
import { about, judge, type Finding, type Located } from "../../../shared/finding";
import { on, rule } from "../../../shared/rule";
import type { Stack } from "../../../shared/stack";

/** SSH and Remote Desktop. */
const adminPorts = [22, 3389] as const;

export const naclNoOpenAdminPorts = rule({
  name: "ec2-nacl-no-open-admin-ports",
  must: "No network ACL lets the internet reach SSH or Remote Desktop.",
  fix:
    "Deny ports 22 and 3389 with a lower rule number, or leave them out of the range: answers to outgoing connections need " +
    "1024-3388 and 3390-65535.",
  resources: [
    on(anyNetworkAcl, (acl) => {
      const entries = inlineEntries(acl);
      return entries.flatMap((entry) => judgeEntry(entry, entries));
    }),
  ],
  stack: judgeSeparateEntries,
});

/** Whether an entry is harmless depends on those before it, so separate entries are judged ACL by ACL. */
function judgeSeparateEntries(stack: Stack): Located[] {
  const acls = stack.join(networkAclRule, "networkAclId", anyNetworkAcl);
  return stack.all(networkAclRule).flatMap((member) => {
    const acl = acls.targetOf(member);
    const siblings =
      acl === undefined ? [] : acls.of(acl).flatMap((sibling) => ruleEntry(sibling.properties));
    return about(
      member,
      ruleEntry(member.properties).flatMap((entry) => judgeEntry(entry, siblings)),
    );
  });
}

function judgeEntry(entry: AclEntry, siblings: readonly AclEntry[]): Finding[] {
  return adminPorts.flatMap((port) =>
    openings(entry, siblings, port).flatMap(({ block, opens }) =>
      judge(
        opens,
        block,
        `tcp ${port} is open to the internet`,
        `tcp ${port} from ${block.text() ?? "an unknown block"}`,
      ),
    ),
  );
}
