// Every page that can be reached, as each role: nothing in the console, nothing from elsewhere, nothing broken, accessible in
// both themes, both languages, on a desk and on a phone, and light.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { readFileSync } from "node:fs";
import { brotliCompressSync } from "node:zlib";
import { faults, shifted, undecided, violations, watchShift } from "./look.mjs";
import { listed, signIn, startBrowser, startDemo, watch } from "./site.mjs";
import { LANGUAGES, everyWay, lookAt, none, prefer } from "./variants.mjs";

const LEFT_ALONE = /\/(export|report-file|problem-file)$|^\/static\//;
const PAGE_BUDGET = 15 * 1024;

/** Addresses that differ in ids alone are of one kind. */
const place = (address) => address.pathname.replace(/[0-9a-f]{8}-[0-9a-f-]{27}/g, "{id}");
const kind = (address) => `${place(address)}?${[...new Set(address.searchParams.keys())].sort().join("&")}`;

/** Walks the links of the site and gives one page of each kind: its address and its text. */
async function pages(context, demo) {
  const first = new URL("/", demo.url);
  const queue = [first];
  const seen = new Set([kind(first)]);
  const found = [];
  while (queue.length > 0) {
    const address = queue.shift();
    const answer = await context.request.get(address.href);
    assert.ok(answer.status() < 400, `${answer.status()} at ${address}`);
    if (!answer.headers()["content-type"].startsWith("text/html")) continue;
    const text = await answer.text();
    found.push({ address, text, path: address.pathname + address.search });
    for (const [, link] of text.matchAll(/<a\b[^>]*?\shref="([^"]*)"/g)) {
      const next = new URL(link.replaceAll("&amp;", "&"), address);
      next.hash = "";
      if (next.origin !== demo.url || LEFT_ALONE.test(next.pathname) || seen.has(kind(next))) continue;
      seen.add(kind(next));
      queue.push(next);
    }
  }
  return found;
}

let demo;
let browser;
const people = {};
const looked = new Set();

before(async () => {
  demo = await startDemo();
  browser = await startBrowser();
  for (const role of ["admin", "manager", "buyer"]) people[role] = await signIn(browser, demo, `${role}@example.com`);
});

after(async () => {
  for (const [rule, places] of undecided) console.log(`axe leaves to a look: ${rule}: ${[...places].slice(0, 5).join(" | ")}`);
  await browser?.close();
  await demo?.stop();
});

// The admin first, who reaches most; of the others' pages, what was looked at in full before is looked at once.
for (const role of ["admin", "manager", "buyer"]) {
  test(`every page the ${role} reaches`, async (t) => {
    const context = await browser.newContext({ baseURL: demo.url, storageState: people[role], reducedMotion: "reduce" });
    await watchShift(context);
    const wrong = watch(context, demo.url);
    const found = await pages(context, demo);
    t.diagnostic(`${found.length} pages: ${found.map(({ address }) => kind(address)).join(" ")}`);
    assert.ok(found.length >= 15, `${found.length} pages`);
    const ofPlace = new Map(found.map((one) => [place(one.address), one.path]));
    const full = [...ofPlace].filter(([name]) => name === "/" || !looked.has(name)).map(([, path]) => path);
    const once = [...ofPlace.values()].filter((path) => !full.includes(path));
    t.diagnostic(`${full.length} in every variant, ${once.length} once`);
    for (const { address, path, text } of found) {
      const size = brotliCompressSync(text).length;
      if (size > PAGE_BUDGET) wrong.push(`${path}: ${size} bytes of brotli`);
      // The pages of the help are the same for all; those looked at in full are read there.
      if (full.includes(path) || (looked.has(place(address)) && path.startsWith("/help"))) continue;
      for (const fault of await faults(text, path)) wrong.push(`${path}: ${fault}`);
    }
    for (const name of ofPlace.keys()) looked.add(name);
    const page = await context.newPage();
    for (const language of LANGUAGES) {
      await prefer(page, { language });
      await lookAt(context, full, (window, path) => everyWay(window, path, language, wrong));
    }
    await prefer(page, { language: "en", theme: "light" });
    await lookAt(context, once, async (window, path) => {
      await window.goto(path);
      for (const violation of await violations(window)) wrong.push(`${path}: ${violation}`);
      for (const shift of await shifted(window)) wrong.push(`${path}: ${shift}`);
    });
    await context.close();
    none(wrong);
  });
}

test("pages for nobody signed in", async () => {
  const wrong = listed();
  for (const language of LANGUAGES) {
    const context = await browser.newContext({ baseURL: demo.url, locale: language, reducedMotion: "reduce" });
    await watchShift(context);
    watch(context, demo.url, (text) => text.includes("status of 404"), wrong);
    const page = await context.newPage();
    for (const path of ["/sign-in", "/password-reset/none", "/nowhere"]) await everyWay(page, path, language, wrong);
    await context.close();
  }
  none(wrong);
});

test("a first visit is light", async (t) => {
  const context = await browser.newContext({ baseURL: demo.url, storageState: people.buyer });
  const page = await context.newPage();
  const files = new Map();
  page.on("response", (response) => {
    const { pathname } = new URL(response.url());
    if (pathname.startsWith("/static/")) files.set(pathname, response.body().then((body) => brotliCompressSync(body).length, () => 0));
  });
  await page.goto("/companies", { waitUntil: "networkidle" });
  const sizes = await Promise.all(files.values());
  const total = sizes.reduce((sum, size) => sum + size, 0);
  t.diagnostic(`${files.size} files, ${total} bytes of brotli`);
  assert.ok(total > 0 && total <= 50 * 1024, `${total} bytes of brotli`);
  for (const [name, most] of [["app.css", 12 * 1024], ["app.js", 10 * 1024]]) {
    const size = readFileSync(new URL(`../../static/${name}`, import.meta.url)).length;
    t.diagnostic(`${name}: ${size} bytes`);
    assert.ok(size <= most, `${name}: ${size} bytes`);
  }
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
