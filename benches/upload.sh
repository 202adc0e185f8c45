#!/usr/bin/env bash
# Uploads a generated file through the program and the same rows through psql's COPY + INSERT … SELECT … ON CONFLICT into a table
# with the same indexes, one after the other on one server, and prints the ratio. See benches/README.md.
set -euo pipefail

rows=${1:?usage: benches/upload.sh ROWS GENERATOR [RUNS]}
generator=${2:?the path of gen_data.py}
runs=${3:-3}
program=${CPN_DESK:-target/release/cpn-desk}
server=${BENCH_SERVER:?a PostgreSQL server to make databases on, such as postgres://postgres@%2Frun%2Fpostgresql}
folder=$(mktemp -d)
name=cpn_desk_bench_$$
trap 'psql -q "$server/postgres" -c "drop database if exists $name with (force)"; rm -rf "$folder"' EXIT

python3 "$generator" "$folder" --companies 20 --cpns 1000 --company-files 1 --upload-rows "$rows" >/dev/null
account=$(sed -n 2p "$folder/upload_clean.csv" | cut -d, -f1)
seconds() { python3 -c 'import json,sys; print(json.load(open(sys.argv[1]))["seconds"][sys.argv[2]])' "$1" "$2"; }

fresh() {
    psql -q "$server/postgres" -c "drop database if exists $name with (force)" -c "create database $name" 2>/dev/null
    export DATABASE_URL=$server/$name
    "$program" company import "$folder/companies.csv" >/dev/null
    "$program" product import "$folder/products.csv" >/dev/null
    psql -q "$DATABASE_URL" -c "vacuum analyze products" -c checkpoint
}

limit() {
    psql -q -v ON_ERROR_STOP=1 "$DATABASE_URL" <<SQL
create table limit_cpns (like cpns including all);
create table limit_rows (n bigint generated always as identity, account text, number text, cpn text collate "C");
checkpoint;
SQL
    local begun=$EPOCHREALTIME
    PGOPTIONS='-c jit=off' psql -q -v ON_ERROR_STOP=1 "$DATABASE_URL" <<SQL
begin;
\\copy limit_rows (account, number, cpn) from '$folder/upload_clean.csv' with (format csv, header)
insert into limit_cpns (company_id, id, product_id, cpn, identity_key, order_key, search_text, preferred, version, created_at,
    created_by_kind, created_by_name, updated_at, updated_by_kind, updated_by_name)
select c.id, ('00000000-0000-7000-8000-' || lpad(to_hex(r.n), 12, '0'))::uuid, p.id, r.cpn, upper(r.cpn), upper(r.cpn),
    replace(upper(r.cpn), '-', ''), row_number() over (partition by p.id order by r.n) = 1, 1, now(), 'user', 'bench', now(), 'user', 'bench'
from limit_rows r join companies c on c.account_number = r.account join products p on p.number = r.number
on conflict do nothing;
commit;
SQL
    python3 -c "print($EPOCHREALTIME - $begun)"
}

printf '%8s %8s %8s %8s %8s %8s %8s %8s\n' limit upload receive read check apply ratio rows/s
for _ in $(seq "$runs"); do
    fresh
    limit=$(limit)
    # The other half of the run finds the same room in the same caches.
    psql -q "$DATABASE_URL" -c "drop table limit_cpns, limit_rows" -c checkpoint
    "$program" upload "$folder/upload_clean.csv" --company "$account" --json >"$folder/told.json"
    printf '%8.2f %8.2f %8.2f %8.2f %8.2f %8.2f %8.2f %8.0f\n' "$limit" "$(seconds "$folder/told.json" all)" \
        "$(seconds "$folder/told.json" receive)" "$(seconds "$folder/told.json" read)" "$(seconds "$folder/told.json" check)" \
        "$(seconds "$folder/told.json" apply)" \
        "$(python3 -c "print($limit / $(seconds "$folder/told.json" all))")" "$(python3 -c "print($rows / $(seconds "$folder/told.json" all))")"
done
