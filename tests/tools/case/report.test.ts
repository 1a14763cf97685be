import assert from "node:assert/strict";
import { parse, type DefaultTreeAdapterTypes } from "parse5";
import { factsOf, type CaseFacts } from "../../../tools/case/report/facts";
import { outcomes } from "../../../tools/case/report/outcomes";
import { reportPage } from "../../../tools/case/report/page";
import { openCase, verifySource, type CaseVerdict } from "../../../tools/case/verify";
import { buildCase, suiteCases, type CaseFiles, type CaseStep } from "../../support/caseFolder";
import { principalSteps, releaseSteps, sampleSteps } from "../../support/sampleCase";

type Node = DefaultTreeAdapterTypes.Node;
type Element = DefaultTreeAdapterTypes.Element;

const instance = "i-0123456789abcdef0";
const madeAt = "2026-11-24T13:00:00.000Z";

/** Whatever breaks out of text, attributes, tags, comments, styles and scripts. */
const hostile =
  `<script>alert(1)</script>"><img src=x onerror=alert(2)>' onload='alert(3)--><!-- ]]></style></title>` +
  "<svg/onload=alert(4)>&lt;script&gt;\u202egnp.exe\u0000";

function elements(node: Node): Element[] {
  const own = "tagName" in node ? [node] : [];
  const inner = "childNodes" in node ? node.childNodes.flatMap(elements) : [];
  return [...own, ...inner];
}

function text(node: Node): string {
  if (node.nodeName === "#text") return "value" in node ? node.value : "";
  return "childNodes" in node ? node.childNodes.map(text).join("") : "";
}

/** Text as it is shown: line breaks of the source are spaces. */
const said = (node: Node) => text(node).replace(/\s+/g, " ").trim();

const attribute = (element: Element, name: string) => element.attrs.find((each) => each.name === name)?.value;

describe("the report of a case", () => {
  const write = suiteCases();
  const report = async (
    steps: readonly CaseStep[],
    change: (files: CaseFiles) => void = () => undefined,
  ): Promise<{ page: Element[]; html: string; verdict: CaseVerdict; facts: CaseFacts }> => {
    const files = buildCase(steps);
    change(files);
    const source = await openCase(write(files));
    const verdict = await verifySource(source);
    const facts = await factsOf(source, verdict);
    const html = reportPage(verdict, facts, madeAt);
    return { page: elements(parse(html)), html, verdict, facts };
  };
  const named = (page: Element[], tag: string) => page.filter(({ tagName }) => tagName === tag);
  const table = (page: Element[], caption: string) => {
    const found = named(page, "table").find((each) =>
      elements(each).some((inner) => inner.tagName === "caption" && said(inner) === caption),
    );
    assert.ok(found, `there is no table ${caption}`);
    return named(elements(found), "tr").map((row) =>
      named(elements(row), "th")
        .concat(named(elements(row), "td"))
        .map(said),
    );
  };

  it("says first whether the case is intact", async () => {
    const { page } = await report(sampleSteps());
    const [verdict] = named(page, "section");
    assert.ok(verdict);
    assert.equal(attribute(verdict, "class"), "verdict intact");
    assert.deepEqual(named(elements(verdict), "h2").map(said), ["Intact"]);
    assert.equal(named(page, "title").map(said)[0], "Report of case-20261124-0001");
  });

  it("says loudly, and in its title, when the case is not intact", async () => {
    const { page } = await report(sampleSteps(), (files) =>
      files.set(`${instance}/contained.json`, Buffer.from("{}")),
    );
    const [verdict] = named(page, "section");
    assert.ok(verdict);
    assert.equal(attribute(verdict, "class"), "verdict broken");
    assert.match(said(verdict), /NOT INTACT Do not rely on this report\./);
    assert.match(said(verdict), /changed i-0123456789abcdef0\/contained\.json: its SHA-256 is /);
    assert.equal(named(page, "title").map(said)[0], "NOT INTACT: Report of case-20261124-0001");
    const evidence = table(page, "Objects that the custody log names");
    assert.equal(evidence.find(([path]) => path === `${instance}/contained.json`)?.at(-1), "NO");
  });

  it("tells what was contained, how fast, by which steps and what was read back", async () => {
    const { facts, page } = await report(sampleSteps());
    const [subject] = facts.subjects;
    assert.deepEqual([subject?.subject, subject?.state, subject?.seconds], [instance, "contained", 4.5]);
    assert.deepEqual(subject?.warnings, ["A spot instance: AWS may interrupt it at any time."]);
    assert.deepEqual(table(page, `Steps: ${instance}`), [
      ["Step", "Result", "Problem"],
      ["contain: autoScaling / detach", "done", ""],
      ["contain: interfaces / eni-1 / tracking / shorten", "done", ""],
      ["contain: interfaces / eni-1 / groups / convert", "done", ""],
      ["contain: interfaces / eni-1 / groups / isolate", "done", ""],
      ["contain: networkAcls / acl-1 / ipv4 / add", "was so already", ""],
      ["contain: networkAcls / acl-2 / ipv4 / add", "failed", "NoFreeNumber: No number is free."],
    ]);
    assert.deepEqual(table(page, `Read back: ${instance}`).slice(1, 3), [
      ["groups", "yes"],
      ["acls", "yes"],
    ]);
  });

  it("lists every entry and every object", async () => {
    const { page, verdict } = await report(sampleSteps());
    const timeLine = table(page, "Entries of the custody log, times in UTC");
    assert.deepEqual(
      timeLine.slice(1).map(([number, at, step]) => [number, at, step]),
      verdict.entries.map(({ sequence, time, step }) => [
        String(sequence),
        time.slice(0, 19).replace("T", " "),
        step,
      ]),
    );
    assert.deepEqual(
      table(page, "Objects that the custody log names")
        .slice(1)
        .map(([path, , checksum, version]) => [path, checksum, version]),
      verdict.objects.map(({ path, checksumSha256, versionId }) => [path, checksumSha256, versionId]),
    );
  });

  it("tells who did what", async () => {
    const { page } = await report(sampleSteps());
    const rows = table(page, "Who wrote entries").slice(1);
    assert.deepEqual(
      rows.map(([who, entries]) => [who, entries]),
      [
        ["arn:aws:sts::444455556666:assumed-role/Responder/alice@example.com", "1"],
        ["contain", "5"],
        ["acquire", "1"],
        ["transfer", "1"],
      ],
    );
  });

  it("tells the release, and what of it failed", async () => {
    const released = await report([...sampleSteps(), ...releaseSteps(true)]);
    assert.equal(released.facts.subjects[0]?.state, "released");
    const failed = await report([...sampleSteps(), ...releaseSteps(false)]);
    assert.equal(failed.facts.subjects[0]?.state, "not released");
    assert.deepEqual(table(failed.page, `Read back: ${instance}`).slice(1), [
      ["groups", "NO"],
      ["acls", "not asked"],
    ]);
  });

  it("tells the release of a user, and a key of it that is gone", async () => {
    const { facts } = await report([...sampleSteps(), ...principalSteps()]);
    const user = facts.subjects.find(({ subject }) => subject === "user-ci");
    assert.equal(user?.state, "released");
    assert.deepEqual(
      user.steps.map(({ path, result }) => [path, result]),
      [
        ["containPrincipal: deny / policy", "done"],
        ["releasePrincipal: keys / keys / AKIA1 / activate", "done"],
        ["releasePrincipal: keys / keys / AKIA2 / activate", "is gone"],
        ["releasePrincipal: policy / policy", "done"],
      ],
    );
  });

  it("does not believe an entry that is not intact", async () => {
    const { facts } = await report(sampleSteps(), (files) => {
      const forged = String(files.get("custody/6.json")).replace(
        String.raw`\"contained\":true`,
        String.raw`\"contained\":false`,
      );
      files.set("custody/6.json", Buffer.from(forged));
    });
    assert.equal(facts.subjects[0]?.state, "unknown");
  });

  it("does not read a request that was changed", async () => {
    const { facts } = await report(sampleSteps(), (files) =>
      files.set("requests/1.json", Buffer.from('{"reason":"none"}')),
    );
    assert.equal(facts.request, undefined);
  });

  it("shows hostile evidence as text, whatever the field", async () => {
    const entries: CaseStep[] = [
      ...sampleSteps(hostile),
      ...releaseSteps(false, hostile),
      {
        step: hostile,
        subject: hostile,
        actor: hostile,
        details: {
          [hostile]: [hostile, { [hostile]: { Error: hostile, Cause: hostile } }],
          warnings: { a: { text: hostile } },
        },
        stores: { path: "evil/<script>alert(1)</script>", contents: "x", versionId: hostile },
      },
      {
        step: "request",
        details: {},
        stores: { path: "requests/2.json", contents: JSON.stringify({ reason: hostile, account: hostile }) },
      },
    ];
    const plain = await report(sampleSteps());
    const { page, html } = await report(entries, (files) => {
      files.set(`<img src=x onerror=alert(1)>`, Buffer.from(hostile)); // A file that was added.
      files.set("custody/4.json", Buffer.from(hostile));
    });
    const tags = (all: Element[]) => [...new Set(all.map(({ tagName }) => tagName))].sort();
    // Problems bring a list with them; beyond that no element may come of evidence.
    assert.deepEqual(tags(page), [...new Set([...tags(plain.page), "ul", "li", "strong"])].sort());
    assert.deepEqual(named(page, "script"), []);
    assert.deepEqual(named(page, "img"), []);
    const names = page.flatMap(({ attrs }) => attrs.map(({ name }) => name));
    assert.deepEqual(
      [...new Set(names)].filter((name) => /^on|^href$|^src$|^style$/.test(name)),
      [],
    );
    assert.equal(named(page, "style").length, 1);
    assert.ok(!html.includes("\u0000") && !html.includes("\u202e"));
    assert.match(html, /\\u\{202e\}gnp\.exe\\u\{0\}/);
  });

  it("shows the reason that people gave, though it looks like a tag", async () => {
    const steps = sampleSteps().map((step) =>
      step.step === "request"
        ? {
            ...step,
            stores: { path: "requests/1.json", contents: JSON.stringify({ reason: '<b>why</b> & "what"' }) },
          }
        : step,
    );
    const { page } = await report(steps);
    assert.ok(named(page, "dd").map(said).includes('<b>why</b> & "what"'));
  });

  it("cuts what is too long, and says where the whole is", async () => {
    const details = Object.fromEntries(
      Array.from({ length: 100 }, (_, index) => [`line${index}`, "x".repeat(1000)]),
    );
    const { page } = await report([{ step: "open", details }]);
    const shown = named(page, "pre").map(text)[0] ?? "";
    assert.equal(shown.split("\n").length, 40);
    assert.equal(Math.max(...shown.split("\n").map((each) => each.length)), 300);
    assert.ok(named(page, "p").map(said).includes("60 more lines are in custody/1.json."));
  });

  it("is well-formed, and tells its parts to those who listen to it", async () => {
    const { html, page } = await report([...sampleSteps(), ...releaseSteps(true)]);
    const problems: string[] = [];
    parse(html, { onParseError: ({ code }) => problems.push(code), sourceCodeLocationInfo: true });
    assert.deepEqual(problems, []);
    assert.equal(named(page, "h1").length, 1);
    assert.equal(named(page, "main").length, 1);
    assert.deepEqual(
      named(page, "html").map((each) => attribute(each, "lang")),
      ["en"],
    );
    for (const each of named(page, "table")) {
      const inner = elements(each);
      assert.equal(named(inner, "caption").length, 1);
      assert.ok(named(inner, "th").every((cell) => ["col", "row"].includes(attribute(cell, "scope") ?? "")));
    }
    const ids = page.flatMap((each) => attribute(each, "id") ?? []);
    assert.equal(new Set(ids).size, ids.length);
    const references = page.flatMap((each) => attribute(each, "aria-labelledby")?.split(" ") ?? []);
    assert.deepEqual(
      references.filter((id) => !ids.includes(id)),
      [],
    );
    assert.deepEqual(
      named(page, "svg").map((each) => attribute(each, "role")),
      ["img"],
    );
  });

  it("loads nothing", async () => {
    const { html, page } = await report(sampleSteps());
    const policy = named(page, "meta").find(
      (each) => attribute(each, "http-equiv") === "Content-Security-Policy",
    );
    assert.ok(policy);
    assert.equal(attribute(policy, "content"), "default-src 'none'; style-src 'unsafe-inline'");
    assert.ok(!/url\(|@import|https?:\/\/(?!www\.w3\.org\/2000\/svg)/.test(html));
  });
});

describe("the outcomes of steps", () => {
  it("are found however deep they are", () => {
    const told = {
      protect: { ok: true },
      groups: [{ subject: "eni-1", steps: { isolate: { ok: true, already: true } } }],
      acls: { list: [{ subject: "acl-1", entries: [{ Error: "E", Cause: { why: 1 } }] }] },
      count: 3,
    };
    assert.deepEqual(outcomes("contain", told), [
      { path: "contain / protect", result: "done" },
      { path: "contain / groups / eni-1 / isolate", result: "was so already" },
      { path: "contain / acls / acl-1 / entries", result: "failed", problem: 'E: {"why":1}' },
    ]);
  });
});
