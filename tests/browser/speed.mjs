// How long pages of a running, large installation take in a browser, from the request to the end of loading: see benches/README.md.
//
//   node speed.mjs --url http://127.0.0.1:8080 --email E --account 128 [--times 100] < password

import { readFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { chromium } from "playwright-core";

const { values } = parseArgs({
  options: {
    url: { type: "string" },
    email: { type: "string" },
    account: { type: "string" },
    times: { type: "string", default: "100" },
    chromium: { type: "string", default: "/usr/bin/chromium" },
  },
});
const password = readFileSync(0, "utf8").split("\n")[0];
const browser = await chromium.launch({ executablePath: values.chromium, args: ["--no-sandbox"] });
const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });

await page.goto(`${values.url}/sign-in`);
await page.fill("[name=email]", values.email);
await page.fill("[name=password]", password);
await Promise.all([page.waitForURL((url) => !url.pathname.startsWith("/sign-in")), page.click("main button[type=submit]")]);
await page.goto(`${values.url}/companies?q=${encodeURIComponent(values.account)}`);
const company = await page.locator('main tbody a[href^="/companies/"]').first().getAttribute("href");
const list = values.url + company;

async function took(address) {
  await page.goto(address, { waitUntil: "load" });
  return page.evaluate(() => performance.getEntriesByType("navigation")[0].duration);
}

for (const [name, address] of [
  ["first page of the company", list],
  ["searched in the company", `${list}?q=4711`],
  ["companies", `${values.url}/companies`],
]) {
  await took(address);
  const all = [];
  for (let turn = 0; turn < Number(values.times); turn += 1) all.push(await took(address));
  all.sort((one, other) => one - other);
  const at = (share) => all[Math.min(all.length - 1, Math.floor(all.length * share))].toFixed(0);
  console.log(`${name}: least ${at(0)} ms, median ${at(0.5)} ms, 95 % within ${at(0.95)} ms`);
}
await browser.close();
