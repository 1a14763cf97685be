import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { symlinkSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { verifyCase, verifySource, type CaseVerdict } from "../../../tools/case/verify";
import {
  buildCase,
  caseInMemory,
  caseKeys,
  hexHash,
  sharedKeys,
  signedFile,
  signedForms,
  suiteCases,
  versionOf,
  type CaseFiles,
  type CaseStep,
  type SignedForm,
} from "../../support/caseFolder";

const steps: readonly CaseStep[] = [
  { step: "open", details: { reason: "a finding" } },
  { step: "capture", stores: { path: "i-1/before.json", contents: '{"groups":["sg-1"]}' } },
  { step: "contain", stores: { path: "i-1/contained.json", contents: '{"contained":true}' } },
  { step: "memory", stores: { path: "memory/AROA:i-1/memory.lime", contents: "EMiL" } },
  { step: "snapshot", details: { snapshotId: "snap-1" } },
];

/** What is wrong, without the sentences. */
function wrongs({ problems }: CaseVerdict): string[] {
  return problems.map(({ kind, subject }) => `${kind} ${subject}`);
}

describe("verifying a case", () => {
  const write = suiteCases();
  const changed = async (change: (files: CaseFiles) => void, options = {}): Promise<CaseVerdict> => {
    const files = buildCase(steps);
    change(files);
    return verifyCase(write(files), options);
  };
  const json = (files: CaseFiles, number: number) =>
    JSON.parse(String(files.get(`custody/${number}.json`))) as Record<string, string>;
  const put = (files: CaseFiles, number: number, value: unknown) =>
    files.set(`custody/${number}.json`, Buffer.from(JSON.stringify(value)));

  it("finds an intact case intact, and tells what it holds", async () => {
    const verdict = await changed(() => undefined);
    assert.deepEqual(verdict.problems, []);
    assert.equal(verdict.intact, true);
    assert.equal(verdict.caseId, "case-20261124-0001");
    assert.deepEqual(
      verdict.entries.map(({ step, intact }) => [step, intact]),
      steps.map(({ step }) => [step, true]),
    );
    assert.deepEqual(verdict.objects[0], {
      path: "i-1/before.json",
      entries: [2],
      versionId: versionOf(2),
      checksumSha256: createHash("sha256").update('{"groups":["sg-1"]}').digest("base64"),
      size: 19,
      intact: true,
    });
    assert.equal(verdict.key.source, "public-key.pem of the case");
    assert.deepEqual([verdict.end.sequence, verdict.end.knownBy], [5, "head"]);
  });

  for (const form of Object.keys(signedForms) as SignedForm[]) {
    it(`accepts a signature over the hash as ${form}`, async () => {
      assert.deepEqual(wrongs(await verifyCase(write(buildCase(steps, { form })))), []);
    });
  }

  const cases: readonly [title: string, change: (files: CaseFiles) => void, wrongs: string[]][] = [
    [
      "a changed object",
      (files) => files.set("i-1/before.json", Buffer.from('{"groups":["sg-2"]}')),
      ["changed i-1/before.json"],
    ],
    ["a missing object", (files) => files.delete("i-1/contained.json"), ["missing i-1/contained.json"]],
    ["an added object", (files) => files.set("i-1/more.json", Buffer.from("{}")), ["added i-1/more.json"]],
    [
      "an added file among the entries",
      (files) => files.set("custody/01.json", files.get("custody/1.json") ?? Buffer.alloc(0)),
      ["added custody/01.json"],
    ],
    ["a missing entry", (files) => files.delete("custody/1.json"), ["missing custody/1.json"]],
    ["a missing last entry", (files) => files.delete("custody/5.json"), ["missing custody/5.json"]],
    [
      "a missing entry with an object, and that no entry names the object any more",
      (files) => files.delete("custody/3.json"),
      ["missing custody/3.json", "added i-1/contained.json"],
    ],
    [
      "two entries in each other's place",
      (files) => {
        const [one, two] = [json(files, 4), json(files, 5)];
        put(files, 4, two);
        put(files, 5, one);
      },
      ["reordered custody/4.json", "reordered custody/5.json", "changed custody/5.json"],
    ],
    [
      "an entry that stands there twice",
      (files) => put(files, 6, json(files, 2)),
      ["duplicated custody/6.json"],
    ],
    [
      "entries far behind the last, in one line",
      (files) => put(files, 999_999_999, json(files, 2)),
      ["missing custody/6.json to custody/999999998.json", "duplicated custody/999999999.json"],
    ],
    [
      "an entry whose text was changed",
      (files) =>
        put(files, 5, { ...json(files, 5), entry: json(files, 5)["entry"]?.replace("snap-1", "snap-2") }),
      ["changed custody/5.json", "forged custody/5.json", "changed custody/5.json"],
    ],
    [
      "an entry that was changed with its hash",
      (files) => {
        const entry = json(files, 1)["entry"]?.replace("a finding", "no finding") ?? "";
        put(files, 1, { ...json(files, 1), entry, hash: hexHash(entry) });
      },
      ["forged custody/1.json", "changed custody/2.json"],
    ],
    [
      "an entry that was signed with another key",
      (files) =>
        files.set("custody/5.json", Buffer.from(signedFile(json(files, 5)["entry"] ?? "", caseKeys()))),
      ["forged custody/5.json"],
    ],
    [
      "an entry of another case",
      (files) => {
        const other = buildCase(steps, { caseId: "case-other" });
        files.set("custody/1.json", other.get("custody/1.json") ?? Buffer.alloc(0));
      },
      ["added custody/1.json", "changed custody/2.json"],
    ],
    [
      "an entry that names another key, which no signature covers",
      (files) =>
        put(files, 3, { ...json(files, 3), keyArn: "arn:aws:kms:eu-central-1:444455556666:key/other" }),
      ["changed custody/3.json"],
    ],
    [
      "a name that stands in a file twice",
      (files) => {
        const text = String(files.get("custody/5.json"));
        files.set("custody/5.json", Buffer.from(text.replace("{", '{"entry":"{}",')));
      },
      ["changed custody/5.json"],
    ],
    [
      "an entry in bytes that are no text",
      (files) => files.set("custody/5.json", Buffer.from([0xff, 0xfe])),
      ["unreadable custody/5.json"],
    ],
    [
      "a head that tells nothing",
      (files) => files.set("head.json", Buffer.from("{}")),
      ["changed head.json"],
    ],
    [
      "that there is no custody log at all",
      (files) => {
        for (const number of [1, 2, 3, 4, 5]) files.delete(`custody/${number}.json`);
        files.delete("head.json");
      },
      [
        "missing custody/1.json",
        "added i-1/before.json",
        "added i-1/contained.json",
        "added memory/AROA:i-1/memory.lime",
      ],
    ],
  ];
  for (const [title, change, expected] of cases) {
    it(`names ${title}`, async () => {
      const verdict = await changed(change);
      assert.deepEqual(wrongs(verdict), expected);
      assert.equal(verdict.intact, false);
    });
  }

  it("names an object outside of the case", async () => {
    const files = buildCase([{ step: "copy", stores: { path: "../case-2/x", contents: "x" } }]);
    files.delete("../case-2/x");
    const { problems } = await verifyCase(write(files));
    assert.deepEqual(
      problems.map(({ kind, subject }) => [kind, subject]),
      [["missing", "cases/case-20261124-0001/../case-2/x"]],
    );
  });

  it("does not follow a link", async () => {
    const folder = write(buildCase(steps));
    symlinkSync("/etc/hostname", join(folder, "i-1", "link"));
    const { problems } = await verifyCase(folder);
    assert.deepEqual(
      problems.map(({ kind, subject }) => [kind, subject]),
      [["added", "i-1/link"]],
    );
  });

  it("takes the same bytes in another version for a repeated put", async () => {
    const files = buildCase(steps);
    files.set(".versions/v0/i-1/before.json", files.get("i-1/before.json") ?? Buffer.alloc(0));
    const verdict = await verifyCase(write(files));
    assert.equal(verdict.intact, true);
    assert.deepEqual(verdict.notes, ["i-1/before.json, version v0: the same bytes as the recorded version"]);
  });

  it("names other bytes in another version", async () => {
    const verdict = await changed((files) => files.set(".versions/v0/i-1/before.json", Buffer.from("{}")));
    assert.deepEqual(wrongs(verdict), ["added i-1/before.json"]);
  });

  it("reads the version that was recorded", async () => {
    const verdict = await changed((files) => {
      const recorded = files.get("i-1/before.json") ?? Buffer.alloc(0);
      files.set(`.versions/${versionOf(2)}/i-1/before.json`, recorded);
      files.set("i-1/before.json", Buffer.from("overwritten"));
    });
    assert.deepEqual(wrongs(verdict), ["added i-1/before.json"]);
    assert.equal(
      verdict.objects.every(({ intact }) => intact),
      true,
    );
  });

  it("names an object that was recorded without a hash", async () => {
    const files = buildCase([
      { step: "memory", stores: { path: "memory/dump", contents: "x", unhashed: true } },
    ]);
    assert.deepEqual(wrongs(await verifyCase(write(files))), ["unhashed memory/dump"]);
  });

  it("says when nothing tells where the log ended", async () => {
    const verdict = await verifyCase(write(buildCase(steps, { head: false })));
    assert.deepEqual([verdict.intact, verdict.end.knownBy], [true, "nothing"]);
  });

  it("takes a closing entry for the end, and names what follows it", async () => {
    const closed = await verifyCase(write(buildCase([...steps, { step: "close" }], { head: false })));
    assert.deepEqual([closed.intact, closed.end.knownBy], [true, "closing"]);
    const reopened = await verifyCase(write(buildCase([...steps, { step: "close" }, { step: "more" }])));
    assert.deepEqual(wrongs(reopened), ["added custody/7.json"]);
  });

  it("notices a log that is shorter or other than the known head", async () => {
    const longer = await changed(() => undefined, { head: { sequence: 7, hash: "a".repeat(64) } });
    assert.deepEqual(wrongs(longer), ["missing custody/6.json to custody/7.json"]);
    const other = await changed(() => undefined, { head: { sequence: 3, hash: "a".repeat(64) } });
    assert.deepEqual(wrongs(other), ["changed custody/3.json"]);
  });

  it("takes the key from elsewhere, in PEM, in DER and as the command line of AWS prints it", async () => {
    const { publicKey } = sharedKeys();
    const der = publicKey.export({ format: "der", type: "spki" });
    const pem = Buffer.from(publicKey.export({ format: "pem", type: "spki" }));
    for (const key of [pem, der, Buffer.from(`${der.toString("base64")}\n`)]) {
      const verdict = await changed((files) => files.delete("public-key.pem"), { publicKey: key });
      assert.deepEqual([verdict.intact, verdict.key.source], [true, "given"]);
      assert.equal(verdict.key.fingerprint, createHash("sha256").update(der).digest("hex"));
    }
  });

  it("finds every entry forged under another key", async () => {
    const { publicKey } = caseKeys();
    const other = Buffer.from(publicKey.export({ format: "pem", type: "spki" }));
    assert.deepEqual(
      wrongs(await changed(() => undefined, { publicKey: other })),
      [1, 2, 3, 4, 5].map((number) => `forged custody/${number}.json`),
    );
  });
});

describe("verifying any case", function () {
  this.timeout(120_000);
  const verify = (files: CaseFiles) => verifySource(caseInMemory(files));

  /** Any character but half of a surrogate pair. The unit "binary" means the same, and takes a second to begin with. */
  const anyCharacter = fc
    .nat({ max: 0x10ffff })
    .filter((code) => code < 0xd800 || code > 0xdfff)
    .map((code) => String.fromCodePoint(code));
  const anyStep: fc.Arbitrary<CaseStep> = fc.record({
    step: fc.constantFrom("open", "capture", "contain", "acquire"),
    subject: fc.string(),
    actor: fc.string({ unit: anyCharacter }),
    details: fc.jsonValue({ maxDepth: 2 }),
    stores: fc.option(fc.record({ path: fc.constant(""), contents: fc.string({ maxLength: 40 }) }), {
      nil: undefined,
    }),
  });
  /** Steps that each store under a path of their own. */
  const anySteps = (minLength: number) =>
    fc
      .array(anyStep, { minLength, maxLength: 4 })
      .map((list) =>
        list.map((step, index) =>
          step.stores ? { ...step, stores: { ...step.stores, path: `i-1/${index}.bin` } } : step,
        ),
      );
  const anyForm = fc.constantFrom<SignedForm>("text", "quoted", "decoded");

  it("finds an intact case of any length and content intact", async () => {
    await fc.assert(
      fc.asyncProperty(anySteps(1), anyForm, async (made, form) => {
        assert.deepEqual((await verify(buildCase(made, { form }))).problems, []);
      }),
      { numRuns: 40 },
    );
  });

  interface Mutation {
    readonly name: string;
    /** Changes the file at the chosen path, and says which files a verdict must name one of. */
    readonly apply: (files: CaseFiles, path: string, at: number) => readonly string[] | undefined;
  }
  const contents = (files: CaseFiles, path: string) => files.get(path) ?? Buffer.alloc(0);
  const replaced = (files: CaseFiles, path: string, made: Buffer): readonly string[] | undefined => {
    if (made.equals(contents(files, path)) || sameMeaning(made, contents(files, path))) return undefined;
    files.set(path, made);
    return [path];
  };
  const mutations: readonly Mutation[] = [
    {
      name: "a byte changed",
      apply: (files, path, at) => {
        const made = Buffer.from(contents(files, path));
        if (made.length === 0) return undefined;
        made.writeUInt8((made.readUInt8(at % made.length) + 1 + (at % 254)) % 256, at % made.length);
        return replaced(files, path, made);
      },
    },
    {
      name: "truncated",
      apply: (files, path, at) => {
        const old = contents(files, path);
        return replaced(files, path, old.subarray(0, at % (old.length + 1)));
      },
    },
    {
      name: "bytes inserted",
      apply: (files, path, at) => {
        const old = contents(files, path);
        const cut = at % (old.length + 1);
        return replaced(
          files,
          path,
          Buffer.concat([old.subarray(0, cut), Buffer.from("x"), old.subarray(cut)]),
        );
      },
    },
    { name: "deleted", apply: (files, path) => (files.delete(path), [path]) },
    {
      name: "copied to another name",
      apply: (files, path, at) => {
        const target = path.startsWith("custody/")
          ? `custody/${[...files].length + 1 + (at % 9)}.json`
          : `${path}.2`;
        files.set(target, contents(files, path));
        return [target];
      },
    },
    {
      name: "swapped with its neighbour",
      apply: (files, path, at) => {
        const kind = path.split("/")[0] ?? "";
        const others = [...files.keys()].filter((other) => other !== path && other.startsWith(kind));
        const other = others[at % Math.max(others.length, 1)];
        if (other === undefined || contents(files, other).equals(contents(files, path))) return undefined;
        const kept = contents(files, path);
        files.set(path, contents(files, other));
        files.set(other, kept);
        return [path, other];
      },
    },
    {
      name: "signed with another key",
      apply: (files, path) => {
        if (!path.startsWith("custody/")) return undefined;
        const { entry } = JSON.parse(String(contents(files, path))) as { entry: string };
        files.set(path, Buffer.from(signedFile(entry, strangerKeys)));
        return [path];
      },
    },
    {
      name: "rewritten together with the whole chain behind it, without the key",
      apply: (files, path) => {
        if (!path.startsWith("custody/")) return undefined;
        rewriteChain(files, Number(/\d+/.exec(path)?.[0]));
        files.delete("head.json");
        return [path];
      },
    },
  ];
  const strangerKeys = caseKeys();

  for (const { name, apply } of mutations) {
    it(`names a file that was ${name}`, async () => {
      let applied = 0;
      await fc.assert(
        fc.asyncProperty(anySteps(2), fc.nat(), fc.nat(), async (made, which, at) => {
          const files = buildCase(made);
          const paths = [...files.keys()].filter((path) => path !== "public-key.pem" && path !== "head.json");
          const expected = apply(files, paths[which % paths.length] ?? "", at);
          if (expected === undefined) return;
          applied += 1;
          const { intact, problems } = await verify(files);
          assert.equal(intact, false);
          const named = problems.map(({ subject }) => subject);
          assert.ok(
            expected.some((path) =>
              named.some((subject) => subject === path || range(subject).includes(path)),
            ),
            `${expected.join(" or ")} is not among ${named.join(", ")}`,
          );
        }),
        { numRuns: 40 },
      );
      assert.ok(applied >= 10, `only ${applied} cases were changed`);
    });
  }
});

/** Whether two files differ in nothing but how JSON is written. */
function sameMeaning(one: Buffer, other: Buffer): boolean {
  try {
    assert.deepStrictEqual(JSON.parse(String(one)), JSON.parse(String(other)));
    return String(one).startsWith('{"entry"'); // Evidence is compared by its bytes.
  } catch {
    return false;
  }
}

/** The files that "custody/3.json to custody/5.json" stands for. */
function range(subject: string): string[] {
  const [, first, last] = /^custody\/(\d+)\.json to custody\/(\d+)\.json$/.exec(subject) ?? [];
  if (first === undefined || last === undefined) return [];
  const length = Math.min(Number(last) - Number(first) + 1, 1000);
  return Array.from({ length }, (_, index) => `custody/${Number(first) + index}.json`);
}

/** What somebody does who can write everywhere and compute hashes, but can't sign. */
function rewriteChain(files: CaseFiles, from: number): void {
  let previousHash: string | undefined;
  for (let number = from; files.has(`custody/${number}.json`); number += 1) {
    const path = `custody/${number}.json`;
    const file = JSON.parse(String(files.get(path))) as Record<string, string>;
    const entry = JSON.parse(file["entry"] ?? "") as Record<string, unknown>;
    const text = JSON.stringify({
      ...entry,
      ...(previousHash === undefined ? { details: "rewritten" } : { previousHash }),
    });
    previousHash = hexHash(text);
    files.set(path, Buffer.from(JSON.stringify({ ...file, entry: text, hash: previousHash })));
  }
}
