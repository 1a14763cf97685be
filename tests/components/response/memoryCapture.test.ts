import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { createHash, createHmac } from "node:crypto";
import {
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
  mkdirSync,
  existsSync,
} from "node:fs";
import { createServer, type IncomingMessage, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";

const script = join(__dirname, "../../../components/response/memory/capture.sh");
const key = "cases/case-7/memory/AROAQUARANTINE:i-1/i-1-1.lime";
const sha256 = (content: string | Buffer): string => createHash("sha256").update(content).digest("hex");

/** Programs of every Linux that the script may use. There is no AWS CLI among them. */
const programs = [
  ...["awk", "base64", "bash", "cat", "chmod", "cp", "curl", "cut", "date", "dd", "grep", "head", "mkfifo"],
  ...["mktemp", "openssl", "rm", "sed", "sh", "sha256sum", "tee", "tr", "uname", "wc"],
];

/** A tool that writes an image: a banner, then data and zeros. */
const tool = (blocks: string): string => `#!/bin/bash
{ printf 'head\\0Linux version 6.1.0-test (a@b) "gcc"\\0tail\\n'; ${blocks}; } > "$1"
`;
const goodTool = tool("head -c 300000 /dev/zero; head -c 700000 /dev/zero | tr '\\000' 'x'");

interface Ran {
  readonly status: number;
  readonly stdout: string;
  readonly stderr: string;
}

describe("The script that captures memory", () => {
  let folder = "";
  let bin = "";

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "memory-"));
    bin = join(folder, "bin");
    mkdirSync(bin);
    for (const name of programs) {
      const found = ["/usr/bin", "/bin"].map((place) => join(place, name)).find((path) => existsSync(path));
      assert.ok(found, `this machine has no ${name}`);
      symlinkSync(found, join(bin, name));
    }
  });

  afterEach(() => {
    rmSync(folder, { recursive: true });
  });

  const path = (name: string): string => join(folder, name);

  function program(name: string, text: string): void {
    writeFileSync(join(bin, name), text, { mode: 0o755 });
  }

  /** An AWS CLI that knows `aws s3 cp` between a folder and standard input or a file. */
  function fakeAws(): void {
    mkdirSync(path("store"));
    program(
      "aws",
      `#!/bin/bash
echo "$*" >> ${path("aws.calls")}
from=\${@: -2:1} to=\${@: -1}
name() { tr -c 'A-Za-z0-9\\n' _ <<< "$1"; }
if [ "$from" = - ]; then cat > "${path("store")}/$(name "$to")"; else cat "${path("store")}/$(name "$from")" > "$to"; fi
`,
    );
  }

  const stored = (name: string): string =>
    path(`store/${`s3://evidence/${name}`.replaceAll(/[^A-Za-z0-9]/g, "_")}`);

  function run(more: Record<string, string> = {}): Promise<Ran> {
    const hash = sha256(goodTool);
    const env = {
      PATH: bin,
      MORE_PATH: "",
      KEY: key,
      BUCKET: "evidence",
      REGION: "eu-central-1",
      DNS_SUFFIX: "amazonaws.com",
      TOOL_PREFIX: "tools/avml/1",
      SHA256_x86_64: hash,
      SHA256_aarch64: hash,
      INSTALLED: path("installed"),
      DIRECTORIES: folder,
      ...more,
    };
    return new Promise((resolve) => {
      execFile("/bin/bash", [script], { env, timeout: 15_000 }, (error, stdout, stderr) => {
        resolve({ status: error ? Number(error.code ?? 1) : 0, stdout, stderr });
      });
    });
  }

  const architecture = process.arch === "arm64" ? "aarch64" : "x86_64";

  function keepTool(text: string): void {
    writeFileSync(stored(`tools/avml/1/${architecture}/avml`), text);
  }

  it("streams the image to S3 and prints one line of JSON about it", async () => {
    fakeAws();
    keepTool(goodTool);
    const { status, stdout, stderr } = await run();
    assert.equal(status, 0, stderr);
    const image = readFileSync(stored(key));
    assert.equal(stdout.trim().split("\n").length, 1);
    assert.deepEqual(JSON.parse(stdout), {
      sha256: sha256(image),
      checksumSha256: createHash("sha256").update(image).digest("base64"),
      bytes: String(image.length),
      zeroShare: "0.30",
      banner: "Linux version 6.1.0-test (a@b) gcc",
    });
    assert.ok(image.length > 1_000_000);
  });

  it("hands no credentials over and leaves nothing behind", async () => {
    fakeAws();
    keepTool(goodTool);
    await run();
    const calls = readFileSync(path("aws.calls"), "utf8").trim().split("\n");
    assert.equal(calls.length, 2);
    assert.match(
      calls[1] ?? "",
      /^s3 cp --only-show-errors --region eu-central-1 --expected-size \d+ - s3:\/\/evidence\//,
    );
    const { stdout } = await new Promise<{ stdout: string }>((resolve) => {
      execFile("/bin/ls", [folder], (_, listed) => {
        resolve({ stdout: listed });
      });
    });
    assert.deepEqual(stdout.trim().split("\n").sort(), ["aws.calls", "bin", "store"]);
  });

  it("takes the tool that is there already, where it is the right one", async () => {
    fakeAws();
    writeFileSync(path("installed"), goodTool);
    const { status, stderr } = await run();
    assert.equal(status, 0, stderr);
    assert.equal(readFileSync(path("aws.calls"), "utf8").trim().split("\n").length, 1);
  });

  it("does not start a tool with another hash", async () => {
    fakeAws();
    keepTool(`${goodTool}# changed\n`);
    writeFileSync(path("installed"), "also changed");
    const { status, stdout, stderr } = await run();
    assert.equal(status, 1);
    assert.equal(stdout, "");
    assert.match(stderr, /the tool has another SHA-256 than the one it must have/);
    assert.ok(!existsSync(stored(key)));
  });

  it("says that there is no tool for an architecture without a hash", async () => {
    fakeAws();
    const { status, stderr } = await run({ SHA256_x86_64: "", SHA256_aarch64: "" });
    assert.equal(status, 1);
    assert.match(stderr, /there is no tool for (x86_64|aarch64)/);
  });

  it("tells the zeros and the missing banner of an image that is none", async () => {
    fakeAws();
    const zeros = '#!/bin/bash\nhead -c 1000000 /dev/zero > "$1"\n';
    keepTool(zeros);
    const { stdout, stderr } = await run({ SHA256_x86_64: sha256(zeros), SHA256_aarch64: sha256(zeros) });
    const { zeroShare, banner } = JSON.parse(stdout) as Record<string, string>;
    assert.deepEqual({ zeroShare, banner }, { zeroShare: "1.00", banner: "none" }, stderr);
  });

  for (const [what, text] of [
    ["fails at once", "#!/bin/bash\nexit 3\n"],
    ["fails after a part", '#!/bin/bash\nhead -c 100000 /dev/zero > "$1"; exit 3\n'],
    ["writes nothing", "#!/bin/bash\nexit 0\n"],
  ] as const) {
    it(`fails when the tool ${what}`, async () => {
      fakeAws();
      keepTool(text);
      const { status, stdout } = await run({ SHA256_x86_64: sha256(text), SHA256_aarch64: sha256(text) });
      assert.notEqual(status, 0);
      assert.equal(stdout, "");
    });
  }

  it("fails when S3 refuses the image", async () => {
    fakeAws();
    keepTool(goodTool);
    const calls = readFileSync(join(bin, "aws"), "utf8");
    program("aws", calls.replace('if [ "$from" = - ]; then', 'if [ "$from" = - ]; then exit 1;'));
    const { status, stdout } = await run();
    assert.notEqual(status, 0);
    assert.equal(stdout, "");
  });

  describe("without an AWS CLI", () => {
    let s3: FakeS3;

    beforeEach(async () => {
      s3 = await FakeS3.start();
      s3.objects.set(`tools/avml/1/${architecture}/avml`, Buffer.from(goodTool));
    });

    afterEach(() => s3.stop());

    const endpoints = (): Record<string, string> => ({
      ENDPOINT: s3.url,
      METADATA: s3.url,
      PART_BYTES: "400000",
    });

    it("signs its requests itself and stores the image in parts, each with its hash", async () => {
      const { status, stdout, stderr } = await run(endpoints());
      assert.equal(status, 0, stderr);
      const image = s3.objects.get(key);
      assert.ok(image);
      const { bytes, sha256: told } = JSON.parse(stdout) as Record<string, string>;
      assert.deepEqual([bytes, told], [String(image.length), sha256(image)]);
      assert.deepEqual(s3.refused, []);
      assert.equal(s3.parts.length, 3);
    });

    it("fails when S3 tells a failure at the end with success", async () => {
      s3.completion = "<Error><Code>InternalError</Code></Error>";
      const { status, stdout } = await run(endpoints());
      assert.notEqual(status, 0);
      assert.equal(stdout, "");
    });

    it("fails when a part is refused", async () => {
      s3.refuseParts = true;
      const { status, stdout } = await run(endpoints());
      assert.notEqual(status, 0);
      assert.equal(stdout, "");
    });
  });
});

/** S3 and the instance metadata service. It recomputes the signature of every request. */
class FakeS3 {
  public readonly objects = new Map<string, Buffer>();
  public readonly refused: string[] = [];
  public parts: Buffer[] = [];
  public completion = "<CompleteMultipartUploadResult/>";
  public refuseParts = false;

  private constructor(
    private readonly server: Server,
    public readonly url: string,
  ) {}

  public static start(): Promise<FakeS3> {
    return new Promise((resolve) => {
      const server = createServer();
      server.listen(0, "127.0.0.1", () => {
        const fake = new FakeS3(server, `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`);
        server.on("request", (request, response) => {
          const pieces: Buffer[] = [];
          request.on("data", (piece: Buffer) => pieces.push(piece));
          request.on("end", () => {
            const [status, body, headers] = fake.answer(request, Buffer.concat(pieces));
            response.writeHead(status, headers);
            response.end(body);
          });
        });
        resolve(fake);
      });
    });
  }

  public stop(): Promise<void> {
    return new Promise((resolve) => {
      this.server.close(() => {
        resolve();
      });
      this.server.closeAllConnections();
    });
  }

  private answer(request: IncomingMessage, body: Buffer): [number, string | Buffer, Record<string, string>] {
    const url = new URL(request.url ?? "", this.url);
    const name = decodeURIComponent(url.pathname.slice(1));
    if (name === "latest/api/token") return [200, "imds-token", {}];
    if (name.startsWith("latest/")) return metadata(request, name);
    if (!isSigned(request, url, body)) {
      this.refused.push(`${String(request.method)} ${String(request.url)}`);
      return [403, "", {}];
    }
    if (request.method === "GET") return [200, this.objects.get(name) ?? "", {}];
    if (url.searchParams.has("uploads")) return [200, "<R><UploadId>up:1</UploadId></R>", {}];
    if (url.searchParams.get("uploadId") !== "up:1") return [404, "", {}];
    if (request.method === "PUT") return this.takePart(request, body);
    this.objects.set(name, Buffer.concat(this.parts));
    const wanted = this.parts.map(
      (part, index) => `<ETag>"${etag(part)}"</ETag><PartNumber>${String(index + 1)}</PartNumber>`,
    );
    return wanted.every((text) => body.includes(text)) ? [200, this.completion, {}] : [400, "", {}];
  }

  private takePart(request: IncomingMessage, body: Buffer): [number, string, Record<string, string>] {
    const sum = createHash("sha256").update(body).digest("base64");
    if (this.refuseParts || request.headers["x-amz-checksum-sha256"] !== sum) return [400, "", {}];
    this.parts.push(body);
    return [200, "", { ETag: `"${etag(body)}"` }];
  }
}

const etag = (body: Buffer): string => createHash("md5").update(body).digest("hex");

const secret = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY";

function metadata(request: IncomingMessage, name: string): [number, string, Record<string, string>] {
  if (request.headers["x-aws-ec2-metadata-token"] !== "imds-token") return [401, "", {}];
  if (!name.endsWith("quarantine")) return [200, "quarantine", {}];
  const credentials = {
    Code: "Success",
    AccessKeyId: "ASIAEXAMPLE",
    SecretAccessKey: secret,
    Token: "session==",
  };
  return [200, JSON.stringify(credentials, null, 2), {}];
}

/** Signature Version 4. Source: "Create a signed AWS API request", IAM user guide. */
function isSigned(request: IncomingMessage, url: URL, body: Buffer): boolean {
  const pattern = /Credential=ASIAEXAMPLE\/(\S+), SignedHeaders=(\S+), Signature=(\w+)$/;
  const [, scope = "", names = "", signature] = pattern.exec(request.headers.authorization ?? "") ?? [];
  const signed = names.split(";");
  const sent = Object.keys(request.headers).filter((name) => name.startsWith("x-amz-"));
  if (
    !sent.every((name) => signed.includes(name)) ||
    request.headers["x-amz-content-sha256"] !== sha256(body)
  ) {
    return false;
  }
  const query = [...url.searchParams]
    .map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`)
    .sort()
    .join("&");
  const path = decodeURIComponent(url.pathname).split("/").map(encodeURIComponent).join("/");
  const headers = [...signed].sort().map((name) => `${name}:${String(request.headers[name])}\n`);
  const canonical = [request.method, path, query, headers.join(""), names, sha256(body)].join("\n");
  const hmac = (by: string | Buffer, text: string): Buffer => createHmac("sha256", by).update(text).digest();
  const signing = scope.split("/").reduce<string | Buffer>(hmac, `AWS4${secret}`);
  const text = ["AWS4-HMAC-SHA256", request.headers["x-amz-date"], scope, sha256(canonical)].join("\n");
  return hmac(signing, text).toString("hex") === signature;
}
