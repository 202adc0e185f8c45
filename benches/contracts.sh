#!/bin/sh
# GetCustomerProducts with 3 and 100 numbers and Axim's create under load, as shares of what pgbench reaches with the bare, prepared
# statement and as many clients, in one run on one server. Needs wrk and pgbench.
#
#   benches/contracts.sh SERVER_URL PATH_TO_CPN_DESK [CLIENTS] [SECONDS] [ROUNDS]
#
# SERVER_URL is an owner's address of a PostgreSQL server without a database, such as postgres://postgres@localhost:5432. The
# database cpn_desk_bench_contracts is made on it if it is not there, with 1,000,000 CPNs, and stays for the next run.
set -eu
server=$1 program=$2 clients=${3:-64} seconds=${4:-5} rounds=${5:-3}
here=$(dirname "$0") name=cpn_desk_bench_contracts
companies=2000 products=100000 cpns=1000000 port=${PORT:-8108}
url="$server/$name"
work=$(mktemp -d)
running=
trap '[ -z "$running" ] || kill "$running"; rm -rf "$work"' EXIT

if ! psql "$server/postgres" -Atc "select 1 from pg_database where datname = '$name'" | grep -q 1; then
    psql "$server/postgres" -qc "create database $name"
    "$program" --database-url "$url" migrate
    psql "$url" -q -v ON_ERROR_STOP=1 -v companies=$companies -v products=$products -v cpns=$cpns -f "$here/contracts.sql"
fi
"$program" --database-url "$url" migrate
psql "$url" -qc "vacuum analyze cpns"

# Each connection of pgbench plans each of its statements once, so few of them: requests of 8 companies for 3 and for 100 numbers that they have, as bodies for wrk and as statements for pgbench.
for size in 3 100; do
    psql "$url" -At -F '	' -c "
        select o.account_number, json_agg(p.number), string_agg(quote_literal(p.number_key), ',')
        from (select id, account_number from companies where object_id <= lpad(to_hex(8), 24, '0')) o
        cross join lateral (select product_id from cpns where company_id = o.id order by md5(id::text) limit $size) c
        join products p on p.id = c.product_id group by 1" >"$work/$size.tsv"
    cut -f1,2 "$work/$size.tsv" | sed 's/\(.*\)	\(.*\)/{"accountNumber":"\1","productNumbers":\2}/' >"$work/$size.bodies"
    number=0
    while IFS='	' read -r account _ keys; do
        number=$((number + 1))
        cat >"$work/$size.$number.sql" <<SQL
select asked.number_key, own.cpn from companies o cross join unnest(array[$keys]) as asked (number_key)
join products p on p.number_key = asked.number_key collate "C"
cross join lateral (select c.cpn from cpns c where c.company_id = o.id and c.product_id = p.id
    and (c.valid_from is null or c.valid_from <= current_date) and (c.valid_to is null or c.valid_to >= current_date)
    order by c.preferred desc, c.created_at, c.id limit 1) own
where o.account_key = lower('$account');
SQL
    done <"$work/$size.tsv"
done
shoxl=$("$program" --database-url "$url" token add --name bench --contract shoxl)
axim=$("$program" --database-url "$url" token add --name bench --contract axim)

# The checks of a creation and what it writes, as one statement.
cat >"$work/create.sql" <<SQL
\set company random(1, $companies)
\set product random(1, $products)
\set number random(1, 1000000000000)
with asked as (
    select t.id as token, o.id as company, p.id as product from tokens t, companies o, products p
    where t.secret_hash = sha256('$axim') and t.revoked_at is null and (t.expires_at is null or t.expires_at > now())
      and o.object_id = lpad(to_hex(:company::int), 24, '0') and p.object_id = lpad(to_hex(:product::int), 24, '0')
), held as (
    select company, product, token from asked join companies o on o.id = asked.company where o.locked_at is null for share of o
), made as (
    insert into cpns (company_id, id, product_id, cpn, identity_key, order_key, search_text, preferred, version,
        created_at, created_by_kind, created_by_id, created_by_name, updated_at, updated_by_kind, updated_by_id, updated_by_name)
    select company, gen_random_uuid(), product, 'Z-' || :number::bigint, 'z-' || :number::bigint, 'z-' || :number::bigint, 'Z' || :number::bigint,
        not exists (select from cpns c where c.company_id = company and c.product_id = product and c.preferred), 1,
        now(), 'token', token, 'bench', now(), 'token', token, 'bench' from held returning *
)
insert into cpn_history (company_id, cpn_id, version, kind, at, actor_kind, actor_id, actor_name, door, product_id, cpn, identity_key, preferred)
select company_id, id, 1, 'created', created_at, 'token', created_by_id, created_by_name, 'axim', product_id, cpn, identity_key, preferred from made;
SQL

"$program" --database-url "$url" --listen "127.0.0.1:$port" --log error ${SERVER_FLAGS:-} &
running=$!
until curl -sf "http://127.0.0.1:$port/readyz" >/dev/null; do sleep 0.1; done

program_rate() { # kind, bodies, token
    KIND=$1 FILE=$2 TOKEN=$3 COMPANIES=$companies PRODUCTS=$products \
        wrk -t1 -c"$clients" -d"${seconds}s" -s "$here/contracts.lua" "http://127.0.0.1:$port" | sed -n 's/^RATE //p'
}
limit_rate() { # statements
    set -- $(for file in "$@"; do printf ' -f %s' "$file"; done)
    pgbench -n -M prepared -c "$clients" -j 1 -T "$seconds" "$@" "$url" 2>/dev/null | sed -n 's/^tps = \([0-9]*\).*/\1/p'
}
report() { # name, limit, rate, failed
    printf '%-10s limit %6s/s  program %6s/s  failed %s  ratio %s\n' "$1" "$2" "$3" "$4" "$(echo "scale=2; $3 / $2" | bc)"
}
program_rate lookup "$work/3.bodies" "$shoxl" >/dev/null
round=0
while [ "$round" -lt "$rounds" ]; do
    round=$((round + 1))
    for size in 3 100; do
        limit=$(limit_rate "$work/$size".*.sql)
        set -- $(program_rate lookup "$work/$size.bodies" "$shoxl")
        report "lookup $size" "$limit" "$1" "$3"
    done
    limit=$(limit_rate "$work/create.sql")
    set -- $(program_rate create - "$axim")
    report create "$limit" "$1" "$3"
done
