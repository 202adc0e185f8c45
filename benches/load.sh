#!/usr/bin/env bash
# Loads what gen_data.py wrote (with --company-files as many as there are companies) through the program's own commands:
# companies, products, and each company's numbers as an upload. Prints seconds and rows of each part.
#
#   DATABASE_URL=postgres://… benches/load.sh DIRECTORY
#
# DIRECTORY holds companies.csv, products.csv and uploads/ACCOUNT.csv. Companies that the data calls locked are locked at the end.
set -euo pipefail
data="${1:?the directory that gen_data.py wrote}"
program="${CPN_DESK:-${CARGO_TARGET_DIR:-target}/release/cpn-desk}"
work="$(mktemp -d)"
trap 'rm -rf "$work"' EXIT

timed() {
    local name="$1" rows="$2" begun
    shift 2
    begun="$(date +%s.%N)"
    "$@"
    awk -v n="$name" -v r="$rows" -v a="$begun" -v b="$(date +%s.%N)" \
        'BEGIN { printf "%-10s %9d rows %9.1f s %9.0f rows/s\n", n, r, b - a, r / (b - a) }'
}

uploads() {
    local file
    for file in "$data"/uploads/*.csv; do
        "$program" upload "$file" --company "$(basename "$file" .csv)" >"$work/said" ||
            { echo "$file: not applied" >&2; cat "$work/said" >&2; exit 1; }
    done
}

locks() {
    awk -F, 'NR > 1 && $4 == "t" { print $2 }' "$data/companies.csv" | while read -r account; do
        "$program" company lock "$account" --reason "stock-taking"
    done
}

# Their ids are numbers, ours are not: each gets a new one.
cut -d, -f2,3 "$data/companies.csv" | sed '1s/.*/account number,name/' >"$work/companies.csv"
cut -d, -f2- "$data/products.csv" >"$work/products.csv"
rows() { echo $(($(wc -l <"$1") - 1)); }

"$program" migrate
timed companies "$(rows "$work/companies.csv")" "$program" company import "$work/companies.csv" >&2
timed products "$(rows "$work/products.csv")" "$program" product import "$work/products.csv" >&2
timed numbers "$(cat "$data"/uploads/*.csv | grep -vc '^account_number')" uploads >&2
locks
