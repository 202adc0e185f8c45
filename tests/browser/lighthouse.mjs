// A second opinion on the main pages: Lighthouse gives accessibility and best practices 100, on a desk and on a phone.
// It takes some seconds a page and tells little that the crawl does not, so it is run on demand: `npm run lighthouse`.

import assert from "node:assert/strict";
import { createServer } from "node:net";
import { after, before, test } from "node:test";
import lighthouse, { desktopConfig } from "lighthouse";
import { signIn, startBrowser, startDemo } from "./site.mjs";

// Speed is measured elsewhere; nothing is waited for but the page.
const SETTINGS = {
  onlyCategories: ["accessibility", "best-practices"],
  throttlingMethod: "provided",
  disableFullPageScreenshot: true,
  pauseAfterFcpMs: 0,
  pauseAfterLoadMs: 0,
  networkQuietThresholdMs: 0,
  cpuQuietThresholdMs: 0,
};
const DEVICES = {
  desk: { ...desktopConfig, settings: { ...desktopConfig.settings, ...SETTINGS } },
  phone: { extends: "lighthouse:default", settings: SETTINGS },
};

let demo;
let browser;
let port;

before(async () => {
  port = await freePort();
  [demo, browser] = await Promise.all([startDemo(), startBrowser([`--remote-debugging-port=${port}`])]);
});

after(async () => {
  await browser?.close();
  await demo?.stop();
});

function freePort() {
  return new Promise((found, failed) => {
    const server = createServer().once("error", failed);
    server.listen(0, "127.0.0.1", () => {
      const { port } = server.address();
      server.close(() => found(port));
    });
  });
}

/** What keeps a page from 100, on each device. */
async function shortcomings(path, cookie) {
  const found = [];
  for (const [device, config] of Object.entries(DEVICES)) {
    const flags = { port, logLevel: "error", extraHeaders: cookie ? { Cookie: cookie } : undefined };
    const { lhr } = await lighthouse(demo.url + path, flags, config);
    assert.equal(lhr.runtimeError, undefined, `${path}: ${lhr.runtimeError?.message}`);
    assert.equal(new URL(lhr.finalDisplayedUrl).pathname, path, "another page was looked at");
    for (const { title, score, auditRefs } of Object.values(lhr.categories)) {
      if (process.env.CPN_DESK_TELL) console.error(`${path} on a ${device}: ${title} ${score * 100}`);
      if (score === 1) continue;
      const failed = auditRefs.map(({ id }) => lhr.audits[id]).filter((audit) => audit.score !== null && audit.score < 1);
      found.push(`${path} on a ${device}: ${title} ${Math.round(score * 100)}: ${failed.map((audit) => `${audit.id} ${JSON.stringify(audit.details?.items?.slice(0, 3))}`).join("; ")}`);
    }
  }
  return found;
}

/** The pages a buyer and an admin spend their days on. */
async function addresses(context, file) {
  const page = await context.newPage();
  await page.goto("/companies");
  const list = new URL(page.url()).pathname;
  await page.goto(`${list.replace(/cpns$/, "uploads")}/new`);
  await page.locator("input[type=file]").setInputFiles({ name: "a.csv", mimeType: "text/csv", buffer: Buffer.from(file) });
  await page.locator("main form[data-upload] button[type=submit]").click();
  await page.waitForURL(/\/check$/);
  const check = new URL(page.url()).pathname;
  await page.close();
  return ["/", list, `${list}/new`, check, list.replace(/cpns$/, "resolve")];
}

const cookies = ({ cookies }) => cookies.map(({ name, value }) => `${name}=${value}`).join("; ");

test("Lighthouse finds nothing to better", async () => {
  const buyer = await signIn(browser, demo, "buyer@example.com");
  const admin = await signIn(browser, demo, "admin@example.com");
  const context = await browser.newContext({ baseURL: demo.url, storageState: buyer });
  const found = await shortcomings("/sign-in");
  for (const path of await addresses(context, "product number;customer part number\nNO-SUCH-PRODUCT;X-1\n")) {
    found.push(...(await shortcomings(path, cookies(buyer))));
  }
  for (const path of ["/", "/companies", "/users"]) found.push(...(await shortcomings(path, cookies(admin))));
  await context.close();
  assert.deepEqual(found, []);
});
