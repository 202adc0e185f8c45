#!/usr/bin/env python3
"""How long a Store API list takes alone: one connection, one request after the other.

    benches/criteria.py --url http://127.0.0.1:8080 --access-key SWSC… --email E --term 4711 [--times 50] < password

Logs in as a user of a company and asks for 25 rows by a `contains` filter, by an `equals` filter and without one, with and without the
exact total. Prints milliseconds (least, median, 95th percentile) as seen by the client, and the rows and total that came.
"""

import argparse
import http.client
import json
import statistics
import sys
import time
import urllib.parse


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--url", required=True)
    parser.add_argument("--access-key", required=True)
    parser.add_argument("--email", required=True)
    parser.add_argument("--term", required=True)
    parser.add_argument("--times", type=int, default=50)
    arguments = parser.parse_args()
    server = http.client.HTTPConnection(urllib.parse.urlsplit(arguments.url).netloc)
    head = {"sw-access-key": arguments.access_key, "Content-Type": "application/json"}

    def ask(path, body):
        started = time.perf_counter()
        server.request("POST", f"/store-api/{path}", json.dumps(body), head)
        answer = server.getresponse()
        text = answer.read()
        took = (time.perf_counter() - started) * 1000
        if answer.status != 200:
            raise SystemExit(f"{path}: {answer.status} {text[:300]!r}")
        return took, json.loads(text), answer.headers

    password = sys.stdin.readline().rstrip("\n")
    _, _, headers = ask("account/login", {"username": arguments.email, "password": password})
    head["sw-context-token"] = headers["sw-context-token"]
    contains = {"type": "contains", "field": "productNumber", "value": arguments.term}
    first = ask("b2b/customer-product-numbers", {"limit": 1})[1]["elements"][0]["productNumber"]
    ways = {
        "contains": {"filter": [contains]},
        "contains, exact total": {"filter": [contains], "total-count-mode": 1},
        "contains, sorted by number": {"filter": [contains], "sort": [{"field": "productNumber"}]},
        "equals": {"filter": [{"type": "equals", "field": "productNumber", "value": first}]},
        "no filter": {},
        "no filter, page 100": {"page": 100},
    }
    for name, criteria in ways.items():
        criteria = {"limit": 25, **criteria}
        answer = ask("b2b/customer-product-numbers", criteria)[1]
        took = sorted(ask("b2b/customer-product-numbers", criteria)[0] for _ in range(arguments.times))
        print(
            f"{name}: {len(answer['elements'])} rows of {answer['total']}, least {took[0]:.1f} ms, "
            f"median {statistics.median(took):.1f} ms, 95 % within {took[int(len(took) * 0.95)]:.1f} ms"
        )


main()
