import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { existsSync, readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { examination } from "../../../components/forensics/workstation/scripts";
import { Shell, type ShellRun } from "./shell";

const sha256 = (data: string | Buffer) => createHash("sha256").update(data).digest("hex");

const content = "MBR and a partition with files";

/** A workstation with one attached disk that has a partition with ext4; files stand for devices. */
class Workstation extends Shell {
  public readonly device = this.write("dev/nvme1n1", content);
  public readonly partition = this.write("dev/nvme1n1p1", "partition");

  public constructor() {
    super();
    this.write("rules.yar", "rule none { condition: false }");
    this.replace(
      "lsblk",
      `case "$*" in
        *SERIAL*) echo "${this.device} vol0123456789abcdef0"; echo "/dev/nvme0n1 vol0aaaaaaaaaaaaaaaa" ;;
        *MOUNTPOINT*) cat "${this.path("mounted")}" 2>/dev/null || true ;;
        *) echo "${this.device}"; echo "${this.partition}" ;;
      esac`,
    );
    this.replace(
      "blockdev",
      `case "$1" in
        --setro) touch "$2.ro" ;;
        --getro) if [ -e "$2.ro" ]; then echo 1; else echo 0; fi ;;
        --getsize64) stat --format %s "$2" ;;
      esac`,
    );
    this.replace("blkid", `case "$*" in *p1) echo ext4 ;; *) exit 2 ;; esac`);
    this.replace("losetup", `case "$1" in --find) echo "/dev/loop-of-$(basename "\${@: -1}")" ;; esac`);
    this.replace("mount", `mkdir -p "\${@: -1}"; echo hello >"\${@: -1}/System.evtx"`);
    this.replace("umount", `rm -r "$1"`);
    this.replace("mmls", `echo partitions`);
    this.replace("tsk_gettimes", `echo bodyfile`);
    this.replace("log2timeline", `while [ "$1" != --storage_file ]; do shift; done; echo plaso >"$2"`);
    this.replace("psort", `while [ "$1" != --write ]; do shift; done; echo '{}' >"$2"`);
    this.replace("yara", `echo match`);
    this.replace("evtx_dump_json", `echo event`);
    this.replace(
      "aws",
      `while [ $# -gt 0 ]; do
        case "$1" in --key) key=$2 ;; --body) body=$2 ;; esac
        shift
      done
      mkdir -p "${this.path("bucket")}/$(dirname "$key")"
      cp "$body" "${this.path("bucket")}/$key"`,
    );
  }

  public examine(variables: Record<string, string> = {}): ShellRun {
    return this.run(examination("disk"), {
      WORK_FOLDER: this.path("work"),
      YARA_RULES: this.path("rules.yar"),
      CASE_ID: "case-1",
      INSTANCE_ID: "i-suspect",
      VOLUME_ID: "vol-0123456789abcdef0",
      SNAPSHOT_ID: "snap-e1",
      BUCKET: "evidence",
      KEY_ARN: "arn:aws:kms:eu-central-1:444455556666:key/evidence",
      DEVICE_ATTEMPTS: "1",
      ...variables,
    });
  }

  public readonly stored = this.path("bucket/cases/case-1/i-suspect/analysis/snap-e1/vol-0123456789abcdef0");
}

const indexOf = (run: ShellRun, pattern: RegExp) => run.calls.findIndex((call) => pattern.test(call));

describe("The examination of a disk", () => {
  let station: Workstation;
  beforeEach(() => (station = new Workstation()));
  afterEach(() => {
    station.remove();
  });

  it("blocks the disk and its partitions before anything reads or mounts them", () => {
    const run = station.examine();
    assert.equal(run.status, 0, run.stderr);
    const blocked = [/^blockdev --setro .*nvme1n1$/, /^blockdev --setro .*nvme1n1p1$/].map((pattern) =>
      indexOf(run, pattern),
    );
    assert(blocked.every((index) => index >= 0));
    for (const tool of [/^mount /, /^mmls /, /^log2timeline /, /^losetup /, /^blkid /]) {
      assert(indexOf(run, tool) > Math.max(...blocked), String(tool));
    }
  });

  it("mounts through a read-only loop device, without replaying the journal", () => {
    const { calls } = station.examine();
    const mounts = calls.filter((call) => call.startsWith("mount "));
    assert.deepEqual(mounts, [
      `mount -t ext4 -o ro,noexec,nodev,nosuid,noload /dev/loop-of-nvme1n1p1 ` +
        station.path("work/case-1/vol-0123456789abcdef0/mounts/nvme1n1p1"),
    ]);
    assert.deepEqual(
      calls.filter((call) => call.startsWith("losetup ")),
      [`losetup --find --show --read-only ${station.partition}`, "losetup --detach /dev/loop-of-nvme1n1p1"],
    );
  });

  it("tells the hash of the raw disk, the same before and after, and nothing else", () => {
    const { stdout } = station.examine();
    assert.deepEqual(JSON.parse(stdout), {
      device: station.device,
      bytes: content.length,
      sha256: sha256(content),
      sha256After: sha256(content),
      unchanged: true,
      blockedAtAttach: false,
      failures: [],
      sha256OfList: sha256(readFileSync(join(station.stored, "SHA256SUMS"))),
    });
  });

  it("tells whether the image had blocked the disk already", () => {
    station.write("dev/nvme1n1.ro", "");
    station.write("dev/nvme1n1p1.ro", "");
    const { blockedAtAttach } = JSON.parse(station.examine().stdout) as { blockedAtAttach: boolean };
    assert.equal(blockedAtAttach, true);
  });

  it("stores every result and a list of their hashes, encrypted, hashed and on hold", () => {
    const { calls } = station.examine();
    const names = readdirSync(station.stored).sort();
    assert.deepEqual(names, [
      "SHA256SUMS",
      "device.sha256",
      "events-nvme1n1p1.log",
      "mmls.log",
      "timeline-bodyfile.log",
      "timeline.jsonl",
      "timeline.plaso",
      "yara-nvme1n1p1.log",
    ]);
    const list = readFileSync(join(station.stored, "SHA256SUMS"), "utf8").trim().split("\n");
    assert.deepEqual(
      list,
      names.slice(1).map((name) => `${sha256(readFileSync(join(station.stored, name)))}  ${name}`),
    );
    const puts = calls.filter((call) => call.startsWith("aws "));
    assert.equal(puts.length, names.length);
    for (const put of puts) {
      assert.match(put, /^aws s3api put-object --bucket evidence /);
      assert.match(put, / --checksum-algorithm SHA256 /);
      assert.match(put, / --object-lock-legal-hold-status ON /);
      assert.match(put, / --server-side-encryption aws:kms --ssekms-key-id arn:aws:kms\S+$/);
    }
  });

  it("stores a large result in pieces that together are the whole", () => {
    station.replace("mmls", `printf 'abcdefghij'`);
    station.examine({ PIECE_BYTES: "4" });
    const pieces = readdirSync(station.stored).filter((name) => name.startsWith("mmls.log"));
    assert.deepEqual(pieces.sort(), ["mmls.log.piece-0000", "mmls.log.piece-0001", "mmls.log.piece-0002"]);
    assert.equal(
      pieces.map((name) => readFileSync(join(station.stored, name), "utf8")).join(""),
      "abcdefghij",
    );
  });

  it("goes on when a tool fails, and says which", () => {
    station.replace("log2timeline", "exit 1");
    station.replace("yara", "exit 2");
    const run = station.examine();
    assert.equal(run.status, 0);
    const { failures } = JSON.parse(run.stdout) as { failures: string[] };
    assert.deepEqual(failures, ["plaso", "yara-nvme1n1p1"]);
    assert.equal(existsSync(join(station.stored, "mmls.log")), true);
  });

  it("says so, and fails, when the disk has changed", () => {
    station.replace("mmls", `echo x >>"${station.device}"`);
    const run = station.examine();
    assert.equal(run.status, 1);
    const { unchanged } = JSON.parse(run.stdout) as { unchanged: boolean };
    assert.equal(unchanged, false);
    assert.match(run.stderr, /has changed/);
  });

  const untouched = (run: ShellRun) =>
    run.calls.filter((call) => /^(mount|mmls|log2timeline|aws) /.test(call));

  it("touches nothing when the disk is mounted already", () => {
    station.write("mounted", "/mnt\n");
    const run = station.examine();
    assert.deepEqual([run.status, run.stdout, untouched(run)], [1, "", []]);
    assert.match(run.stderr, /is mounted at \/mnt/);
  });

  it("touches nothing when the disk can't be blocked", () => {
    station.replace("blockdev", `case "$1" in --getro) echo 0 ;; esac`);
    const run = station.examine();
    assert.deepEqual([run.status, run.stdout, untouched(run)], [1, "", []]);
    assert.match(run.stderr, /can still be written to/);
  });

  it("touches nothing when the parts of the disk can't be listed", () => {
    station.replace("lsblk", `case "$*" in *SERIAL*) echo "${station.device} vol0123456789abcdef0" ;; esac`);
    const run = station.examine();
    assert.deepEqual([run.status, run.stdout, untouched(run)], [1, "", []]);
    assert.match(run.stderr, /is not among its own parts/);
  });

  it("fails when the disk is not attached", () => {
    const run = station.examine({ VOLUME_ID: "vol-none" });
    assert.equal(run.status, 1);
    assert.match(run.stderr, /no device has the serial number volnone/);
  });

  for (const [type, options] of [
    ["xfs", "norecovery,nouuid"],
    ["btrfs", "rescue=nologreplay"],
  ] as const) {
    it(`replays no journal (${type})`, () => {
      station.replace("blkid", `case "$*" in *p1) echo ${type} ;; *) exit 2 ;; esac`);
      const { calls } = station.examine();
      const [mount = ""] = calls.filter((call) => call.startsWith("mount "));
      assert(mount.startsWith(`mount -t ${type} -o ro,noexec,nodev,nosuid,${options} `), mount);
    });
  }

  it("mounts no file system that it does not know", () => {
    station.replace("blkid", "echo zfs_member");
    const { calls, status } = station.examine();
    assert.equal(status, 0);
    assert.deepEqual(
      calls.filter((call) => call.startsWith("mount ")),
      [],
    );
  });
});
