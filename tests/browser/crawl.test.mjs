// Every page that can be reached, as each role: nothing in the console, nothing from elsewhere, nothing broken, accessible in
// both themes, both languages, on a desk and on a phone, and light.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { readFileSync } from "node:fs";
import { brotliCompressSync } from "node:zlib";
import { clipped, faults, overflowing, shifted, violations, walk, watchShift } from "./look.mjs";
import { signIn, startBrowser, startDemo, watch } from "./site.mjs";

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

/** Sets what the person sees, as they would: on the account page. */
async function prefer(page, { language, theme }) {
  await page.goto("/account");
  await page.locator("select[name=language]").selectOption(language);
  await page.locator("select[name=theme]").selectOption(theme);
  await page.locator('form[action="/account"] button[type=submit]').click();
  await page.locator(`html[lang=${language}][data-theme=${theme}]`).waitFor({ state: "attached" });
}

/** Looks at all paths with two windows at a time. */
async function lookAt(context, paths, look) {
  const left = [...paths];
  const window = async () => {
    const page = await context.newPage();
    for (let path = left.shift(); path; path = left.shift()) await look(page, path);
    await page.close();
  };
  await Promise.all([window(), window()]);
}

/** Keys of texts that stand where their words should be. */
function untranslated(shown) {
  const raw = shown.match(/(?<![\w@/.-])(cpns|uploads|companies|products|people|users|tokens|audit|help|coverage|account|frame|kit|listing|dashboard|problem)-[a-z]+(-[a-z]+)*\b(?![@/.])/g);
  return raw ?? [];
}

/** Fails with every line of what is wrong. */
function none(wrong) {
  const lines = [...new Set(wrong)];
  assert.ok(lines.length === 0, `${lines.length} faults:\n${lines.join("\n")}`);
}

let demo;
let browser;
const looked = new Set();
const handled = new Set();

before(async () => {
  demo = await startDemo();
  browser = await startBrowser();
});

after(async () => {
  await browser?.close();
  await demo?.stop();
});

/** The page in one language and theme after another, on a desk and on a phone. */
async function everyVariant(page, path, wrong) {
  for (const colorScheme of ["light", "dark"]) {
    await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
    for (const width of [1280, 360]) {
      await page.setViewportSize({ width, height: 800 });
      const where = `${path} (${colorScheme}, ${width})`;
      for (const violation of await violations(page)) wrong.push(`${where}: ${violation}`);
      for (const wide of await overflowing(page)) wrong.push(`${where}: wider than the window: ${wide}`);
      for (const text of await clipped(page)) wrong.push(`${where}: cut off: ${text}`);
    }
  }
}

// The admin first, who reaches most; of the others' pages, what was looked at in full before is looked at once.
for (const role of ["admin", "manager", "buyer"]) {
  test(`every page the ${role} reaches`, async (t) => {
    const storageState = await signIn(browser, demo, `${role}@example.com`);
    const context = await browser.newContext({ baseURL: demo.url, storageState, reducedMotion: "reduce" });
    await watchShift(context);
    const wrong = watch(context, demo.url);
    const found = await pages(context, demo);
    t.diagnostic(`${found.length} pages: ${found.map(({ address }) => kind(address)).join(" ")}`);
    assert.ok(found.length >= 15, `${found.length} pages`);
    for (const { address, path, text } of found) {
      // The pages of the help are the same for all.
      if (looked.has(place(address)) && path.startsWith("/help")) continue;
      for (const fault of await faults(text, path)) wrong.push(`${path}: ${fault}`);
      const size = brotliCompressSync(text).length;
      if (size > PAGE_BUDGET) wrong.push(`${path}: ${size} bytes of brotli`);
    }

    const ofPlace = new Map(found.map((one) => [place(one.address), one.path]));
    const full = [...ofPlace].filter(([name]) => name === "/" || !looked.has(name)).map(([, path]) => path);
    const once = [...ofPlace.values()].filter((path) => !full.includes(path));
    for (const name of ofPlace.keys()) looked.add(name);
    t.diagnostic(`${full.length} in every variant, ${once.length} once`);
    const page = await context.newPage();
    for (const language of ["en", "de"]) {
      await prefer(page, { language, theme: "system" });
      await lookAt(context, full, async (window, path) => {
        for (const width of [360, 1280]) {
          await window.setViewportSize({ width, height: 800 });
          await window.goto(path);
          for (const shift of await shifted(window)) wrong.push(`${path} (${language}, ${width}): ${shift}`);
        }
        const lang = await window.getAttribute("html", "lang");
        if (lang !== language) wrong.push(`${path}: in ${lang} instead of ${language}`);
        for (const key of untranslated(await window.innerText("body"))) wrong.push(`${path} in ${language}: untranslated ${key}`);
        await everyVariant(window, `${path} in ${language}`, wrong);
      });
    }
    await prefer(page, { language: "en", theme: "light" });
    await lookAt(context, once, async (window, path) => {
      await window.goto(path);
      for (const violation of await violations(window)) wrong.push(`${path}: ${violation}`);
      for (const shift of await shifted(window)) wrong.push(`${path}: ${shift}`);
    });
    none(wrong);
    await context.close();
  });

  test(`every page the ${role} reaches, with other eyes and hands`, async () => {
    const storageState = await signIn(browser, demo, `${role}@example.com`);
    const context = await browser.newContext({ baseURL: demo.url, storageState, reducedMotion: "reduce" });
    const wrong = watch(context, demo.url);
    const ofPlace = new Map((await pages(context, demo)).map((one) => [place(one.address), one.path]));
    const fresh = [...ofPlace].filter(([name]) => name === "/" || !handled.has(name));
    for (const [name] of fresh) handled.add(name);
    await lookAt(context, fresh.map(([, path]) => path), async (page, path) => {
      await page.setViewportSize({ width: 320, height: 640 });
      await page.goto(path);
      for (const wide of await overflowing(page)) wrong.push(`${path} at 320: wider than the window: ${wide}`);
      // WCAG 1.4.12, as a person's own style sheet sets it.
      await page.evaluate(() => {
        const sheet = new CSSStyleSheet();
        sheet.replaceSync("*{line-height:1.5!important;letter-spacing:.12em!important;word-spacing:.16em!important}p{margin-bottom:2em!important}");
        document.adoptedStyleSheets.push(sheet);
      });
      for (const wide of await overflowing(page)) wrong.push(`${path} with wide text: wider than the window: ${wide}`);
      for (const text of await clipped(page)) wrong.push(`${path} with wide text: cut off: ${text}`);
      await page.evaluate(() => { document.adoptedStyleSheets = []; });
      const moving = await page.evaluate(() => [...document.querySelectorAll("*")].filter((element) => {
        const style = getComputedStyle(element);
        return Number.parseFloat(style.transitionDuration) > 0.01 || (style.animationName !== "none" && Number.parseFloat(style.animationDuration) > 0.01);
      }).map((element) => element.className));
      if (moving.length > 0) wrong.push(`${path}: moves although it should not: ${moving.slice(0, 3)}`);

      await page.setViewportSize({ width: 1280, height: 800 });
      await page.emulateMedia({ forcedColors: "active", reducedMotion: "reduce" });
      for (const violation of await violations(page)) wrong.push(`${path} in forced colours: ${violation}`);
      await page.emulateMedia({ forcedColors: "none", reducedMotion: "reduce" });
      for (const fault of await walk(page)) wrong.push(`${path} by Tab: ${fault}`);
    });
    none(wrong);
    await context.close();
  });
}

test("pages for nobody signed in", async () => {
  const context = await browser.newContext({ baseURL: demo.url });
  await watchShift(context);
  const wrong = watch(context, demo.url, (text) => text.includes("status of 404"));
  const page = await context.newPage();
  for (const path of ["/sign-in", "/sign-in?language=de", "/password-reset/none", "/nowhere"]) {
    const answer = await page.goto(path);
    for (const fault of await faults(await answer.text(), path)) wrong.push(`${path}: ${fault}`);
    for (const shift of await shifted(page)) wrong.push(`${path}: ${shift}`);
    await everyVariant(page, path, wrong);
  }
  none(wrong);
  await context.close();
});

test("a first visit is light", async (t) => {
  const storageState = await signIn(browser, demo, "buyer@example.com");
  const context = await browser.newContext({ baseURL: demo.url, storageState });
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
