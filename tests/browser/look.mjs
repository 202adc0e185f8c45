// What is looked for on a page: by tools, and by measure.

import { createRequire } from "node:module";
import { readFileSync } from "node:fs";
import { HtmlValidate } from "html-validate";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

const validator = new HtmlValidate({
  extends: ["html-validate:recommended"],
  rules: {
    // askama leaves the blank lines of its tags; brotli makes nothing of them.
    "no-trailing-whitespace": "off",
    // `<br/>` of askama's own escapes and `<use …/>` in SVG are both right in HTML.
    "void-style": "off",
    // `<!DOCTYPE html>` and `<!doctype html>` are the same to a browser.
    "doctype-style": "off",
    "no-inline-style": "error",
    // A title ends with the product's name; a company's name may be long and is not cut.
    "long-title": "off",
    // Without scripts the page of an upload at work asks again by itself: nothing on it is read or typed for long.
    "meta-refresh": "off",
    // ARIA lets a list have a name; only generic elements may not.
    "aria-label-misuse": ["error", { allowAnyNamable: true }],
    // The boxes of a table's rows are one field with many values.
    "form-dup-name": ["error", { shared: ["radio", "checkbox", "submit"] }],
    // A combobox has a listbox; `select` cannot be searched.
    "prefer-native-element": ["error", { exclude: ["listbox"] }],
  },
});

/** What html-validate says of a page's source. It does not know `rel="expect"`, which holds the first paint until the page is whole. */
export async function faults(source, name) {
  const text = source.replace(/<link rel="expect"[^>]*>/, "");
  const report = await validator.validateString(text, name);
  return report.results.flatMap((result) =>
    result.messages.map((message) => `${message.ruleId}: ${message.message} (line ${message.line}: ${text.split("\n")[message.line - 1].trim().slice(0, 160)})`),
  );
}

// Rows and entries of one template: the first tell of all.
const REPEATED = ["tbody tr:nth-child(n+8)", "details ~ details ~ details", "select option:nth-child(n+9)"];

const STANDARDS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
// All of axe's rules within these standards that look at colours.
const COLOURS = { type: "rule", values: ["color-contrast", "link-in-text-block"] };

/** What axe could not decide, by rule: to be looked at by somebody. */
export const undecided = new Map();

async function analysed(page, options) {
  if (!(await page.evaluate(() => "axe" in globalThis))) await page.evaluate(axe);
  const found = await page.evaluate(
    ({ options, exclude }) => globalThis.axe.run({ include: [["html"]], exclude }, { resultTypes: ["violations", "incomplete"], preload: false, ...options }),
    { options, exclude: REPEATED.map((one) => [one]) },
  );
  for (const one of found.incomplete) {
    const places = undecided.get(one.id) ?? new Set();
    for (const node of one.nodes) places.add(`${node.target.join(" ")} (${node.any.map((check) => check.message).join("; ")})`);
    undecided.set(one.id, places);
  }
  return found.violations.map((one) => {
    const places = one.nodes.map((node) => `${node.target.join(" ")} (${node.any.map((check) => check.message).join("; ")})`);
    return `${one.id}: ${one.help}: ${places.slice(0, 3).join(" | ")}`;
  });
}

/** What axe says of the page as it stands. */
export function violations(page) {
  return analysed(page, { runOnly: STANDARDS });
}

/** What axe says of the page's colours alone. */
export function colourViolations(page) {
  return analysed(page, { runOnly: COLOURS });
}

/** Keys of texts that stand where their words should be. */
export function untranslated(shown) {
  const topics = "cpns|uploads|companies|products|people|users|tokens|audit|help|coverage|account|session|frame|kit|listing|dashboard|problem|error|guide";
  return shown.match(new RegExp(`(?<![\\w@/.-])(${topics})-[a-z]+(-[a-z]+)*\\b(?![@/.])`, "g")) ?? [];
}

/** Does something while the page has the spacing of WCAG 1.4.12, as a person's own style sheet sets it. */
export async function adjusted(page, look) {
  await page.evaluate(() => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync("*{line-height:1.5!important;letter-spacing:.12em!important;word-spacing:.16em!important}p{margin-bottom:2em!important}");
    document.adoptedStyleSheets.push(sheet);
  });
  await look();
  await page.evaluate(() => { document.adoptedStyleSheets = []; });
}

/** What still moves by itself where the person asked for stillness. */
export function moving(page) {
  return page.evaluate(() =>
    [...document.querySelectorAll("*")]
      .filter((element) => {
        const style = getComputedStyle(element);
        const animated = style.animationName !== "none" && Number.parseFloat(style.animationDuration) > 0.01;
        return animated || Number.parseFloat(style.transitionDuration) > 0.01;
      })
      .slice(0, 3)
      .map((element) => `${element.tagName.toLowerCase()}.${element.className}`),
  );
}

/** The innermost elements that are wider than the window, outside regions that scroll by themselves. */
export function overflowing(page) {
  return page.evaluate(() => {
    const wide = document.documentElement.clientWidth;
    if (document.documentElement.scrollWidth <= wide) return [];
    const past = [...document.body.querySelectorAll("*")].filter(
      (element) => element.getBoundingClientRect().right > wide + 1 && !element.closest(".table-region, .visually-hidden"),
    );
    const inner = past.filter((element) => !past.some((other) => other !== element && element.contains(other)));
    return (inner.length > 0 ? inner : [document.body]).slice(0, 3).map((element) => `${element.tagName.toLowerCase()}.${element.className}: ${element.textContent.trim().slice(0, 40)}`);
  });
}

/** How far the page can be scrolled past its end, where nothing is: what hides in a table must not stand outside it. */
export function pastTheEnd(page) {
  return page.evaluate(() => {
    const end = document.body.getBoundingClientRect().bottom + window.scrollY;
    return Math.max(0, Math.round(document.documentElement.scrollHeight - Math.max(end, window.innerHeight)));
  });
}

/** Texts that are cut off by their own box and cannot be scrolled to. */
export function clipped(page) {
  return page.evaluate(() =>
    [...document.body.querySelectorAll("a, button, label, th, td, dt, dd, p, h1, h2, legend, summary, .tag, .chip")]
      .filter((element) => {
        const style = getComputedStyle(element);
        if (style.overflowX === "visible" || element.closest(".visually-hidden, [hidden]")) return false;
        return element.scrollWidth > element.clientWidth + 1 && element.clientWidth > 1;
      })
      .slice(0, 3)
      .map((element) => `${element.tagName.toLowerCase()}: ${element.textContent.trim().slice(0, 60)}`),
  );
}

/** Counts from the page's first paint how far its parts move by themselves; `shift` reads it. */
export function watchShift(context) {
  return context.addInitScript(() => {
    globalThis.shifts = [];
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) {
        const moved = entry.sources.map(({ node }) => (node?.nodeType === 1 ? `${node.tagName.toLowerCase()}.${node.className}` : node?.parentElement?.tagName));
        globalThis.shifts.push({ value: entry.value, moved });
      }
    }).observe({ type: "layout-shift", buffered: true });
  });
}

/** What moved since the page came, with how far; none is right. */
export async function shifted(page) {
  await page.evaluate(() => document.fonts.ready.then(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))));
  const shifts = await page.evaluate(() => globalThis.shifts);
  return shifts.map(({ value, moved }) => `layout shift ${value.toFixed(5)}: ${moved.join(", ")}`);
}

/** Goes through the page with Tab; every stop must be seen, with a ring, and nothing may lie over it. */
export async function walk(page, most = 60) {
  const wrong = [];
  await page.evaluate(() => document.activeElement?.blur());
  let first;
  for (let stop = 0; stop < most; stop += 1) {
    await page.keyboard.press("Tab");
    const found = await page.evaluate(() => {
      const element = document.activeElement;
      if (!element || element === document.body) return null;
      const name = `${element.tagName.toLowerCase()}${element.id ? `#${element.id}` : `.${element.className}`} ${(element.ariaLabel || element.textContent || "").trim().slice(0, 30)}`;
      const box = element.getBoundingClientRect();
      const style = getComputedStyle(element);
      const faults = [];
      if (box.width === 0 || box.height === 0) faults.push("has no size");
      if (style.outlineStyle === "none" && style.boxShadow === "none") faults.push("has no ring");
      // A region taller than the window is seen by the part within it; anything else by its middle.
      const x = Math.min(box.left + Math.min(box.width, window.innerWidth) / 2, window.innerWidth - 1);
      const y = Math.min(Math.max(box.top + Math.min(box.height / 2, 12), 0), window.innerHeight - 1);
      const over = document.elementFromPoint(x, y);
      const label = element.labels?.[0];
      if (box.bottom < 0 || box.top > window.innerHeight) faults.push("is out of the window");
      else if (!over || !(element.contains(over) || over.contains(element) || label?.contains(over))) faults.push(`lies under ${over?.tagName}.${over?.className}`);
      element.dataset.walked = Number(element.dataset.walked ?? 0) + 1;
      return { name, faults, again: element.dataset.walked > 1 };
    });
    if (!found || found.again) break;
    first ??= found.name;
    for (const fault of found.faults) wrong.push(`${found.name} ${fault}`);
  }
  if (!first) wrong.push("Tab reaches nothing");
  return wrong;
}
