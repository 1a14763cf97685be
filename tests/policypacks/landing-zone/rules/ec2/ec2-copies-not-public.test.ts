import { copiesNotPublic } from "../../../../../policypacks/landing-zone/rules/ec2/ec2-copies-not-public";
import { cases, change } from "../../../../support/policyCases";
import { ownAccount, resource } from "../../../../support/policyStack";

const good = [
  resource("aws:ec2/snapshotCreateVolumePermission:SnapshotCreateVolumePermission", "disk", {
    accountId: ownAccount,
  }),
  resource("aws:ec2/amiLaunchPermission:AmiLaunchPermission", "image", { accountId: ownAccount }),
  resource("aws:ebs/snapshotBlockPublicAccess:SnapshotBlockPublicAccess", "snapshots", {
    state: "block-all-sharing",
  }),
  resource("aws:ec2/imageBlockPublicAccess:ImageBlockPublicAccess", "images", { state: "block-new-sharing" }),
];

describe("ec2-copies-not-public", () => {
  cases(copiesNotPublic, good)
    .accepts("copies that are shared with accounts, and settings that block the public")
    .rejects("a snapshot for everybody", change("disk", { accountId: "all" }), [
      'disk: accountId is "all": everybody can copy the disk',
    ])
    .rejects("an image for everybody", change("image", { accountId: undefined, group: "all" }), [
      'image: group is "all": everybody can launch the image',
    ])
    .rejects("snapshots that are public already", change("snapshots", { state: "block-new-sharing" }), [
      'snapshots: state is "block-new-sharing": snapshots can be public',
    ])
    .rejects("images that may become public", change("images", { state: "unblocked" }), [
      'images: state is "unblocked": images can be made public',
    ]);
});
