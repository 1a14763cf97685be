import {
  blockedImages,
  blockedSnapshots,
  imagePermission,
  snapshotPermission,
} from "../../../shared/families/identity";
import { judge } from "../../../shared/finding";
import { on, rule } from "../../../shared/rule";
import { not } from "../../../shared/truth";

export const copiesNotPublic = rule({
  name: "ec2-copies-not-public",
  must: "Snapshots and images are never shared with everybody.",
  fix: "Share with accounts by their ids, and set block-all-sharing for snapshots and block-new-sharing for images.",
  resources: [
    on(snapshotPermission, (permission) => {
      const account = permission.at("accountId");
      return judge(account.is("all"), account, "everybody can copy the disk");
    }),
    on(imagePermission, (permission) => {
      const group = permission.at("group");
      return judge(group.isSet(), group, "everybody can launch the image");
    }),
    on(blockedSnapshots, (setting) => {
      const state = setting.at("state");
      return judge(not(state.is("block-all-sharing")), state, "snapshots can be public");
    }),
    on(blockedImages, (setting) => {
      const state = setting.at("state");
      return judge(not(state.is("block-new-sharing")), state, "images can be made public");
    }),
  ],
});
