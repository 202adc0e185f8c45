#!/usr/bin/env python3
"""What a large file costs a running server: the most memory it takes, and how fast the pages of the check are.

    benches/wizard.py --url http://127.0.0.1:8080 --email E --account 128 --pid PID [--megabytes 200] [--times 30] < password

Signs in, posts a CSV file of so many megabytes for the company with that account number as a browser does, and waits for the check. Prints
the server's peak memory (VmHWM) before and after, and milliseconds (least, median) of the 50-row pages of the check and of the company's
list, asked in turn. The file is made up on the way: nothing of it is on a disk. PID is the server's; Linux only.
"""

import argparse
import http.client
import re
import statistics
import sys
import time
import urllib.parse

ROWS = 990_000


def peak(pid):
    status = open(f"/proc/{pid}/status").read()
    return int(re.search(r"VmHWM:\s+(\d+) kB", status).group(1)) / 1024


def rows(megabytes):
    """Lines of one length, so that the size of the whole is known beforehand."""
    width = megabytes * 1_000_000 // ROWS
    line = "NONE-{0:07d},MINE-{0:07d},"
    words = "words " * width
    fill = words[: width - len(line.format(0)) - 1] + "\n"
    for start in range(0, ROWS, 2_000):
        yield "".join(line.format(n) + fill for n in range(start, start + 2_000) if n < ROWS).encode()


class Browser:
    def __init__(self, url):
        self.server = http.client.HTTPConnection(urllib.parse.urlsplit(url).netloc)
        self.cookie = ""

    def ask(self, method, path, body=None, kind="application/x-www-form-urlencoded", length=None):
        head = {"Cookie": self.cookie, "Sec-Fetch-Site": "same-origin"}
        if body is not None:
            head["Content-Type"] = kind
        if length is not None:
            head["Content-Length"] = str(length)
        started = time.perf_counter()
        self.server.request(method, path, body, head)
        answer = self.server.getresponse()
        text = answer.read().decode()
        took = (time.perf_counter() - started) * 1000
        for value in answer.headers.get_all("Set-Cookie") or []:
            self.cookie = value.split(";")[0]
        return answer.status, took, text, answer.headers.get("Location", "")

    def post_file(self, path, megabytes):
        border = "benches"
        fields = {"mode": "update", "empty_cells": "keep"}
        before = "".join(f'--{border}\r\nContent-Disposition: form-data; name="{n}"\r\n\r\n{v}\r\n' for n, v in fields.items())
        before += f'--{border}\r\nContent-Disposition: form-data; name="file"; filename="large.csv"\r\n\r\n'
        heading, after = "product_number,cpn,description\n", f"\r\n--{border}--\r\n"
        data = megabytes * 1_000_000 // ROWS * ROWS

        def body():
            yield (before + heading).encode()
            yield from rows(megabytes)
            yield after.encode()

        length = len(before) + len(heading) + data + len(after)
        return self.ask("POST", path, body(), f"multipart/form-data; boundary={border}", length)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--url", required=True)
    parser.add_argument("--email", required=True)
    parser.add_argument("--account", required=True)
    parser.add_argument("--pid", required=True)
    parser.add_argument("--megabytes", type=int, default=200)
    parser.add_argument("--times", type=int, default=30)
    arguments = parser.parse_args()
    browser = Browser(arguments.url)
    form = urllib.parse.urlencode({"email": arguments.email, "password": sys.stdin.readline().strip()})
    status, *_ = browser.ask("POST", "/sign-in", form)
    if status != 303:
        raise SystemExit(f"the sign-in was answered with {status}")
    _, _, found, _ = browser.ask("GET", "/companies?q=" + urllib.parse.quote(arguments.account))
    company = re.search(r'href="(/companies/[0-9a-f-]{36})', found).group(1)
    for _ in range(5):
        browser.ask("GET", f"{company}/cpns")
    idle = peak(arguments.pid)
    status, took, text, check = browser.post_file(f"{company}/uploads", arguments.megabytes)
    if status != 303:
        raise SystemExit(f"the file was answered with {status}: {text[:2000]}")
    while not check.endswith("/check"):
        status, more, text, onwards = browser.ask("GET", check)
        took += more
        if status != 303:
            raise SystemExit(f"{check}: {status}")
        check = onwards
    print(f"{arguments.megabytes} MB, {ROWS} rows: {took / 1000:.1f} s to the check")
    after = peak(arguments.pid)
    print(f"peak memory {idle:.1f} MiB before, {after:.1f} MiB after: {after - idle:.1f} MiB more")
    pages = {"list": f"{company}/cpns", "check, all": check, "check, one cause": f"{check}?outcome=problem&cause=unknown-product"}
    taken = {name: [] for name in pages}
    for _ in range(arguments.times):
        for name, path in pages.items():
            status, took, _, _ = browser.ask("GET", path)
            if status != 200:
                raise SystemExit(f"{path}: {status}")
            taken[name].append(took)
    for name, times in taken.items():
        print(f"{name:20} {min(times):7.1f} {statistics.median(times):7.1f} ms")


main()
