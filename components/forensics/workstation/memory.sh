# Checks and examines the memory that was captured from INSTANCE_ID, if any: it is what S3 says it is, it is not empty, and
# it has a kernel's banner. Needs CASE_ID, INSTANCE_ID, BUCKET and KEY_ARN.

work="${WORK_FOLDER:-/var/lib/forensics}/$CASE_ID/memory"
results="$work/results"
plugins=(linux.pslist linux.psaux linux.sockstat linux.lsmod linux.bash linux.malfind)

# Keys of the instance's captures: the folder is the user id of the role's session, which ends with the instance's id.
find_captures() {
  aws s3api list-objects-v2 --bucket "$BUCKET" --prefix "cases/$CASE_ID/memory/" --output json |
    jq --raw-output --arg instance ":$INSTANCE_ID/" '.Contents // [] | .[].Key | select(contains($instance))'
}

# Whether the hash is the one that S3 computed of the whole object; "unknown" when S3 has one of the parts only.
compare() {
  local key=$1 hash=$2 head kind stored
  head=$(aws s3api head-object --bucket "$BUCKET" --key "$key" --checksum-mode ENABLED --output json)
  kind=$(jq --raw-output '.ChecksumType // "none"' <<<"$head")
  stored=$(jq --raw-output '.ChecksumSHA256 // ""' <<<"$head")
  if [ "$kind" != FULL_OBJECT ] || [ -z "$stored" ]; then
    echo unknown
  elif [ "$(to_hex <<<"$stored")" = "$hash" ]; then
    echo same
  else
    echo different
  fi
}

# Whether the hash is the one that the instance told when it was captured: the answer of that command is in the case. It came
# from the suspect, so it is searched for the hash and nothing else is made of it.
compare_recorded() {
  local hash=$1 answer="$work/memory-command.json"
  if ! aws s3api get-object --bucket "$BUCKET" --key "cases/$CASE_ID/$INSTANCE_ID/metadata/memory-command.json" \
    "$answer" >/dev/null 2>&1; then
    echo unknown
  elif grep --quiet --fixed-strings "$hash" "$answer"; then
    echo same
  elif grep --quiet --extended-regexp '[0-9a-f]{64}' "$answer"; then
    echo different
  else
    echo unknown
  fi
}

examine() {
  local key=$1 file hash store recorded nonzero banner=false bytes plugin name
  name=$(basename "$key")
  file="$work/$name"
  aws s3api get-object --bucket "$BUCKET" --key "$key" "$file" >/dev/null
  hash=$(sha256sum <"$file" | cut -d ' ' -f 1)
  bytes=$(stat --format %s "$file")
  store=$(compare "$key" "$hash")
  recorded=$(compare_recorded "$hash")
  nonzero=$(tr -d '\0' <"$file" | wc -c)
  attempt "$name.banners" vol --quiet --file "$file" banners.Banners
  if grep --quiet 'Linux version ' "$results/$name.banners.log"; then banner=true; fi
  if [ "$banner" = true ]; then
    for plugin in "${plugins[@]}"; do
      attempt "$name.$plugin" vol --quiet --offline --renderer jsonl --symbol-dirs /opt/forensics/symbols \
        --file "$file" "$plugin"
    done
  fi
  jq --null-input --compact-output --arg key "$key" --arg hash "$hash" --arg bytes "$bytes" --arg nonzero "$nonzero" \
    --arg store "$store" --arg recorded "$recorded" --argjson banner "$banner" \
    '{key: $key, sha256: $hash, store: $store, recorded: $recorded, bytes: ($bytes | tonumber),
      nonZeroBytes: ($nonzero | tonumber), banner: $banner,
      usable: ($banner and $store != "different" and $recorded != "different"
        and ($nonzero | tonumber) * 50 > ($bytes | tonumber))}' \
    >>"$work/captures.json"
  rm "$file"
}

mkdir -p "$results"
: >"$work/captures.json"
captures=$(find_captures)
list=""
if [ -n "$captures" ]; then
  while read -r key; do examine "$key"; done <<<"$captures"
  cp "$work/captures.json" "$results/captures.json"
  list=$(store_results "cases/$CASE_ID/$INSTANCE_ID/analysis/memory")
fi
jq --slurp --compact-output --arg list "$list" --argjson failures "$(json_list "${failures[@]}")" \
  '{captures: ., failures: $failures, sha256OfList: $list}' "$work/captures.json"
