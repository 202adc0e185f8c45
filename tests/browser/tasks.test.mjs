// What each role comes for, from end to end: with scripts, without, and with the keyboard alone.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { code, signIn, startBrowser, startDemo, watch } from "./site.mjs";

/** Uses a page as with a mouse. */
class Mouse {
  constructor(page) {
    this.page = page;
  }
  press(target) {
    return target.click();
  }
  fill(target, text) {
    return target.fill(text);
  }
  pick(target) {
    return target.check();
  }
  choose(target, value) {
    return target.selectOption(value);
  }
}

/** Uses a page with the keyboard alone: whatever Tab does not reach is not there. */
class Keyboard {
  constructor(page) {
    this.page = page;
  }
  async reach(target) {
    await target.waitFor({ state: "visible" });
    const there = await target.elementHandle();
    for (let tabs = 0; tabs < 400; tabs += 1) {
      if (await there.evaluate((element) => document.activeElement === element)) return;
      await this.page.keyboard.press("Tab");
    }
    assert.fail(`Tab does not reach ${target}`);
  }
  async press(target) {
    await this.reach(target);
    const seen = await target.evaluate((element) => {
      const style = getComputedStyle(element);
      return style.outlineStyle !== "none" || style.boxShadow !== "none";
    });
    assert.ok(seen, `the focus on ${target} is not to be seen`);
    await this.page.keyboard.press("Enter");
  }
  async fill(target, text) {
    await this.reach(target);
    await this.page.keyboard.press("ControlOrMeta+a");
    await this.page.keyboard.type(text);
  }
  async pick(target) {
    // Arrow keys walk a group of radio buttons; Tab reaches the one that is chosen.
    const group = await target.getAttribute("name");
    const chosen = this.page.locator(`input[name="${group}"]:checked`);
    await this.reach((await chosen.count()) > 0 ? chosen : this.page.locator(`input[name="${group}"]`).first());
    if ((await chosen.count()) === 0) await this.page.keyboard.press("Space");
    for (let steps = 0; steps < 20 && !(await target.isChecked()); steps += 1) {
      await this.page.keyboard.press((await target.getAttribute("type")) === "checkbox" ? "Space" : "ArrowDown");
    }
    assert.ok(await target.isChecked());
  }
  async choose(target, value) {
    await this.reach(target);
    const label = await target.locator(`option[value="${value}"]`).innerText();
    await this.page.keyboard.type(label);
    assert.equal(await target.inputValue(), value);
  }
}

const ways = [
  { name: "with scripts", javaScriptEnabled: true, Hand: Mouse },
  { name: "without scripts", javaScriptEnabled: false, Hand: Mouse },
  { name: "with the keyboard alone", javaScriptEnabled: true, Hand: Keyboard },
];

let demo;
let browser;
const people = {};

before(async () => {
  demo = await startDemo();
  browser = await startBrowser();
  for (const role of ["buyer", "manager", "admin"]) {
    people[role] = await signIn(browser, demo, `${role}@example.com`);
  }
});

after(async () => {
  await browser?.close();
  await demo?.stop();
});

/** Runs a task as a person in one of the ways; nothing may go wrong in the console meanwhile. */
async function as(role, { javaScriptEnabled, Hand }, task, expected) {
  const context = await browser.newContext({
    baseURL: demo.url,
    storageState: people[role],
    javaScriptEnabled,
    acceptDownloads: true,
    reducedMotion: "reduce",
  });
  context.setDefaultTimeout(15000);
  const wrong = watch(context, demo.url, expected);
  const page = await context.newPage();
  try {
    await task(page, new Hand(page));
    assert.deepEqual(wrong, []);
  } finally {
    await context.close();
  }
}

const button = (page, name) => page.getByRole("button", { name, exact: true });
const says = (page, text) => page.getByText(text).first().waitFor({ state: "visible" });

/** A product's number that every company may use. */
async function someProduct(page) {
  await page.goto("/products");
  return (await page.locator("tbody tr").first().locator(".num").first().innerText()).trim();
}

for (const [number, way] of ways.entries()) {
  const mark = `T${number}${Date.now().toString(36).toUpperCase()}`;

  test(`a buyer keeps a number, ${way.name}`, () =>
    as("buyer", way, async (page, hand) => {
      const product = await someProduct(page);
      const cpn = `${mark}-1`;
      await page.goto("/");
      await hand.press(page.getByRole("main").getByRole("link", { name: "Customer part numbers" }).or(page.locator("main .tile a, main a.tile")).first());
      await hand.press(page.getByRole("link", { name: "New number" }).first());
      await hand.fill(page.getByLabel("Customer part number"), "");
      await hand.press(button(page, "Add number"));
      await page.locator("[role=alert], .error-summary").first().waitFor();
      await hand.fill(page.getByLabel("Customer part number"), cpn);
      await hand.fill(page.getByRole("combobox", { name: "Product" }), product);
      await hand.press(button(page, "Add number"));
      await says(page, `${cpn} was added`);

      await page.goto("/companies");
      const search = page.getByRole("searchbox", { name: /Search number/ });
      await hand.fill(search, cpn.toLowerCase());
      await page.keyboard.press("Enter");
      await page.waitForURL(/q=/);
      assert.equal(await page.locator("tbody tr").count(), 1);

      // With scripts the row becomes a form where it stands, without them the link is a page; both take the same path.
      await hand.press(page.getByRole("link", { name: `Edit ${cpn}` }));
      await hand.fill(page.getByRole("textbox", { name: /Customer.s wording/ }), "Seal for the east line");
      await hand.press(button(page, "Save"));
      await says(page, "Seal for the east line");
      await hand.press(page.getByRole("button", { name: new RegExp(`^Delete( ${cpn})?$`) }).first());
      await says(page, `${cpn} was deleted`);
      await hand.press(button(page, "Undo"));
      await says(page, `${cpn} was restored`);
    }));

  test(`a buyer uploads a spreadsheet, ${way.name}`, () =>
    as("buyer", way, async (page, hand) => {
      const product = await someProduct(page);
      const file = `Item;Our number;Remark\n${product};${mark}-2;from the file\nNO-SUCH-PRODUCT;${mark}-3;\n`;
      await page.goto("/companies");
      await hand.press(page.getByRole("link", { name: "Upload" }).first());
      // Every browser's own dialogue takes the keyboard; the test gives the file as that dialogue would.
      await page.locator("input[type=file]").setInputFiles({ name: `${mark}.csv`, mimeType: "text/csv", buffer: Buffer.from(file) });
      await hand.press(button(page, "Read and check"));
      await page.waitForURL(/\/(columns|check)/);
      if (page.url().includes("columns")) {
        await hand.choose(page.getByLabel("What the column Our number holds"), "cpn");
        await hand.choose(page.getByLabel("What the column Item holds"), "product");
        await hand.press(button(page, "Check the rows"));
      }
      await page.waitForURL(/check/);
      await says(page, `${mark}-3`);
      await hand.press(page.locator("a[href$='/confirm']").first());
      await hand.press(page.locator("form[action$='/confirm'] button[type=submit]"));
      await page.waitForURL(/progress|report/);
      for (let waits = 0; waits < 40 && !page.url().includes("report"); waits += 1) {
        await page.waitForTimeout(500);
        if (!page.url().includes("report")) await page.reload();
      }
      await page.waitForURL(/report/);
      const [download] = await Promise.all([page.waitForEvent("download"), hand.press(page.locator("a[href*='report-file']").first())]);
      const chunks = [];
      for await (const chunk of await download.createReadStream()) chunks.push(chunk);
      const report = Buffer.concat(chunks).toString("utf8");
      assert.ok(report.includes(`${mark}-2`) && report.includes("NO-SUCH-PRODUCT"), report);
    }));

  test(`a buyer settles the account, ${way.name}`, () =>
    as("buyer", way, async (page, hand) => {
      await page.goto("/account");
      await hand.choose(page.locator("select[name=language]"), "de");
      await hand.press(page.locator("form[action='/account'] button[type=submit]"));
      await page.locator("html[lang=de]").waitFor({ state: "attached" });
      await hand.choose(page.locator("select[name=language]"), "en");
      await hand.press(page.locator("form[action='/account'] button[type=submit]"));
      await page.locator("html[lang=en]").waitFor({ state: "attached" });
    }));

  test(`an account manager finds a company and looks into its history, ${way.name}`, () =>
    as(
      "manager",
      way,
      async (page, hand) => {
        await page.goto("/companies");
        await hand.press(page.locator("tbody th a").first());
        await page.waitForURL(/\/cpns/);
        await hand.press(page.getByRole("link", { name: "History", exact: true }).first());
        await page.waitForURL(/history/);
        await hand.press(page.getByRole("link", { name: "Uploads", exact: true }).first());
        await page.waitForURL(/uploads/);
        const refused = await page.goto("/companies/new");
        assert.equal(refused.status(), 403);
      },
      (text) => text.includes("403"),
    ));

  test(`an admin makes a company with somebody in it, locks and unlocks it, ${way.name}`, () =>
    as("admin", way, async (page, hand) => {
      await page.goto("/companies/new");
      await hand.fill(page.getByLabel("Name", { exact: true }), `Company ${mark}`);
      await hand.fill(page.getByLabel("Account number"), mark);
      await hand.press(button(page, "Create company"));
      await says(page, `Company ${mark} was created`);

      await page.goto("/users/new");
      await hand.fill(page.getByLabel("E-mail"), `${mark.toLowerCase()}@example.com`);
      await hand.fill(page.getByLabel("Name", { exact: true }), `Person ${mark}`);
      await hand.pick(page.locator("input[name=role][value=buyer]"));
      await hand.fill(page.locator("input[name=companies]"), mark);
      await hand.press(button(page, "Invite"));
      await page.locator("main").getByText("/invitation/").or(page.locator("main input[value*='/invitation/']")).first().waitFor();

      await page.goto(`/companies?q=${mark}`);
      await hand.press(page.locator("tbody th a").first());
      await hand.press(page.getByRole("link", { name: "Settings", exact: true }).first());
      await hand.fill(page.locator("input[name=reason]"), "Stocktaking");
      await hand.press(page.locator("form[action$='/lock'] button[type=submit]"));
      await says(page, "Stocktaking");
      assert.equal(await page.getByRole("link", { name: "New number" }).count(), 0);
      await hand.press(page.locator("form[action$='/unlock'] button[type=submit]"));
      await page.locator("form[action$='/unlock']").waitFor({ state: "detached" });
    }));

  test(`an admin makes a product, ${way.name}`, () =>
    as("admin", way, async (page, hand) => {
      await page.goto("/products/new");
      await hand.fill(page.locator("input[name=number]"), `P-${mark}`);
      await hand.fill(page.locator("input[name=name]"), `Pump ${mark}`);
      await hand.press(page.locator("main form .submit-row button[type=submit]").first());
      await says(page, `P-${mark}`);
      await page.goto(`/products?q=P-${mark}`);
      assert.equal(await page.locator("tbody tr").count(), 1);
    }));
}

// Once only: each way would sign in so often that the server makes it wait.
test("an account manager signs in with a code of an app, without scripts", () =>
  as("manager", ways[1], async (page, hand) => {
    await page.goto("/account");
    await hand.press(page.getByRole("link", { name: "Set up two-step sign-in" }));
    await hand.fill(page.getByLabel("Current password"), demo.password);
    await hand.press(button(page, "Set up two-step sign-in"));
    const key = await page.locator("main .copyable .num").innerText();
    await hand.fill(page.getByLabel("Code"), code(key, -30));
    await hand.press(button(page, "Switch on"));
    await says(page, "shown only now");

    const context = await browser.newContext({ baseURL: demo.url, locale: "en-GB", javaScriptEnabled: false });
    const other = await context.newPage();
    await other.goto("/sign-in?next=/products");
    await other.getByLabel("E-mail").fill("manager@example.com");
    await other.locator("input[type=password]").fill(demo.password);
    await button(other, "Sign in").click();
    await other.getByLabel("Code").fill(code(key));
    await button(other, "Sign in").click();
    await other.waitForURL(/\/products/);
    await context.close();

    await page.goto("/account/second-step");
    await hand.fill(page.getByLabel("Current password").last(), demo.password);
    await hand.press(button(page, "Switch off"));
    await says(page, "Two-step sign-in is off");
  }));
