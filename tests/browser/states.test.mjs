// Pages in the states that no link leads to: open dialogues and rows, forms with problems, the steps of an upload, secrets that
// are shown once, what is locked, what is empty, what went wrong. Each in both languages and every variant of a page.

import { after, before, describe, test } from "node:test";
import { code, listed, signIn, startBrowser, startDemo, startEmpty, watch } from "./site.mjs";
import { LANGUAGES, everyVariant, everyWord, none, prefer } from "./variants.mjs";

let demo;
let browser;

before(async () => {
  [demo, browser] = await Promise.all([startDemo(), startBrowser()]);
});

after(async () => {
  await browser?.close();
  await demo?.stop();
});

/** What a browser says of answers that are asked for here on purpose. */
const ASKED_FOR = /status of 4(03|04|05|09|13|23|29)/;

/** A window that is brought into one state after another and looked at in each. */
class Visit {
  constructor(context, language, wrong) {
    Object.assign(this, { context, language, wrong, base: context.base });
  }

  static async of(site, language, wrong, storageState) {
    const context = await browser.newContext({ baseURL: site.url, storageState, reducedMotion: "reduce", locale: language });
    watch(context, site.url, (text) => ASKED_FOR.test(text), wrong);
    const visit = new Visit(context, language, wrong);
    visit.page = await context.newPage();
    visit.page.on("response", (answer) => {
      const page = answer.request().isNavigationRequest() && answer.headers()["content-type"]?.startsWith("text/html");
      if (page) visit.source = answer.text().catch(() => "");
    });
    return visit;
  }

  /** Looks at the page as it stands; `swapped` when scripts made it what it is. */
  async look(state, { swapped = false } = {}) {
    const where = `${state} in ${this.language}`;
    if (process.env.CPN_DESK_TELL) console.error(`${new Date().toISOString()} ${where}`);
    const source = swapped ? "" : await this.source;
    if (source) await everyWord(this.page, where, source, this.language, this.wrong);
    await everyVariant(this.page, where, this.wrong);
    await this.page.setViewportSize({ width: 1280, height: 800 });
  }

  /** Shows an answer that no address gives twice, and looks at it. */
  async lookAt(state, html) {
    await this.page.route("**/looked-at", (route) => route.fulfill({ contentType: "text/html", body: html }));
    await this.page.goto("/looked-at");
    await this.look(state);
    await this.page.unroute("**/looked-at");
  }

  go(path) {
    return this.page.goto(path);
  }

  at(selector) {
    return this.page.locator(selector);
  }

  press(selector) {
    return this.at(selector).first().click();
  }

  /** Presses a button that loads a page. */
  async send(selector) {
    await Promise.all([this.page.waitForEvent("load"), this.press(selector)]);
  }

  fill(selector, text) {
    return this.at(selector).first().fill(text);
  }

  shown(selector) {
    return this.at(selector).first().waitFor();
  }

  /** Asks as a form of the site would. */
  post(path, form, options = {}) {
    return this.context.request.post(path, { form, headers: { origin: this.origin, "accept-language": this.language }, ...options });
  }

  get origin() {
    return new URL(this.page.url()).origin;
  }
}

const tours = [];

/** A way through states that a person goes once in each language. */
function tour(name, role, go) {
  tours.push({ name, role, go });
}

async function walkThrough({ role, go }) {
  const wrong = listed();
  const storageState = await signIn(browser, demo, `${role}@example.com`);
  for (const language of LANGUAGES) {
    const visit = await Visit.of(demo, language, wrong, storageState);
    await prefer(visit.page, { language });
    try {
      await go(visit, language);
    } finally {
      await visit.context.close();
    }
  }
  none(wrong);
}

tour("the numbers of a company", "buyer", async (visit, language) => {
  const { page } = visit;
  await visit.go("/companies");
  const list = new URL(page.url()).pathname;
  const number = await visit.at("tbody th .num").first().innerText();
  const product = await visit.at("tbody td .num").first().innerText();
  await page.keyboard.press("?");
  await visit.shown("dialog[open]");
  await visit.look("the dialogue of the keys");
  await page.keyboard.press("Escape");
  await visit.at("details").evaluateAll((menus) => menus.forEach((menu) => { menu.open = true; }));
  await visit.look("all menus open");
  await visit.go(`${list}?q=nothing-like-it`);
  await visit.look("no number matches");
  await visit.go(list);
  for (const row of [0, 1, 2]) await visit.at("tbody input[type=checkbox]").nth(row).check();
  await visit.shown(".bulk.active");
  await visit.look("ticked rows");
  for (const kind of await visit.at("#bulk button[name=kind]").evaluateAll((all) => all.map((one) => one.value))) {
    await visit.go(list);
    await visit.at("tbody input[type=checkbox]").first().check();
    await visit.send(`#bulk button[value=${kind}]`);
    await visit.look(`${kind} in bulk`);
    if (kind !== "dates" && kind !== "move") continue;
    await visit.send("main form button[type=submit]");
    await visit.look(`${kind} in bulk with problems`);
  }

  await visit.go(list);
  await visit.press("tbody [data-dialog=beside]");
  await visit.shown("dialog[open] .timeline li");
  await visit.look("what happened, beside a row", { swapped: true });
  await page.keyboard.press("Escape");
  await visit.press("tbody [data-edit]");
  await visit.shown("tr[data-editing]");
  await visit.look("a row being edited", { swapped: true });
  await visit.fill("tr[data-editing] input[name=cpn]", "");
  await page.keyboard.press("Enter");
  await visit.shown("tr[data-editing] [aria-invalid]");
  await visit.look("a row with problems", { swapped: true });
  await visit.go(list);
  const edit = await visit.at("tbody [data-edit]").first().getAttribute("href");
  await visit.press("tbody [data-edit]");
  await visit.shown("tr[data-editing]");
  const other = await visit.context.newPage();
  await other.goto(edit);
  const stale = await other.content();
  await other.locator("main [name=description]").fill(`Changed meanwhile, ${language}`);
  await other.locator("main form .submit-row button[type=submit]").first().click();
  await other.waitForURL((address) => !address.pathname.endsWith("/edit"));
  await other.close();
  await visit.fill("tr[data-editing] input[name=description]", "Changed here");
  await page.keyboard.press("Enter");
  await visit.shown("tr[data-editing] .notice");
  await visit.look("a row in conflict", { swapped: true });
  const version = /name="version" value="(\d+)"/.exec(stale)[1];
  const conflict = await visit.post(edit, { version, cpn: number, product, description: "Changed here" });
  await visit.lookAt("a number in conflict", await conflict.text());

  await visit.go(list);
  await visit.send("tbody .actions button[formaction$='/deletion']");
  await visit.look("a number was deleted");
  await visit.send("[data-flash] form button");
  await visit.look("a deletion was undone");
  await visit.go(list);
  const gone = await visit.at("tbody th a").first().getAttribute("href");
  await visit.go(gone);
  await visit.send("form[action$='/deletion'] button");
  await visit.go(`${gone}?on=2026-01-01`);
  await visit.look("a deleted number, before there was one");
  await visit.send("form[action$='/restoration'] button");

  await visit.go(`${list}/new`);
  await visit.send(".submit-row .btn-primary");
  await visit.look("a new number with problems");
  await visit.at("[role=combobox]").first().pressSequentially(product.slice(0, 4));
  await visit.shown("[role=option]");
  await page.keyboard.press("ArrowDown");
  await visit.look("products to pick from", { swapped: true });
  await page.keyboard.press("Escape");
  await visit.fill("[role=combobox]", product);
  await visit.at("#cpn").pressSequentially(number);
  await visit.shown("#likeness > *");
  await visit.look("a number that is taken", { swapped: true });
  await visit.send(".submit-row .btn-primary");
  await visit.look("a number that is refused as taken");
  await visit.go(`${list}/new?find=on&product=${product.slice(0, 4)}&cpn=NEW`);
  await visit.look("products to choose from, without scripts");

  const resolve = list.replace(/cpns$/, "resolve");
  await visit.go(resolve);
  await visit.send("main .btn-primary");
  await visit.look("nothing to resolve");
  for (const direction of await visit.at("input[name=direction]").evaluateAll((all) => all.map((one) => one.value))) {
    await visit.go(resolve);
    await visit.at(`input[name=direction][value=${direction}]`).check();
    await visit.fill("textarea[name=text]", `${number}\n${product}\n${number.slice(0, -1)}\nUNKNOWN-1\n`);
    await visit.send("main .btn-primary");
    await visit.look(`resolved: ${direction}`);
  }
});

tour("an upload from step to step", "buyer", async (visit, language) => {
  const { page } = visit;
  const start = async (mode = "update") => {
    await visit.go("/companies");
    await visit.go(`${new URL(page.url()).pathname.replace(/cpns$/, "uploads")}/new`);
    await visit.at(`input[name=mode][value=${mode}]`).check();
  };
  const give = async (name, content) => {
    await visit.at("input[type=file]").setInputFiles({ name, mimeType: "text/csv", buffer: Buffer.from(content) });
    await visit.press("main form[data-upload] button[type=submit]");
  };
  const arrived = (...pages) => page.waitForURL((address) => pages.some((one) => address.pathname.endsWith(one)));
  const mark = `S-${language}-${Date.now().toString(36)}`;
  await visit.go("/products");
  const products = await visit.at("tbody th .num").evaluateAll((all) => all.map((one) => one.textContent));

  await start();
  await visit.press("main form[data-upload] button[type=submit]");
  await visit.shown("#error-summary");
  await visit.look("no file", { swapped: true });
  await start();
  await give("picture.xlsx", "\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR");
  await visit.shown("main .notice, #error-summary");
  await visit.look("an unreadable file", { swapped: true });

  // Our number and GTIN unclear, an unknown product, a number twice, one that a spreadsheet broke, one that is too long.
  const rows = [
    ...products.slice(0, 4).map((product, place) => `${product};${mark}-${place};good`),
    `NO-SUCH-PRODUCT;${mark}-5;unknown`,
    `${products[0].toLowerCase().replaceAll("-", "")};${mark}-6;written otherwise`,
    `${products[5]};${mark}-0;twice`,
    `${products[6]};1,23E+12;broken`,
    `${products[7]};${"9".repeat(300)};too long`,
    `${products[8]};;empty`,
  ];
  await start();
  await give(`states ${language}.csv`, `Item;Our number;Remark ${language}\n${rows.join("\n")}\n`);
  await arrived("/columns");
  await visit.go(page.url());
  await visit.look("columns to choose");
  for (const column of await visit.at("tbody select").all()) await column.selectOption({ index: 0 });
  await visit.send(".submit-row .btn-primary");
  await visit.look("columns with problems");
  await visit.at("tbody select").nth(0).selectOption("product");
  await visit.at("tbody select").nth(1).selectOption("cpn");
  await visit.at("tbody select").nth(2).selectOption("description");
  await visit.send(".submit-row .btn-primary");
  await arrived("/check");
  const check = page.url();
  await visit.look("checked rows");
  await visit.send("tbody .numeric a");
  await visit.look("rows of one cause");
  await visit.go(check);
  const repairs = await visit.at("a[href*='/repair?']").evaluateAll((all) => [...new Set(all.map((one) => one.href))]);
  if (repairs.length === 0) visit.wrong.push("no rows to repair");
  for (const repair of repairs) {
    await visit.go(repair);
    await visit.look(`rows to repair: ${new URL(repair).searchParams.get("cause")}`);
  }
  await visit.go(repairs[0]);
  await visit.send("form:has(input[value=leave-out]) button");
  await visit.go(check);
  await visit.look("checked rows with a decision");
  await visit.go(check.replace(/check$/, "confirm"));
  await visit.look("an upload to confirm");
  await visit.send("form[action$='/confirm'] button[type=submit]");
  await arrived("/progress", "/report");
  await arrived("/report");
  const report = page.url();
  await visit.go(report);
  await visit.look("an upload's report");
  await visit.go(report.replace(/report$/, "confirm"));
  await visit.look("a step that is over");
  await visit.go(report);
  await visit.send("form[action$='/undo'] button");
  await arrived("/check");
  await visit.look("an upload to undo");
  await visit.go(page.url().replace(/check$/, "confirm"));
  await visit.look("an undo to confirm");
  await visit.send("form[action$='/confirm'] button[type=submit]");
  await arrived("/report");
  await visit.go(page.url());
  await visit.look("an undo's report");
  await visit.go(report);
  await visit.look("the report of what was undone");

  await start("mirror");
  await give(`mirror ${language}.csv`, `product number;customer part number\n${products[0]};${mark}-mirror\n`);
  await arrived("/check", "/columns");
  if (page.url().endsWith("/columns")) await visit.send(".submit-row .btn-primary");
  await visit.go(page.url().replace(/(check|columns)$/, "confirm"));
  await visit.look("an upload that removes many");
  await visit.send("form[action$='/confirm'] button[type=submit]");
  await visit.look("removing many without saying so");
  const discard = page.url().replace(/confirm$/, "check");
  await visit.go(discard);
  await visit.send("form[action$='/discard'] button");
  await visit.look("an upload was discarded");

  // Long enough to be met at work.
  const many = Array.from({ length: 20000 }, (_, place) => `${products[place % products.length]};${mark}-many-${place}`);
  await start("add");
  await give(`many ${language}.csv`, `product number;customer part number\n${many.join("\n")}\n`);
  await arrived("/check", "/columns");
  await visit.go(page.url().replace(/(check|columns)$/, "confirm"));
  await visit.send("form[action$='/confirm'] button[type=submit]");
  if (page.url().endsWith("/progress")) await visit.lookAt("an upload at work", await visit.source);
  else visit.wrong.push("the work was over before it was seen");
});

tour("what an account keeps to itself", "manager", async (visit) => {
  await visit.go("/account");
  await visit.send("form[action='/account/password'] .btn-primary");
  await visit.look("a password with problems");
  const password = async (form) => {
    await visit.fill(`form[action='${form}'] input[type=password]`, demo.password);
    await visit.send(`form[action='${form}'] button[type=submit]`);
  };
  await visit.go("/account/second-step");
  await visit.send("form[action='/account/second-step'] .btn-primary");
  await visit.look("a second step without the password");
  await password("/account/second-step");
  await visit.look("a second step to set up");
  const key = await visit.at("main .copyable .num").innerText();
  await visit.fill("input[name=code]", "000000");
  await visit.send("main form .btn-primary");
  await visit.look("a second step with a wrong code");
  await visit.fill("input[name=code]", code(key, -30));
  await visit.send("main form .btn-primary");
  await visit.look("codes for a lost phone");
  await visit.go("/account/second-step");
  await visit.look("a second step that is on");

  const other = await Visit.of(demo, visit.language, visit.wrong);
  await other.go("/sign-in");
  await other.fill("input[name=email]", "manager@example.com");
  await other.fill("input[type=password]", demo.password);
  await other.send("main button.btn-primary");
  await other.look("a code asked for at the sign-in");
  await other.fill("input[name=code]", "000000");
  await other.send("main button.btn-primary");
  await other.look("a wrong code at the sign-in");
  await other.context.close();
  await password("/account/second-step/removal");
});

tour("what an admin makes", "admin", async (visit, language) => {
  const { page } = visit;
  const mark = `${language}${Date.now().toString(36)}`;
  for (const path of ["/companies/new", "/products/new", "/users/new", "/tokens/new", "/products/upload"]) {
    await visit.go(path);
    await visit.send("main form .submit-row .btn-primary");
    await visit.look(`${path} with problems`);
  }
  await visit.go("/tokens/new");
  await visit.fill("input[name=name]", `ERP ${mark}`);
  await visit.at("input[name=contract]").first().check();
  await visit.at("input[name=scope]").first().check();
  await visit.send("main form .submit-row .btn-primary");
  await visit.look("a token shown once");
  await visit.send("main p a.btn-outline-secondary");
  await visit.look("a token");
  await visit.send("a[href$='/revocation']");
  await visit.look("a token about to be revoked");
  await visit.send("form[action$='/revocation'] button");
  await visit.look("a revoked token");

  await visit.go("/companies/new");
  await visit.fill("input[name=name]", `Company ${mark}`);
  await visit.fill("input[name=account_number]", mark);
  await visit.send("main form .submit-row .btn-primary");
  const company = /\/companies\/[^/]+/.exec(page.url())[0];
  for (const tab of ["cpns", "uploads", "history"]) {
    await visit.go(`${company}/${tab}`);
    await visit.look(`a company without ${tab}`);
  }
  await visit.go(`${company}/settings`);
  await visit.send("form[action$='/lock'] button");
  await visit.look("a lock without a reason");
  const stale = { version: "0", name: `Company ${mark} & Sons`, account_number: mark, shared_numbers: "forbid" };
  const conflict = await visit.post(`${company}/settings`, stale);
  await visit.lookAt("settings in conflict", await conflict.text());
  await visit.go(`${company}/settings`);
  await visit.fill("input[name=reason]", "Stocktaking");
  await visit.fill("input[name=until]", "2030-01-01T08:00");
  await visit.send("form[action$='/lock'] button");
  for (const tab of ["settings", "cpns", "cpns/new", "uploads", "uploads/new"]) {
    await visit.go(`${company}/${tab}`);
    await visit.look(`a locked company's ${tab}`);
  }
  await visit.go(`${company}/settings`);
  await visit.send("form[action$='/archive'] button");
  await visit.look("an archived company");
  await visit.go("/companies?state=locked");
  await visit.send("tbody th a");
  await visit.look("the numbers of a locked company");
  await visit.send("tbody th a");
  await visit.look("a number of a locked company");

  await visit.go("/users/new");
  await visit.fill("input[name=email]", `${mark}@example.com`);
  await visit.fill("input[name=name]", `Person ${mark}`);
  await visit.at("input[name=role][value=manager]").check();
  await visit.send("main form .submit-row .btn-primary");
  await visit.look("a link shown once");
  const link = await visit.at("main p.num").first().innerText();
  const guest = await Visit.of(demo, language, visit.wrong);
  await guest.go(new URL(link).pathname);
  await guest.look("an invitation");
  await guest.send("main form .btn-primary");
  await guest.look("an invitation with problems");
  await guest.context.close();
  await visit.send("main a.btn-outline-secondary");
  if (!/\/users\/[0-9a-f]/.test(page.url())) await visit.send(`main a[href^='/users/']:has-text("${mark}")`);
  await visit.send("form[action$='/disabling'] button");
  await visit.look("a disabled person");

  await visit.go("/products/upload");
  const file = `number,name,parent number,GTIN\nX-${mark},Pump,,\nX-${mark}-1,Pump,NO-PARENT,\n,Nameless,,\nX-${mark}-2,Pump,,12345\n`;
  await visit.at("input[type=file]").setInputFiles({ name: "products.csv", mimeType: "text/csv", buffer: Buffer.from(file) });
  await visit.send("main form .submit-row .btn-primary");
  await visit.look("products from a file with problems");
  await visit.go(`/products?q=X-${mark}`);
  await visit.send("tbody th a");
  const product = page.url();
  await visit.go(`${product}/discontinuation`);
  await visit.fill("input[name=successor]", "NO-SUCH-PRODUCT");
  await visit.send("main form .btn-primary");
  await visit.look("a successor that is not there");
  await visit.fill("input[name=successor]", "");
  await visit.send("main form .btn-primary");
  await visit.look("a discontinued product");
  for (const path of ["/companies", "/products", "/users", "/audit"]) {
    await visit.go(`${path}?q=nothing-like-it&by=nothing-like-it`);
    await visit.look(`${path} without a match`);
  }
});

tour("what is refused", "manager", async (visit) => {
  await visit.go("/companies/new");
  await visit.look("403");
  await visit.go("/nowhere");
  await visit.look("404");
  const list = await visit.go("/companies?state=locked");
  const locked = /\/companies\/[0-9a-f-]{36}/.exec(await list.text())[0];
  const answers = {
    405: await visit.context.request.get("/sign-out"),
    "409, locked": await visit.post(`${locked}/cpns`, { cpn: "X", product: "X" }),
    413: await visit.post("/account", { name: "x".repeat(3_000_000) }),
    "forged": await visit.context.request.post("/account", { form: {}, headers: { origin: "https://elsewhere.example" } }),
  };
  for (const [state, answer] of Object.entries(answers)) {
    if (answer.status() < 400) visit.wrong.push(`${state}: answered with ${answer.status()}`);
    await visit.lookAt(`refused: ${state}`, await answer.text());
  }
});

async function firstDay() {
  const empty = await startEmpty();
  const wrong = listed();
  try {
    const first = await Visit.of(empty, "en", wrong);
    const path = new URL(empty.setUp).pathname;
    await first.go(path);
    await first.look("the first admin");
    await first.send("main form .btn-primary");
    await first.look("the first admin with problems");
    await first.fill("input[name=email]", "first@example.com");
    await first.fill("input[name=name]", "First Admin");
    for (const field of ["password", "repeated"]) await first.fill(`input[name=${field}]`, "a long enough sentence of words");
    await first.send("main form .btn-primary");
    for (const language of LANGUAGES) {
      const visit = await Visit.of(empty, language, wrong, await first.context.storageState());
      await prefer(visit.page, { language });
      for (const path of ["/", "/companies", "/products", "/users", "/tokens", "/coverage", "/audit", "/search?q=pump"]) {
        await visit.go(path);
        await visit.look(`${path} on the first day`);
      }
      await visit.go("/products");
      const ask = () => visit.page.evaluate(() => globalThis.htmx.ajax("GET", "/session", "#session-notice"));
      await ask();
      await visit.shown("#session-notice .notice form");
      await visit.look("a session about to end", { swapped: true });
      await visit.context.clearCookies();
      await ask();
      await visit.shown("#session-notice .notice a");
      await visit.look("a session that ended", { swapped: true });
      await visit.context.close();
    }
    await first.context.close();
  } finally {
    await empty.stop();
  }
  none(wrong);
}

// A person has one language at a time; several people can be met at once.
describe("in every state", { concurrency: true }, () => {
  for (const role of ["buyer", "manager", "admin"]) {
    describe(`the ${role}`, { concurrency: 1 }, () => {
      for (const one of tours.filter((one) => one.role === role)) test(one.name, () => walkThrough(one));
    });
  }
  test("a desk on its first day, and a session that is about to end", firstDay);
});

// Last, as nobody can sign in for a while after it.
test("too many tries to sign in", async () => {
  const wrong = listed();
  for (const language of LANGUAGES) {
    const visit = await Visit.of(demo, language, wrong);
    await visit.go("/sign-in");
    await visit.send("main form .btn-primary");
    await visit.look("a sign-in with problems");
    for (let tries = 0; tries < 12; tries += 1) {
      const answer = await visit.post("/sign-in", { email: "nobody@example.com", password: "wrong" });
      if (answer.status() !== 429) continue;
      await visit.lookAt("refused: 429", await answer.text());
      break;
    }
    await visit.context.close();
  }
  none(wrong);
});
