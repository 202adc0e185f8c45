// The variants every page is looked at in: two languages, two themes, a desk and a phone, and other eyes and hands.

import assert from "node:assert/strict";
import { join } from "node:path";
import { adjusted, clipped, colourViolations, faults, moving, overflowing, pastTheEnd, shifted, untranslated, violations, walk } from "./look.mjs";

export const LANGUAGES = ["en", "de"];
const DESK = { width: 1280, height: 800 };
const PHONE = { width: 360, height: 800 };
// What 400 % zoom leaves of a desk (WCAG 1.4.10).
const NARROWEST = { width: 320, height: 640 };

/** Sets what the person sees, as they would: on the account page. */
export async function prefer(page, { language, theme = "system" }) {
  await page.goto("/account");
  await page.locator("select[name=language]").selectOption(language);
  await page.locator("select[name=theme]").selectOption(theme);
  await page.locator('form[action="/account"] button[type=submit]').click();
  await page.locator(`html[lang=${language}][data-theme=${theme}]`).waitFor({ state: "attached" });
}

/** Looks at all paths with two windows at a time. */
export async function lookAt(context, paths, look) {
  const left = [...paths];
  const window = async () => {
    const page = await context.newPage();
    for (let path = left.shift(); path; path = left.shift()) await look(page, path);
    await page.close();
  };
  await Promise.all([window(), window()]);
}

/** Fails with every line of what is wrong. */
export function none(wrong) {
  const lines = [...new Set(wrong)];
  assert.ok(lines.length === 0, `${lines.length} faults:\n${lines.join("\n")}`);
}

/** Emulates what a system prefers, and waits until the page follows. */
async function emulate(page, colorScheme, forcedColors = "none") {
  await page.emulateMedia({ colorScheme, forcedColors, reducedMotion: "reduce" });
  await page.locator(`html[data-bs-theme=${colorScheme}]`).waitFor({ state: "attached" });
}

/** Keeps a picture of the page, for whoever wants to see it with their own eyes. */
async function picture(page, where) {
  const folder = process.env.CPN_DESK_PICTURES;
  if (folder) await page.screenshot({ path: join(folder, `${where.replaceAll(/[^\w.]+/g, "-")}.png`), fullPage: true, caret: "initial" });
}

/** The page as it stands, in both themes. Of axe's rules, those on colours alone can tell the themes apart. */
async function inBothThemes(page, where, wrong) {
  await emulate(page, "light");
  await picture(page, where);
  for (const violation of await violations(page)) wrong.push(`${where}: ${violation}`);
  await emulate(page, "dark");
  await picture(page, `${where}, dark`);
  for (const violation of await colourViolations(page)) wrong.push(`${where}, dark: ${violation}`);
  await emulate(page, "light");
}

async function fits(page, where, wrong) {
  for (const wide of await overflowing(page)) wrong.push(`${where}: wider than the window: ${wide}`);
  for (const text of await clipped(page)) wrong.push(`${where}: cut off: ${text}`);
  const past = await pastTheEnd(page);
  if (past > 1) wrong.push(`${where}: ${past} empty pixels under its end`);
}

/** The page as it stands on the narrowest window and with a person's own spacing of text (WCAG 1.4.12). */
async function stretches(page, where, wrong) {
  await page.setViewportSize(NARROWEST);
  for (const wide of await overflowing(page)) wrong.push(`${where} at 320: wider than the window: ${wide}`);
  await adjusted(page, () => fits(page, `${where} with wide text`, wrong));
}

/** The page as it stands, in one language: on a phone and on a desk, in both themes and in forced colours. */
export async function everyVariant(page, where, wrong) {
  for (const size of [DESK, PHONE]) {
    await page.setViewportSize(size);
    await inBothThemes(page, `${where}, ${size.width}`, wrong);
    await fits(page, `${where}, ${size.width}`, wrong);
  }
  await stretches(page, where, wrong);
  await page.setViewportSize(DESK);
  await emulate(page, "light", "active");
  for (const violation of await colourViolations(page)) wrong.push(`${where}, forced colours: ${violation}`);
  await emulate(page, "light");
}

/** What holds in any state of a page, and of its source as it came. */
export async function everyWord(page, where, source, language, wrong) {
  for (const fault of await faults(source, where)) wrong.push(`${where}: ${fault}`);
  const lang = await page.getAttribute("html", "lang");
  if (lang !== language) wrong.push(`${where}: in ${lang}`);
  for (const key of untranslated(await page.innerText("body"))) wrong.push(`${where}: untranslated ${key}`);
}

/** A page in one language, from its coming on a phone and on a desk to the last Tab. */
export async function everyWay(page, path, language, wrong) {
  const where = `${path} in ${language}`;
  await page.setViewportSize(PHONE);
  await page.goto(path);
  for (const shift of await shifted(page)) wrong.push(`${where}, 360: ${shift}`);
  for (const fault of await walk(page)) wrong.push(`${where}, 360, by Tab: ${fault}`);
  await page.setViewportSize(DESK);
  const answer = await page.goto(path);
  for (const shift of await shifted(page)) wrong.push(`${where}, 1280: ${shift}`);
  await everyWord(page, where, await answer.text(), language, wrong);
  await everyVariant(page, where, wrong);
  for (const mover of await moving(page)) wrong.push(`${where}: moves although it should not: ${mover}`);
  for (const fault of await walk(page)) wrong.push(`${where}, 1280, by Tab: ${fault}`);
}
