// The demo and a browser before it: what every test here stands on.
//
// With CPN_DESK_BINARY the tests run that program; otherwise the one cargo builds. CPN_DESK_TELL=1 tells each fault when it is found,
// CPN_DESK_PICTURES=folder keeps a picture of every page that is looked at in all variants.

import assert from "node:assert/strict";
import { spawn, execFileSync } from "node:child_process";
import { createHmac } from "node:crypto";
import { chmodSync, existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
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

/** Starts the program on a free port and gives what it said until a line begins so, and how to stop it. */
async function start(command, until) {
  const running = spawn(program(), [...command, "--listen", "127.0.0.1:0", "--log", "error"], {
    cwd: root,
    env: { ...process.env, DATABASE_URL: undefined },
    stdio: ["ignore", "pipe", "inherit"],
  });
  const said = [];
  for await (const line of createInterface({ input: running.stdout })) {
    said.push(line);
    if (line.startsWith(until)) break;
  }
  const after = (words) => {
    const line = said.find((one) => one.includes(words));
    assert.ok(line, `the program does not say "${words}":\n${said.join("\n")}`);
    return line.split(words)[1].trim().split(/\s/)[0];
  };
  const stop = () =>
    new Promise((ended) => {
      running.once("exit", ended);
      running.kill("SIGTERM");
    });
  return { url: after("CPN Desk is at ").replace(/\/$/, ""), after, stop };
}

/** Starts `cpn-desk demo`; gives its address, password and how to stop it. */
export async function startDemo() {
  const { url, after, stop } = await start(["demo"], "Ctrl+C");
  return { url, password: after("the password "), stop };
}

/** Starts a server in which nobody can sign in yet; gives its address, the link for the first admin and how to stop it. */
export async function startEmpty() {
  const directory = mkdtempSync(join(tmpdir(), "cpn-desk-empty-"));
  // PostgreSQL runs as somebody else where the tests run as root.
  chmodSync(directory, 0o711);
  const { url, after, stop } = await start(["serve", "--data-dir", directory, "--session-idle", "2"], "Nobody can sign in yet");
  const remove = async () => {
    await stop();
    rmSync(directory, { recursive: true, force: true });
  };
  return { url, setUp: after("within 24 hours at "), stop: remove };
}

export function startBrowser(more = []) {
  return chromium.launch({ executablePath: browserProgram(), args: ["--no-sandbox", ...more] });
}

/** A list of what went wrong; with CPN_DESK_TELL each fault is told when it is found, for whoever waits. */
export function listed() {
  const wrong = [];
  if (!process.env.CPN_DESK_TELL) return wrong;
  // Not a property that a comparison of the list would see.
  return Object.defineProperty(wrong, "push", {
    value: (...found) => {
      for (const one of found) console.error(one);
      return Array.prototype.push.apply(wrong, found);
    },
  });
}

/** What went wrong on the pages of a context: console messages, policy violations, faults of the server, other origins. */
export function watch(context, url, expected = () => false, wrong = listed()) {
  // A machine that builds beside it is slow, not broken.
  context.setDefaultTimeout(60000);
  const note = (text) => {
    // Of a form that comes back with its problems, Chromium says so in the console; and htmx of a question that was still open when
    // the page was left.
    const left = text.includes("htmx:error: Failed to fetch");
    // And of the closed dialogue's button, that the part of the page which the address names goes before it.
    const focused = text.includes("Autofocus processing was blocked");
    if (!text.includes("status of 422") && !left && !focused && !expected(text)) wrong.push(text);
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

/** The code an app shows for a key, `shift` seconds from now (RFC 6238). */
export function code(key, shift = 0) {
  const bits = [...key.replaceAll(/\s/g, "")].map((sign) => "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".indexOf(sign).toString(2).padStart(5, "0")).join("");
  const secret = Buffer.from(bits.match(/.{8}/g).map((byte) => Number.parseInt(byte, 2)));
  const step = Buffer.alloc(8);
  step.writeBigUInt64BE(BigInt(Math.floor((Date.now() / 1000 + shift) / 30)));
  const mac = createHmac("sha1", secret).update(step).digest();
  const at = mac[19] & 15;
  return String((mac.readUInt32BE(at) & 0x7fffffff) % 1_000_000).padStart(6, "0");
}
