# Examines the disk that is attached as VOLUME_ID: nothing may write to it, its hash is the same before and after, and the
# results are stored with the case. Needs CASE_ID, INSTANCE_ID, VOLUME_ID, SNAPSHOT_ID, BUCKET and KEY_ARN.

work="${WORK_FOLDER:-/var/lib/forensics}/$CASE_ID/$VOLUME_ID"
results="$work/results"
mounts="$work/mounts"

# A volume's id is the serial number of its device, without the hyphen.
find_device() {
  local serial=${VOLUME_ID/-/} attempts=${DEVICE_ATTEMPTS:-60} found
  for ((; attempts > 0; attempts--)); do
    found=$(lsblk --nodeps --noheadings --paths --output NAME,SERIAL | awk -v serial="$serial" '$2 == serial { print $1 }')
    if [ -n "$found" ]; then
      printf '%s\n' "$found"
      return
    fi
    sleep 1
  done
  die "no device has the serial number $serial"
}

# The device and its partitions, into the list `parts`.
find_parts() {
  local listed
  listed=$(lsblk --noheadings --raw --paths --output NAME "$1")
  mapfile -t parts <<<"$listed"
  [ "${parts[0]}" = "$1" ] || die "$1 is not among its own parts: ${parts[*]}"
}

is_blocked() {
  local part
  for part in "${parts[@]}"; do
    [ "$(blockdev --getro "$part")" = 1 ] || return 1
  done
}

refuse_mounted() {
  local mounted
  mounted=$(lsblk --noheadings --raw --output MOUNTPOINT "$1" | tr -d '[:space:]')
  [ -z "$mounted" ] || die "$1 is mounted at $mounted: it may have been written to"
}

block_writes() {
  local part
  for part in "${parts[@]}"; do blockdev --setro "$part"; done
  is_blocked || die "$1 can still be written to"
}

hash_of() { sha256sum <"$1" | cut -d ' ' -f 1; }

# Options with which a file system is read without replaying its journal; fails for one that is not known.
read_only_options() {
  local common=ro,noexec,nodev,nosuid
  case $1 in
    ext2 | ext3 | ext4) echo "$common,noload" ;;
    xfs) echo "$common,norecovery,nouuid" ;;
    btrfs) echo "$common,rescue=nologreplay" ;;
    ntfs3 | vfat | exfat | iso9660 | squashfs) echo "$common" ;;
    *) return 1 ;;
  esac
}

# Mounts each file system for those tools that read files. The mount goes through a read-only loop device as well.
mount_all() {
  local part type options place loop
  for part in "${parts[@]}"; do
    type=$(blkid --probe --match-tag TYPE --output value "$part") || continue
    [ "$type" != ntfs ] || type=ntfs3
    options=$(read_only_options "$type") || continue
    place="$mounts/$(basename "$part")"
    mkdir -p "$place"
    loop=$(losetup --find --show --read-only "$part")
    loops+=("$loop")
    if mount -t "$type" -o "$options" "$loop" "$place" >>"$results/mount.log" 2>&1; then
      mounted+=("$place")
    else
      failures+=("mount $(basename "$part")")
    fi
  done
}

release_all() {
  local place loop
  for place in "${mounted[@]}"; do umount "$place"; done
  for loop in "${loops[@]}"; do losetup --detach "$loop"; done
  mounted=() loops=()
}

examine_raw() {
  attempt mmls mmls "$1"
  attempt timeline-bodyfile tsk_gettimes "$1"
  attempt plaso log2timeline --unattended --status_view none --partitions all --volumes all --vss_stores none \
    --logfile "$work/plaso.log.gz" --storage_file "$results/timeline.plaso" "$1"
  if [ -e "$results/timeline.plaso" ]; then
    attempt plaso-timeline psort --unattended --status_view none --logfile "$work/psort.log.gz" \
      --output_format json_line --write "$results/timeline.jsonl" "$results/timeline.plaso"
  fi
}

examine_files() {
  local place name rules=${YARA_RULES:-/opt/forensics/rules/index.yar}
  for place in "${mounted[@]}"; do
    name=$(basename "$place")
    if [ -e "$rules" ]; then attempt "yara-$name" yara --recursive --no-warnings --print-strings "$rules" "$place"; fi
    attempt "events-$name" find "$place" -iname '*.evtx' -type f -size +0 -exec evtx_dump_json {} \;
  done
}

mkdir -p "$results"
mounted=() loops=()
trap release_all EXIT

device=$(find_device)
find_parts "$device"
# A rule of the image blocks a disk as soon as it is attached; this tells whether it did.
blocked_at_attach=false
if is_blocked; then blocked_at_attach=true; fi
refuse_mounted "$device"
block_writes "$device"
bytes=$(blockdev --getsize64 "$device")
before=$(hash_of "$device")
printf '%s  %s\n' "$before" "$VOLUME_ID" >"$results/device.sha256"
examine_raw "$device"
mount_all
examine_files
release_all
after=$(hash_of "$device")
list=$(store_results "cases/$CASE_ID/$INSTANCE_ID/analysis/$SNAPSHOT_ID/$VOLUME_ID")
jq --null-input --compact-output \
  --arg device "$device" --arg bytes "$bytes" --arg before "$before" --arg after "$after" --arg list "$list" \
  --argjson blocked "$blocked_at_attach" --argjson failures "$(json_list "${failures[@]}")" \
  '{device: $device, bytes: ($bytes | tonumber), sha256: $before, sha256After: $after, unchanged: ($before == $after),
    blockedAtAttach: $blocked, failures: $failures, sha256OfList: $list}'
[ "$before" = "$after" ] || die "the disk has changed while it was examined"
