import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { existsSync, readFileSync, readdirSync } from "node:fs";
import { examination } from "../../../components/forensics/workstation/scripts";
import { Shell, type ShellRun } from "./shell";

const hash = (data: Buffer, encoding: "hex" | "base64") => createHash("sha256").update(data).digest(encoding);

const memory = Buffer.from("Linux version 6.1.0 and pages of memory");
const key = "cases/case-1/memory/AROAEXAMPLE:i-suspect/capture.lime";

/** A workstation with a bucket in which captures of two instances are. */
class Workstation extends Shell {
  public constructor(capture: Buffer = memory) {
    super();
    this.write(`bucket/${key}`, capture);
    this.write("bucket/cases/case-1/memory/AROAEXAMPLE:i-other/capture.lime", "of another instance");
    this.record(`{"answer":{"output":"{\\"sha256\\":\\"${hash(capture, "hex")}\\"}"}}`);
    this.head({ ChecksumType: "FULL_OBJECT", ChecksumSHA256: hash(capture, "base64") });
    this.list([key, "cases/case-1/memory/AROAEXAMPLE:i-other/capture.lime"]);
    this.replace(
      "vol",
      `case "$*" in *banners*) echo "0x10 Linux version 6.1.0" ;; *) echo '{"pid":1}' ;; esac`,
    );
    this.replace(
      "aws",
      `operation=$2; last="\${@: -1}"
      while [ $# -gt 0 ]; do
        case "$1" in --key) key=$2 ;; --body) body=$2 ;; esac
        shift
      done
      cd "${this.folder}"
      case $operation in
        list-objects-v2) cat list.json ;;
        head-object) cat head.json ;;
        get-object) cp "bucket/$key" "$last" ;;
        put-object) mkdir -p "bucket/$(dirname "$key")"; cp "$body" "bucket/$key" ;;
      esac`,
    );
  }

  public record(answer: string): void {
    this.write("bucket/cases/case-1/i-suspect/metadata/memory-command.json", answer);
  }

  public head(answer: object): void {
    this.write("head.json", JSON.stringify(answer));
  }

  public list(keys: readonly string[]): void {
    this.write(
      "list.json",
      JSON.stringify(keys.length > 0 ? { Contents: keys.map((Key) => ({ Key })) } : {}),
    );
  }

  public examine(): ShellRun {
    return this.run(examination("memory"), {
      WORK_FOLDER: this.path("work"),
      CASE_ID: "case-1",
      INSTANCE_ID: "i-suspect",
      BUCKET: "evidence",
      KEY_ARN: "arn:aws:kms:eu-central-1:444455556666:key/evidence",
    });
  }
}

interface Outcome {
  readonly captures: readonly Record<string, unknown>[];
  readonly failures: readonly string[];
  readonly sha256OfList: string;
}

describe("The examination of memory", () => {
  const stations: Workstation[] = [];
  const station = (capture?: Buffer) => {
    const made = new Workstation(capture);
    stations.push(made);
    return made;
  };
  afterEach(() => {
    for (const made of stations.splice(0)) made.remove();
  });
  const outcome = (made: Workstation) => JSON.parse(made.examine().stdout) as Outcome;

  it("hashes the instance's own capture again and finds it real", () => {
    const made = station();
    const { captures, failures, sha256OfList } = outcome(made);
    assert.deepEqual(captures, [
      {
        key,
        sha256: hash(memory, "hex"),
        store: "same",
        recorded: "same",
        bytes: memory.length,
        nonZeroBytes: memory.length,
        banner: true,
        usable: true,
      },
    ]);
    assert.deepEqual(failures, []);
    const folder = made.path("bucket/cases/case-1/i-suspect/analysis/memory");
    assert.equal(sha256OfList, hash(readFileSync(`${folder}/SHA256SUMS`), "hex"));
    assert.deepEqual(
      readdirSync(folder).filter((name) => name.endsWith("pslist.log")),
      ["capture.lime.linux.pslist.log"],
    );
  });

  it("calls a capture of zeros unusable", () => {
    const made = station(Buffer.alloc(4096));
    made.replace("vol", "echo none");
    const { captures } = outcome(made);
    assert.deepEqual(
      captures.map(({ nonZeroBytes, banner, usable }) => ({ nonZeroBytes, banner, usable })),
      [{ nonZeroBytes: 0, banner: false, usable: false }],
    );
  });

  it("calls a capture that is almost all zeros unusable, in spite of a banner", () => {
    const made = station(Buffer.concat([memory, Buffer.alloc(60 * memory.length)]));
    assert.deepEqual(
      outcome(made).captures.map(({ banner, usable }) => ({ banner, usable })),
      [{ banner: true, usable: false }],
    );
  });

  it("runs no plug-in without a kernel's banner, which they all need", () => {
    const made = station();
    made.replace("vol", "echo none");
    const { calls } = made.examine();
    assert.equal(calls.filter((call) => call.startsWith("vol ")).length, 1);
  });

  it("finds a capture that is not what was stored", () => {
    const made = station();
    made.head({ ChecksumType: "FULL_OBJECT", ChecksumSHA256: hash(Buffer.from("other"), "base64") });
    const [capture] = outcome(made).captures;
    assert.deepEqual([capture?.["store"], capture?.["usable"]], ["different", false]);
  });

  it("says that it does not know when the store hashed the parts only", () => {
    const made = station();
    made.head({ ChecksumType: "COMPOSITE", ChecksumSHA256: "abc=-2" });
    const [capture] = outcome(made).captures;
    assert.deepEqual([capture?.["store"], capture?.["usable"]], ["unknown", true]);
  });

  it("finds a capture that is not what the instance told", () => {
    const made = station();
    made.record(hash(Buffer.from("other"), "hex"));
    const [capture] = outcome(made).captures;
    assert.deepEqual([capture?.["recorded"], capture?.["usable"]], ["different", false]);
  });

  it("says that it does not know when nothing was told", () => {
    const made = station();
    made.record("{}");
    const [capture] = outcome(made).captures;
    assert.deepEqual([capture?.["recorded"], capture?.["usable"]], ["unknown", true]);
  });

  it("tells which plug-in failed", () => {
    const made = station();
    made.replace("vol", `case "$*" in *banners*) echo "Linux version 6.1" ;; *malfind*) exit 1 ;; esac`);
    assert.deepEqual(outcome(made).failures, ["capture.lime.linux.malfind"]);
  });

  it("stores nothing when there is no capture of the instance", () => {
    for (const keys of [[], ["cases/case-1/memory/AROAEXAMPLE:i-other/capture.lime"]]) {
      const made = station();
      made.list(keys);
      assert.deepEqual(outcome(made), { captures: [], failures: [], sha256OfList: "" });
      assert.equal(existsSync(made.path("bucket/cases/case-1/i-suspect/analysis")), false);
    }
  });
});
