// The demo and a browser before it: what every test here stands on.
//
// With CPN_DESK_BINARY the tests run that program; otherwise the one cargo builds.

import assert from "node:assert/strict";
import { spawn, execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { chromium } from "playwright-core";

const root = join(dirname(fileURLToPath(import.meta.url)), "..", "..");

function program() {
  if (process.env.CPN_DESK_BINARY) return process.env.CPN_DESK_BINARY;
  execFileSync("cargo", ["build", "--quiet", "--bin", "cpn-desk"], { cwd: root, stdio: "inherit" });
  const about = execFileSync("cargo", ["metadata", "--format-version", "1", "--no-deps"], { cwd: root });
  return join(JSON.parse(about).target_directory, "debug", "cpn-desk");
}

function browserProgram() {
  const known = [process.env.CHROMIUM, "/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];
  const found = known.find((path) => path && existsSync(path));
  assert.ok(found, "no Chromium: set CHROMIUM to its path");
  return found;
}

/** Starts `cpn-desk demo` on a free port; gives its address, password and how to stop it. */
export async function startDemo() {
  const demo = spawn(program(), ["demo", "--listen", "127.0.0.1:0", "--log", "error"], {
    cwd: root,
    env: { ...process.env, DATABASE_URL: undefined },
    stdio: ["ignore", "pipe", "inherit"],
  });
  const said = [];
  for await (const line of createInterface({ input: demo.stdout })) {
    said.push(line);
    if (line.startsWith("Ctrl+C")) break;
  }
  const after = (words) => {
    const line = said.find((one) => one.includes(words));
    assert.ok(line, `the demo does not say "${words}":\n${said.join("\n")}`);
    return line.split(words)[1].trim().split(/\s/)[0];
  };
  return {
    url: after("CPN Desk is at ").replace(/\/$/, ""),
    password: after("the password "),
    stop: () =>
      new Promise((ended) => {
        demo.once("exit", ended);
        demo.kill("SIGTERM");
      }),
  };
}

export function startBrowser() {
  return chromium.launch({ executablePath: browserProgram(), args: ["--no-sandbox"] });
}

/** What went wrong on the pages of a context: console messages, policy violations, faults of the server, other origins. */
export function watch(context, url, expected = () => false) {
  const wrong = [];
  if (process.env.CPN_DESK_TELL) {
    // Each fault when it is found, for whoever waits.
    // Not a property that a comparison of the list would see.
    Object.defineProperty(wrong, "push", {
      value: (...found) => {
        for (const one of found) console.error(one);
        return Array.prototype.push.apply(wrong, found);
      },
    });
  }
  const note = (text) => {
    // Of a form that comes back with its problems, Chromium says so in the console; and htmx of a question that was still open when
    // the page was left.
    const left = text.includes("htmx:error: Failed to fetch");
    if (!text.includes("status of 422") && !left && !expected(text)) wrong.push(text);
  };
  context.on("console", (message) => note(`${message.page()?.url()}: console ${message.type()}: ${message.text()}`));
  context.on("weberror", (error) => note(`script error: ${error.error()}`));
  context.on("request", (request) => {
    const address = request.url();
    if (!address.startsWith(url) && !address.startsWith("data:") && !address.startsWith("blob:")) {
      note(`a request to ${address}`);
    }
  });
  context.on("response", (response) => {
    if (response.status() >= 500) note(`${response.status()} from ${response.url()}`);
  });
  return wrong;
}

/** The saved sign-in of a person: one for all tests, as the server takes ten a minute. */
export async function signIn(browser, demo, email) {
  const context = await browser.newContext({ baseURL: demo.url, locale: "en-GB" });
  const page = await context.newPage();
  await page.goto("/sign-in");
  await page.getByLabel("E-mail").fill(email);
  await page.locator("input[type=password]").fill(demo.password);
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.waitForURL((address) => address.pathname !== "/sign-in");
  const state = await context.storageState();
  await context.close();
  return state;
}
