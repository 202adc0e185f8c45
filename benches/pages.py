#!/usr/bin/env python3
"""How long the pages of a large installation take alone: one browser, one request after the other.

    benches/pages.py --url http://127.0.0.1:8080 --email E --account 128 [--times 30] < password

Signs in and asks, for the company with that account number, for the first page of its list, the thousandth (reached by "next", page
by page, as a person would), a jump to a beginning, searches and sorts; then for the lists and searches across all companies. Prints
milliseconds (least, median, 95th percentile), as seen by the client, and the bytes of a page as they travel with brotli.
"""

import argparse
import html
import http.client
import re
import statistics
import sys
import time
import urllib.parse


class Browser:
    def __init__(self, url):
        self.place = urllib.parse.urlsplit(url)
        self.server = http.client.HTTPConnection(self.place.netloc)
        self.cookie = ""

    def ask(self, method, path, body=None, encoding="identity"):
        head = {"Cookie": self.cookie, "Accept-Encoding": encoding, "Sec-Fetch-Site": "same-origin"}
        if body is not None:
            head["Content-Type"] = "application/x-www-form-urlencoded"
        started = time.perf_counter()
        self.server.request(method, path, body, head)
        answer = self.server.getresponse()
        text = answer.read()
        took = (time.perf_counter() - started) * 1000
        for value in answer.headers.get_all("Set-Cookie") or []:
            self.cookie = value.split(";")[0]
        return answer.status, took, text

    def page(self, path):
        status, took, text = self.ask("GET", path)
        if status != 200:
            raise SystemExit(f"{path}: {status}")
        return took, text.decode()


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--url", required=True)
    parser.add_argument("--email", required=True)
    parser.add_argument("--account", required=True)
    parser.add_argument("--times", type=int, default=30)
    arguments = parser.parse_args()
    browser = Browser(arguments.url)
    form = urllib.parse.urlencode({"email": arguments.email, "password": sys.stdin.readline().strip()})
    status, _, _ = browser.ask("POST", "/sign-in", form)
    if status != 303:
        raise SystemExit(f"the sign-in was answered with {status}")
    _, found = browser.page("/companies?q=" + urllib.parse.quote(arguments.account))
    company = re.search(r'href="(/companies/[0-9a-f-]{36})', found).group(1)
    numbers = f"{company}/cpns"

    def measure(name, path):
        times = sorted(browser.page(path)[0] for _ in range(arguments.times))
        small = len(browser.ask("GET", path, encoding="br")[2])
        late = times[min(len(times) - 1, round(len(times) * 0.95))]
        print(f"{name:44} {times[0]:7.1f} {statistics.median(times):7.1f} {late:7.1f} ms {small:8} B brotli")

    measure("first page of a company", numbers)
    path = numbers
    walked = []
    for _ in range(999):
        took, text = browser.page(path)
        walked.append(took)
        following = re.search(r'<a[^>]*rel="next"[^>]*href="([^"]*)"|<a[^>]*href="([^"]*)"[^>]*rel="next"', text)
        if not following:
            print(f"the list ends after {len(walked)} pages")
            break
        path = urllib.parse.urljoin(numbers, html.unescape(following.group(1) or following.group(2)))
    print(f"walking there, a page{'':23} {min(walked):7.1f} {statistics.median(walked):7.1f} {max(walked):7.1f} ms (last: most)")
    measure(f"page {len(walked) + 1}", path)
    for name, query in [
        ("four letters in a company", "q=m16x"),
        ("four letters, rare", "q=zq7x"),
        ("two letters", "q=m1"),
        ("a product's name", "q=grease"),
        ("jump to a beginning", "from=M"),
        ("by product", "sort=product"),
        ("last changed first", "sort=changed&dir=desc"),
    ]:
        measure(name, f"{numbers}?{query}")
    measure("companies", "/companies")
    measure("products", "/products")
    measure("products, four letters", "/products?q=m16x")
    measure("search over all, four letters", "/search?q=m16x")
    measure("search over all, a whole number", "/search?q=PUMP-4411")
    measure("dashboard", "/")


main()
