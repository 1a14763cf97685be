import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { BrowserContextOptions, Page } from "playwright-core";
import { z } from "zod";
import { factsOf } from "../../tools/case/report/facts";
import { reportPage } from "../../tools/case/report/page";
import { openCase, verifySource } from "../../tools/case/verify";
import { suiteBrowser } from "../support/browser";
import { buildCase, suiteCases, type CaseFiles, type CaseStep } from "../support/caseFolder";
import { releaseSteps, sampleSteps } from "../support/sampleCase";

const hostile =
  `<script>window.hit=1</script>"><img src=x onerror="window.hit=2">' onload='window.hit=3--><!-- ]]></style></title>` +
  `<svg/onload=window.hit=4><a href="javascript:window.hit=5" autofocus onfocus=window.hit=6>`;

/** Text whose contrast with what is behind it is below what WCAG 2 asks for at level AA, as `text: ratio`. */
const lowContrast = `(() => {
  const channels = (color) => color.match(/[\\d.]+/g).map(Number);
  const luminance = (color) => {
    const [r, g, b] = channels(color).map((v) => v / 255).map((v) => (v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const behind = (element) => {
    for (let each = element; each; each = each.parentElement) {
      const color = getComputedStyle(each).backgroundColor;
      if ((channels(color)[3] ?? 1) > 0) return color;
    }
    return "rgb(255, 255, 255)";
  };
  const found = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const text = walker.currentNode.textContent.trim();
    const element = walker.currentNode.parentElement;
    if (text === "" || element.closest("svg")) continue;
    const [light, dark] = [luminance(getComputedStyle(element).color), luminance(behind(element))].sort((a, b) => b - a);
    const ratio = (light + 0.05) / (dark + 0.05);
    if (ratio < 4.5) found.push(text.slice(0, 40) + ": " + ratio.toFixed(2));
  }
  return found;
})()`;

describe("the report of a case in a browser", () => {
  const browser = suiteBrowser();
  const write = suiteCases();
  let folder = "";
  before(() => {
    folder = mkdtempSync(join(tmpdir(), "landing-zone-report-"));
  });
  after(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  const written = async (
    steps: readonly CaseStep[],
    change: (files: CaseFiles) => void = () => undefined,
  ): Promise<string> => {
    const files = buildCase(steps);
    change(files);
    const source = await openCase(write(files));
    const verdict = await verifySource(source);
    const file = join(mkdtempSync(join(folder, "case-")), "report.html");
    writeFileSync(file, reportPage(verdict, await factsOf(source, verdict), "2026-11-24T13:00:00.000Z"));
    return pathToFileURL(file).href;
  };
  const opened = async (url: string, options: BrowserContextOptions = {}): Promise<Page> => {
    const page = await browser().newPage(options);
    await page.goto(url);
    return page;
  };
  const steps = [...sampleSteps(), ...releaseSteps(true)];
  const broken = (files: CaseFiles) => files.set("custody/2.json", Buffer.from("{}"));

  it("shows the verdict, the headings and the tables by their names", async () => {
    const page = await opened(await written(steps));
    assert.equal(await page.title(), "Report of case-20261124-0001");
    assert.equal(await page.getByRole("heading", { level: 1 }).textContent(), "Report of case-20261124-0001");
    assert.deepEqual(await page.getByRole("heading", { level: 2 }).allTextContents(), [
      ...["Intact", "Summary", "Overview", "Containment", "Time line", "Evidence", "Who did what"],
    ]);
    assert.ok(await page.getByRole("region", { name: "Intact" }).isVisible());
    assert.equal(
      await page.getByRole("table", { name: "Entries of the custody log, times in UTC" }).count(),
      1,
    );
    assert.equal(await page.getByRole("img", { name: "Accounts and the way of the evidence" }).count(), 1);
  });

  it("says loudly that a case is not intact", async () => {
    const page = await opened(await written(steps, broken));
    assert.equal(await page.title(), "NOT INTACT: Report of case-20261124-0001");
    const box = await page.getByRole("region", { name: "NOT INTACT" }).boundingBox();
    assert.ok(box && box.y < 200, "It is at the top.");
  });

  for (const colorScheme of ["light", "dark"] as const) {
    it(`can be read on a ${colorScheme} screen`, async () => {
      for (const url of [await written(steps), await written(steps, broken)]) {
        const page = await opened(url, { colorScheme });
        assert.deepEqual(await page.evaluate<string[]>(lowContrast), []);
      }
    });
  }

  it("is dark where the screen is", async () => {
    const url = await written(steps);
    const background = async (colorScheme: "light" | "dark") =>
      (await opened(url, { colorScheme })).evaluate<string>(
        "getComputedStyle(document.body).backgroundColor",
      );
    assert.equal(await background("light"), "rgb(255, 255, 255)");
    assert.equal(await background("dark"), "rgb(13, 17, 23)");
  });

  for (const width of [320, 1280]) {
    it(`fits a screen of ${width} pixels: only tables scroll, and the keyboard reaches them`, async () => {
      const page = await opened(await written(steps), { viewport: { width, height: 800 } });
      assert.equal(await page.evaluate<number>("document.documentElement.scrollWidth"), width);
      const scrolling = `[...document.querySelectorAll("*")].filter((each) => each.scrollWidth > each.clientWidth + 1
        && getComputedStyle(each).overflowX === "auto" && each.tabIndex !== 0).length`;
      assert.equal(await page.evaluate<number>(scrolling), 0);
    });
  }

  it("runs nothing and loads nothing of hostile evidence", async () => {
    const entries: CaseStep[] = [
      ...sampleSteps(hostile),
      {
        step: hostile,
        subject: hostile,
        actor: hostile,
        details: { [hostile]: hostile, Error: hostile },
        stores: { path: "evil/<img src=x onerror=window.hit=7>", contents: "x", versionId: hostile },
      },
    ];
    const page = await browser().newPage();
    const requests: string[] = [];
    const dialogs: string[] = [];
    page.on("request", (request) => requests.push(request.url()));
    page.on("dialog", (dialog) => {
      dialogs.push(dialog.message());
      void dialog.dismiss();
    });
    const url = await written(entries, (files) => files.set("<svg onload=window.hit=8>", Buffer.from("x")));
    await page.goto(url);
    await page.waitForLoadState("networkidle");
    assert.deepEqual([requests, dialogs], [[url], []]);
    assert.equal(await page.evaluate<unknown>("window.hit"), undefined);
    assert.equal(await page.locator("script, img, a, iframe, object, form, link").count(), 0);
    assert.match((await page.locator("body").textContent()) ?? "", /<script>window\.hit=1<\/script>/);
  });

  it("prints on paper: nothing is cut off, in dark ink on white", async () => {
    const page = await opened(await written(steps), {
      colorScheme: "dark",
      viewport: { width: 680, height: 960 },
    });
    const pdf = await page.pdf({ format: "A4" });
    assert.equal(pdf.subarray(0, 5).toString(), "%PDF-");
    await page.emulateMedia({ media: "print", colorScheme: "dark" });
    const measured = z.object({ width: z.number(), color: z.string(), background: z.string() }).parse(
      await page.evaluate<unknown>(`({ width: document.documentElement.scrollWidth,
          color: getComputedStyle(document.body).color, background: getComputedStyle(document.body).backgroundColor })`),
    );
    // A4 within its margins is 180 mm wide: 680 pixels.
    assert.deepEqual(measured, { width: 680, color: "rgb(27, 31, 36)", background: "rgb(255, 255, 255)" });
  });
});
