# Functions that the documents of a workstation share. The document sets the variables before.
set -euo pipefail
umask 077
export LC_ALL=C PATH="/opt/forensics/bin:$PATH"

say() { printf '%s\n' "$*" >&2; }
die() { say "$*"; exit 1; }

# Tools that failed, for the outcome: the others go on.
failures=()

# Runs a tool. Its output goes to files, so that the document's own output is the outcome alone.
attempt() {
  local name=$1
  shift
  if ! "$@" >"$results/$name.log" 2>&1; then
    failures+=("$name")
    say "$name failed"
  fi
}

# The pieces in which a file is stored: one request takes at most 5 GiB.
piece_bytes=${PIECE_BYTES:-4294967296}

pieces_of() {
  local file=$1
  if (($(stat --format %s "$file") > piece_bytes)); then
    split --bytes "$piece_bytes" --numeric-suffixes --suffix-length 4 "$file" "$file.piece-"
    rm "$file"
  fi
}

# Stores every result with its SHA-256, which S3 checks, and at last the list of all of them. Prints that list's own hash.
store_results() {
  local prefix=$1 file
  (cd "$results" && find . -type f -size 0 -delete)
  while IFS= read -r -d '' file; do pieces_of "$file"; done < <(find "$results" -type f -print0)
  (cd "$results" && find . -type f ! -name SHA256SUMS -printf '%P\0' | sort -z | xargs -0 -r sha256sum >"$work/SHA256SUMS")
  mv "$work/SHA256SUMS" "$results/SHA256SUMS"
  while IFS= read -r -d '' file; do
    [ "$file" = SHA256SUMS ] || put_object "$results/$file" "$prefix/$file"
  done < <(cd "$results" && find . -type f -printf '%P\0' | sort -z)
  put_object "$results/SHA256SUMS" "$prefix/SHA256SUMS"
  sha256sum <"$results/SHA256SUMS" | cut -d ' ' -f 1
}

put_object() {
  aws s3api put-object --bucket "$BUCKET" --key "$2" --body "$1" --checksum-algorithm SHA256 \
    --object-lock-legal-hold-status ON \
    --server-side-encryption aws:kms --ssekms-key-id "$KEY_ARN" >/dev/null
}

to_hex() { base64 --decode | od --address-radix n --output-duplicates --format x1 | tr -d ' \n'; }

json_list() { jq --null-input --compact-output '$ARGS.positional' --args -- "$@"; }
