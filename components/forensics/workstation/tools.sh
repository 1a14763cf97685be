# Installs the forensic tools of MANIFEST, one a line: kind, name, version, key in the bucket, SHA-256. Runs as root while
# the image is built. Needs MANIFEST, a file, BUCKET, and REQUIREMENTS_SHA256, the hash of the list of Python packages.
set -euo pipefail

prefix=${TOOLS_FOLDER:-/opt/forensics}
downloads=$(mktemp -d)
trap 'rm -rf "$downloads"' EXIT

say() { printf '%s\n' "$*" >&2; }

# Fetches a tool, and refuses it if it is not the one that was named.
fetch() {
  local key=$1 sha256=$2 file
  file="$downloads/$(basename "$key")"
  aws s3 cp --only-show-errors "s3://$BUCKET/$key" "$file"
  if ! printf '%s  %s\n' "$sha256" "$file" | sha256sum --check --status; then
    say "$key is not what it should be: expected SHA-256 $sha256, got $(sha256sum <"$file" | cut -d ' ' -f 1)"
    return 1
  fi
  printf '%s\n' "$file"
}

# Python packages come as one archive of the files that their index has, with the list of their hashes. That list is the one
# that belongs to this script; nothing else is installed, and no index is asked.
install_python() {
  local file=$1 packages="$downloads/packages" tool
  mkdir -p "$packages"
  tar --extract --file "$file" --directory "$packages"
  if ! printf '%s  %s\n' "$REQUIREMENTS_SHA256" "$packages/requirements.txt" | sha256sum --check --status; then
    say "requirements.txt in $file is not the one of this version"
    return 1
  fi
  python3.11 -m venv "$prefix/python"
  pip_install "$packages" --requirement "$packages/requirements-build.txt"
  pip_install "$packages" --no-build-isolation --requirement "$packages/requirements.txt"
  for tool in log2timeline pinfo psort vol volshell; do
    ln --force --symbolic "$prefix/python/bin/$tool" "$prefix/bin/$tool"
  done
  write_event_reader
}

# Prints the records of Windows event logs, one JSON object a line.
write_event_reader() {
  cat >"$prefix/bin/evtx_dump_json" <<READER
#!$prefix/python/bin/python
import sys
from evtx import PyEvtxParser

for path in sys.argv[1:]:
    for record in PyEvtxParser(path).records_json():
        print(record["data"].replace("\\n", " "))
READER
  chmod 0755 "$prefix/bin/evtx_dump_json"
}

pip_install() {
  local packages=$1
  shift
  "$prefix/python/bin/pip" install --no-index --find-links "$packages" --require-hashes "$@"
}

install_tool() {
  local kind=$1 name=$2 file=$3
  case $kind in
    binary) install -m 0755 "$file" "$prefix/bin/$name" ;;
    # Its hash is pinned, which says more than a signature; what it depends on stands before it in the list.
    rpm) dnf --assumeyes --nogpgcheck --disablerepo '*' install "$file" ;;
    python) install_python "$file" ;;
    symbols) mkdir -p "$prefix/symbols" && tar --extract --file "$file" --directory "$prefix/symbols" ;;
    rules) mkdir -p "$prefix/rules" && tar --extract --file "$file" --directory "$prefix/rules" ;;
    *)
      say "$name: there is no kind of tool called $kind"
      return 1
      ;;
  esac
}

mkdir -p "$prefix/bin"
while IFS=$'\t' read -r kind name version key sha256; do
  file=$(fetch "$key" "$sha256")
  install_tool "$kind" "$name" "$file"
  rm -f "$file"
  printf '%s\t%s\t%s\n' "$name" "$version" "$sha256" >>"$prefix/tools.tsv"
done <"$MANIFEST"
chmod -R go-w "$prefix"
