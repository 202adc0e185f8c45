#!/usr/bin/env python3
"""How long `POST /api/v1/resolve` takes alone: one connection, one request after the other.

    benches/resolve.py --url http://127.0.0.1:8080 --token cpndesk_… --account 128 [--numbers 1000] [--times 50]

The numbers are the company's own, spread over its list, with one in a hundred that nobody knows. Prints milliseconds (least,
median, 95th percentile) for each way of asking, as seen by the client, and how many lines were resolved.
"""

import argparse
import http.client
import json
import random
import statistics
import time
import urllib.parse


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--url", required=True)
    parser.add_argument("--token", required=True)
    parser.add_argument("--account", required=True)
    parser.add_argument("--numbers", type=int, default=1000)
    parser.add_argument("--times", type=int, default=50)
    parser.add_argument("--at", help="also ask for this past day")
    arguments = parser.parse_args()
    server = http.client.HTTPConnection(urllib.parse.urlsplit(arguments.url).netloc)
    head = {"Authorization": f"Bearer {arguments.token}", "Content-Type": "application/json"}

    def ask(method, path, body=None):
        started = time.perf_counter()
        server.request(method, f"/api/v1{path}", None if body is None else json.dumps(body), head)
        answer = server.getresponse()
        text = answer.read()
        took = (time.perf_counter() - started) * 1000
        if answer.status != 200:
            raise SystemExit(f"{method} {path}: {answer.status} {text[:300]!r}")
        return took, json.loads(text)

    account = urllib.parse.quote(arguments.account)
    company = ask("GET", f"/companies?account_number={account}")[1]["items"][0]["id"]
    known, products, cursor = [], [], ""
    while cursor is not None and len(known) < arguments.numbers * 5:
        page = ask("GET", f"/companies/{company}/cpns?limit=500{cursor}")[1]
        known += [row["cpn"] for row in page["items"]]
        products += [row["product"]["number"] for row in page["items"]]
        cursor = page["next_cursor"] and f"&cursor={page['next_cursor']}"
    random.seed(1)
    numbers = random.sample(known, min(arguments.numbers, len(known)))
    for place in range(0, len(numbers), 100):
        numbers[place] = f"NOBODY-KNOWS-{place}"
    ways = {
        "CPN to product": {"numbers": numbers},
        "CPN to product, without suggestions": {"numbers": numbers, "did_you_mean": False},
        "product to CPN": {"numbers": random.sample(products, len(numbers)), "direction": "product-to-cpn"},
    }
    if arguments.at:
        ways[f"CPN to product at {arguments.at}"] = {"numbers": numbers, "at": arguments.at}
    for name, question in ways.items():
        question["account_number"] = arguments.account
        lines = ask("POST", "/resolve", question)[1]["lines"]
        took = sorted(ask("POST", "/resolve", question)[0] for _ in range(arguments.times))
        resolved = sum(line["answer"] is not None for line in lines)
        print(
            f"{name}: {len(lines)} lines, {resolved} answered, least {took[0]:.1f} ms, "
            f"median {statistics.median(took):.1f} ms, 95 % within {took[int(len(took) * 0.95)]:.1f} ms"
        )


main()
