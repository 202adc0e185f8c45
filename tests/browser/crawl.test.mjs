// Every page that can be reached, as each role: nothing in the console, nothing from elsewhere, nothing broken, accessible in
// both themes, both languages, on a desk and on a phone, and light.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { brotliCompressSync } from "node:zlib";
import { HtmlValidate } from "html-validate";
import { signIn, startBrowser, startDemo, watch } from "./site.mjs";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

const html = new HtmlValidate({
  extends: ["html-validate:recommended"],
  rules: {
    // How it is written, not what it is.
    "no-trailing-whitespace": "off",
    "void-style": "off",
    "attribute-boolean-style": "off",
    "attribute-empty-style": "off",
    "doctype-style": "off",
    "no-inline-style": "error",
    // A heading of a section is not the page's title.
    "long-title": "off",
    // Autofill of every field is the browser's choice, not ours.
    "require-sri": "off",
    // Bootstrap's words for roles that screen readers lose with list-style none.
    "no-redundant-role": "off",
    "prefer-native-element": "off",
  },
});

/** Of addresses that differ in ids and values alone, one is looked at. */
function kind(address) {
  const path = address.pathname.replace(/[0-9a-f]{8}-[0-9a-f-]{27}/g, "{id}");
  return `${path}?${[...new Set(address.searchParams.keys())].sort().join("&")}`;
}

const LEFT_ALONE = /\/(export|report-file|problem-file)$|^\/static\//;

/** Walks the links of the site and gives one address of each kind. */
async function pages(context, demo, start = "/") {
  const page = await context.newPage();
  const queue = [new URL(start, demo.url)];
  const seen = new Map([[kind(queue[0]), queue[0]]]);
  while (queue.length > 0) {
    const address = queue.shift();
    const answer = await page.goto(address.href);
    assert.ok(answer.status() < 400, `${answer.status()} at ${address}`);
    const links = await page.$$eval("a[href]", (all) => all.filter((one) => !one.download).map((one) => one.href));
    for (const link of links) {
      const found = new URL(link);
      found.hash = "";
      if (found.origin !== demo.url || LEFT_ALONE.test(found.pathname) || seen.has(kind(found)) || seen.size > 80) continue;
      seen.set(kind(found), found);
      queue.push(found);
    }
  }
  await page.close();
  return [...seen.values()].map((address) => address.pathname + address.search);
}

/** Sets what the person sees, as they would: on the account page. */
async function prefer(page, { language, theme }) {
  await page.goto("/account");
  await page.locator("select[name=language]").selectOption(language);
  await page.locator("select[name=theme]").selectOption(theme);
  await page.locator('form[action="/account"] button[type=submit]').click();
  await page.waitForLoadState();
}

async function violations(page) {
  await page.evaluate(axe);
  const found = await page.evaluate(() =>
    globalThis.axe.run(document, {
      runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    }),
  );
  return found.violations.map((one) => `${one.id}: ${one.help}: ${one.nodes.map((node) => node.target.join(" ")).slice(0, 3).join(" | ")}`);
}

/** Whether the page is wider than the window. */
const overflows = (page) => page.evaluate(() => document.documentElement.scrollWidth > window.innerWidth + 1);

let demo;
let browser;

before(async () => {
  demo = await startDemo();
  browser = await startBrowser();
});

after(async () => {
  await browser?.close();
  await demo?.stop();
});

for (const role of ["buyer", "manager", "admin"]) {
  test(`every page the ${role} reaches`, async (t) => {
    const storageState = await signIn(browser, demo, `${role}@example.com`);
    const context = await browser.newContext({ baseURL: demo.url, storageState });
    const wrong = watch(context, demo.url);
    const paths = await pages(context, demo);
    t.diagnostic(`${paths.length} pages: ${paths.join(" ")}`);
    assert.ok(paths.length >= 8, paths.join(" "));
    const page = await context.newPage();

    for (const path of paths) {
      const text = await (await page.goto(path)).text();
      const report = await html.validateString(text, path);
      for (const result of report.results) {
        for (const message of result.messages) wrong.push(`${path}: ${message.ruleId}: ${message.message} (line ${message.line})`);
      }
      const size = brotliCompressSync(text).length;
      if (size > 15 * 1024) wrong.push(`${path}: ${size} bytes of brotli`);
    }
    for (const language of ["en", "de"]) {
      for (const theme of ["light", "dark"]) {
        await prefer(page, { language, theme });
        for (const path of paths) {
          await page.goto(path);
          const lang = await page.getAttribute("html", "lang");
          if (lang !== language) wrong.push(`${path}: in ${lang} instead of ${language}`);
          const shown = await page.innerText("body");
          const raw = shown.match(/\b(cpns|uploads|companies|products|people|users|account|frame|kit|listing|dashboard|problem)-[a-z]+(-[a-z]+)*\b/g);
          const typed = (raw ?? []).filter((word) => !shown.includes(`${word}@`) && !shown.includes(`/${word}`));
          if (typed.length > 0) wrong.push(`${path} in ${language}: untranslated ${typed.join(" ")}`);
          for (const width of [1280, 360]) {
            await page.setViewportSize({ width, height: 800 });
            const where = `${path} (${language}, ${theme}, ${width})`;
            for (const violation of await violations(page)) wrong.push(`${where}: ${violation}`);
            if (await overflows(page)) wrong.push(`${where}: wider than the window`);
          }
        }
      }
    }
    await prefer(page, { language: "en", theme: "light" });
    assert.deepEqual([...new Set(wrong)], []);
    await context.close();
  });
}

test("pages for nobody signed in", async () => {
  const context = await browser.newContext({ baseURL: demo.url });
  const wrong = watch(context, demo.url, (text) => text.includes("status of 404"));
  const page = await context.newPage();
  for (const path of ["/sign-in", "/sign-in?language=de", "/nowhere"]) {
    for (const colorScheme of ["light", "dark"]) {
      await page.emulateMedia({ colorScheme });
      await page.goto(path);
      for (const violation of await violations(page)) wrong.push(`${path} (${colorScheme}): ${violation}`);
    }
  }
  assert.deepEqual(wrong, []);
  await context.close();
});

test("a first visit is light and does not shift", async (t) => {
  const storageState = await signIn(browser, demo, "buyer@example.com");
  const context = await browser.newContext({ baseURL: demo.url, storageState });
  const page = await context.newPage();
  const files = new Map();
  page.on("response", async (response) => {
    if (new URL(response.url()).pathname.startsWith("/static/")) {
      files.set(response.url(), response.body().then((body) => brotliCompressSync(body).length, () => 0));
    }
  });
  await page.addInitScript(() => {
    globalThis.shifted = 0;
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) globalThis.shifted += entry.value;
    }).observe({ type: "layout-shift", buffered: true });
  });
  await page.goto("/companies", { waitUntil: "networkidle" });
  const sizes = await Promise.all(files.values());
  const total = sizes.reduce((sum, size) => sum + size, 0);
  t.diagnostic(`${files.size} files, ${total} bytes of brotli`);
  assert.ok(total > 0 && total <= 50 * 1024, `${total} bytes of brotli`);
  const shifted = await page.evaluate(() => globalThis.shifted);
  t.diagnostic(`layout shift ${shifted}`);
  assert.equal(shifted.toFixed(2), "0.00");
  await context.close();
});

test("nothing is kept in the browser's storage but the theme, and Back after signing out shows nothing", async () => {
  const context = await browser.newContext({ baseURL: demo.url });
  const page = await context.newPage();
  await page.goto("/sign-in");
  await page.getByLabel("E-mail").fill("buyer@example.com");
  await page.locator("input[type=password]").fill(demo.password);
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.goto("/companies");
  const heading = await page.locator("h1").innerText();
  const kept = await page.evaluate(() => [...Object.keys(localStorage), ...Object.keys(sessionStorage)]);
  await page.locator('form[action="/sign-out"] button').first().evaluate((button) => button.click());
  await page.waitForURL(/sign-in/);
  await page.goBack();
  assert.ok(!(await page.locator("body").innerText()).includes(heading), "a page of before is shown");
  assert.deepEqual(kept.filter((name) => !/theme|columns|density/.test(name)), []);
  await context.close();
});
