# Captures the memory of this machine into one object of the evidence bucket, and prints what was captured as one line of
# JSON. It never writes the image to a disk. Before it, these are set: KEY, BUCKET, REGION, DNS_SUFFIX, TOOL_PREFIX (where the
# bucket keeps the tool), SHA256_x86_64 and SHA256_aarch64 (of the tool; empty where there is none).
# Everything but the last line goes to standard error.
set -eEuo pipefail
trap 'echo "memory capture: line $LINENO failed" >&2' ERR
export LC_ALL=C PATH="$PATH${MORE_PATH=:/usr/sbin:/sbin:/usr/local/bin:/snap/bin}"
: "${METADATA:=http://169.254.169.254}" "${ENDPOINT:=https://$BUCKET.s3.$REGION.$DNS_SUFFIX}" "${PART_BYTES:=67108864}"
: "${INSTALLED:=/opt/landing-zone/avml}" "${DIRECTORIES:=/dev/shm /run /tmp}"

die() {
  echo "memory capture: $*" >&2
  exit 1
}

needs() {
  for program in "$@"; do
    command -v "$program" > /dev/null || die "there is no $program on this machine"
  done
}

# A directory in memory, if possible, from which programs may be started.
work_directory() {
  for parent in $DIRECTORIES; do
    made=$(mktemp -d "$parent/memory.XXXXXX" 2> /dev/null) || continue
    printf '#!/bin/sh\n' > "$made/try"
    chmod 700 "$made/try"
    if "$made/try" 2> /dev/null; then
      echo "$made"
      return
    fi
    rm -rf "$made"
  done
  die "there is no directory to start the tool from: tried $DIRECTORIES"
}

# Without the AWS CLI requests are signed here. Source: "Create a signed AWS API request", IAM user guide.
hash_of() { sha256sum | cut -d ' ' -f 1; }

hmac() { printf '%s' "$2" | openssl dgst -sha256 -mac HMAC -macopt "$1" -r | cut -d ' ' -f 1; }

json_field() { sed -n "s/.*\"$1\" *: *\"\([^\"]*\)\".*/\1/p"; }

# Credentials are read for each request: they change, and a long capture outlives them.
read_credentials() {
  local token role answer
  token=$(curl -sf -X PUT -H 'X-aws-ec2-metadata-token-ttl-seconds: 300' "$METADATA/latest/api/token")
  role=$(curl -sf -H "X-aws-ec2-metadata-token: $token" "$METADATA/latest/meta-data/iam/security-credentials/")
  answer=$(curl -sf -H "X-aws-ec2-metadata-token: $token" \
    "$METADATA/latest/meta-data/iam/security-credentials/$role" | tr ',' '\n')
  access_key=$(json_field AccessKeyId <<< "$answer")
  secret_key=$(json_field SecretAccessKey <<< "$answer")
  session_token=$(json_field Token <<< "$answer")
}

encoded() { sed 's/%/%25/g; s/:/%3A/g; s/+/%2B/g; s/=/%3D/g; s/ /%20/g'; }

# Makes a request to S3: method, key, query (sorted and encoded), file with the body, then further x-amz- headers, sorted.
# The answer's headers go to $work/headers, its body to standard output.
s3() {
  local method=$1 key=$2 query=$3 body=$4
  shift 4
  read_credentials
  local time day host path payload names canonical scope signing signature header lines=""
  local -a extra=()
  time=$(date -u +%Y%m%dT%H%M%SZ)
  day=${time%%T*}
  host=${ENDPOINT#*://}
  path=/$(printf '%s' "$key" | encoded)
  payload=$(hash_of < "$body")
  names="host"
  for header in "$@" "x-amz-content-sha256:$payload" "x-amz-date:$time" "x-amz-security-token:$session_token"; do
    names="$names;${header%%:*}"
    lines="$lines$header"$'\n'
    extra+=(-H "${header%%:*}: ${header#*:}")
  done
  canonical=$(printf '%s\n%s\n%s\nhost:%s\n%s\n%s\n%s' \
    "$method" "$path" "$query" "$host" "$lines" "$names" "$payload" | hash_of)
  scope="$day/$REGION/s3/aws4_request"
  signing=$(hmac "key:AWS4$secret_key" "$day")
  for header in "$REGION" s3 aws4_request; do signing=$(hmac "hexkey:$signing" "$header"); done
  signature=$(hmac "hexkey:$signing" "$(printf 'AWS4-HMAC-SHA256\n%s\n%s\n%s' "$time" "$scope" "$canonical")")
  curl -sS --fail --retry 3 --max-time 600 -X "$method" -D "$work/headers" --data-binary "@$body" -H 'Content-Type:' \
    -H "Authorization: AWS4-HMAC-SHA256 Credential=$access_key/$scope, SignedHeaders=$names, Signature=$signature" \
    "${extra[@]}" "$ENDPOINT$path${query:+?$query}"
}

download() {
  if command -v aws > /dev/null; then
    aws s3 cp --only-show-errors --region "$REGION" "s3://$BUCKET/$1" "$2" >&2
  else
    needs curl openssl
    s3 GET "$1" "" /dev/null > "$2"
  fi
}

# Stores standard input as $KEY.
upload() {
  if command -v aws > /dev/null; then
    aws s3 cp --only-show-errors --region "$REGION" --expected-size "$1" - "s3://$BUCKET/$KEY" >&2
  else
    needs curl openssl base64
    upload_parts
  fi
}

upload_parts() {
  local number=0 id tag sum parts="" answer
  : > "$work/empty"
  id=$(s3 POST "$KEY" "uploads=" "$work/empty" x-amz-checksum-algorithm:SHA256 |
    sed -n 's/.*<UploadId>\([^<]*\)<.*/\1/p' | encoded)
  [ -n "$id" ] || die "S3 began no upload"
  while :; do
    head -c "$PART_BYTES" > "$work/part"
    [ -s "$work/part" ] || break
    number=$((number + 1))
    sum=$(openssl dgst -sha256 -binary "$work/part" | base64 -w 0)
    s3 PUT "$KEY" "partNumber=$number&uploadId=$id" "$work/part" "x-amz-checksum-sha256:$sum" > /dev/null
    tag=$(sed -n 's/^[Ee][Tt][Aa][Gg]: *"\{0,1\}\([^"[:space:]]*\).*/\1/p' "$work/headers")
    parts="$parts<Part><ChecksumSHA256>$sum</ChecksumSHA256><ETag>\"$tag\"</ETag><PartNumber>$number</PartNumber></Part>"
  done
  [ "$number" -gt 0 ] || die "the tool wrote nothing"
  printf '<CompleteMultipartUpload>%s</CompleteMultipartUpload>' "$parts" > "$work/part"
  answer=$(s3 POST "$KEY" "uploadId=$id" "$work/part")
  # S3 may answer with success and tell the failure in the body.
  case $answer in *'<CompleteMultipartUploadResult'*) ;; *) die "S3 did not complete the upload" ;; esac
}

prepare_tool() {
  local wanted
  case $(uname -m) in
    x86_64) wanted=$SHA256_x86_64 ;;
    aarch64) wanted=$SHA256_aarch64 ;;
    *) wanted="" ;;
  esac
  [ -n "$wanted" ] || die "there is no tool for $(uname -m)"
  # What somebody has put there beforehand is taken where it is the right one.
  if [ -f "$INSTALLED" ] && [ "$(hash_of < "$INSTALLED")" = "$wanted" ]; then
    cp "$INSTALLED" "$work/tool"
  else
    download "$TOOL_PREFIX/$(uname -m)/avml" "$work/tool" || die "the tool can't be fetched"
  fi
  [ "$(hash_of < "$work/tool")" = "$wanted" ] || die "the tool has another SHA-256 than the one it must have"
  chmod 500 "$work/tool"
}

# The banner of the kernel in what is read. Zeros become ends of lines, so that no line is longer than memory.
find_banner() {
  tr '\000' '\n' | {
    grep -a -o -m 1 'Linux version [0-9][ -~]*' | head -n 1 | tr -cd ' -~' | tr -d '"\\' | cut -c 1-200 || true
    cat > /dev/null
  }
}

capture() {
  local kib pids=() pid
  kib=$(sed -n 's/^MemTotal: *\([0-9]*\) kB/\1/p' /proc/meminfo)
  mkfifo "$work/hash" "$work/size" "$work/rest" "$work/banner"
  hash_of < "$work/hash" > "$work/hash.told" & pids+=($!)
  wc -c < "$work/size" > "$work/size.told" & pids+=($!)
  tr -d '\000' < "$work/rest" | wc -c > "$work/rest.told" & pids+=($!)
  find_banner < "$work/banner" > "$work/banner.told" & pids+=($!)
  # The tool writes to a pipe: nothing of the image touches a disk.
  "$work/tool" /dev/stdout | tee "$work/hash" "$work/size" "$work/rest" "$work/banner" |
    upload $((kib * 1024 * 5 / 4))
  for pid in "${pids[@]}"; do wait "$pid"; done
}

report() {
  local hash size rest share banner
  hash=$(cat "$work/hash.told")
  size=$(tr -d ' ' < "$work/size.told")
  rest=$(tr -d ' ' < "$work/rest.told")
  [ "$size" -gt 0 ] || die "the tool wrote nothing"
  share=$(awk "BEGIN { printf \"%.2f\", ($size - $rest) / $size }")
  banner=$(cat "$work/banner.told")
  # shellcheck disable=SC2059 # The format is the hash's bytes.
  printf '{"sha256":"%s","checksumSha256":"%s","bytes":"%s","zeroShare":"%s","banner":"%s"}\n' \
    "$hash" "$(printf "$(sed 's/../\\x&/g' <<< "$hash")" | base64 -w 0)" "$size" "$share" "${banner:-none}"
}

needs sha256sum mkfifo tee awk base64
work=$(work_directory)
trap 'rm -rf "$work"' EXIT
prepare_tool
capture
report
