-- Starting a statement costs most of what a lookup of a few numbers does, so the token, the account and the products are looked up
-- in one statement instead of three. The functions run with their owner's rights, past the row filter, and therefore decide themselves
-- what the token may see: they find the company by the account number the request names and check that the token covers it.
--
-- Each row speaks of the token, and of a product where it has a place. No row at all: no such token.

drop function shoxl_matching_numbers, shoxl_own_numbers;

-- The list of numbers comes from a subselect, so that the planner does not see how long it is: it would plan anew for each length, and
-- planning costs more than looking up. Setting a search path for each call costs a tenth of it, so the tables are named in full; what
-- operators mean nobody can change who may not create any.
create function shoxl_own_numbers(secret bytea, carrier text, account text, number_keys text[])
    returns table (place integer, product_number text, own_number text, token_id uuid, unnoted boolean, known boolean)
    language plpgsql stable security definer
as $$
begin
    return query
    select asked.place::integer, null::text, asked.cpn collate "default", t.id,
        t.last_used_at is null or t.last_used_at < now() - interval '1 minute', c.id is not null
    from public.tokens t
    left join public.companies c on c.account_key = account collate "C"
        and (t.every_company or exists (select from public.token_companies tc where tc.company_id = c.id and tc.token_id = t.id))
    left join lateral (
        select n.place, own.cpn
        from unnest((select number_keys)) with ordinality as n (number_key, place)
        join public.products p on p.number_key = n.number_key collate "C"
        cross join lateral (
            select x.cpn from public.cpns x
            where x.company_id = c.id and x.product_id = p.id
              and (x.valid_from is null or x.valid_from <= current_date)
              and (x.valid_to is null or x.valid_to >= current_date)
            order by x.preferred desc, x.created_at, x.id
            limit 1
        ) own
    ) asked on true
    where t.secret_hash = secret and t.contract = 'shoxl' and t.revoked_at is null
      and (t.expires_at is null or t.expires_at > now())
      and (not t.settings ? 'carriers' or t.settings -> 'carriers' ? carrier)
      and not exists (select from public.users u where u.id = t.created_by_id and u.disabled_at is not null);
end $$;

-- Numbers that hold a term. The statement is planned anew each time: how rare the pattern is decides its plan. The search key of
-- a CPN is what stands before the first blank of its search text; behind it comes the description.
create function shoxl_matching_numbers(secret bytea, carrier text, account text, search_key text, identity text, most integer)
    returns table (place integer, product_number text, own_number text, token_id uuid, unnoted boolean, known boolean)
    language plpgsql stable security definer set search_path = pg_catalog, public
as $$
declare
    standing record;
    company uuid;
begin
    select s.* into standing from shoxl_own_numbers(secret, carrier, account, '{}') s;
    if not found then
        return;
    end if;
    return query select null::integer, null::text, null::text, standing.token_id, standing.unnoted, standing.known;
    if not standing.known or search_key = '' then
        return;
    end if;
    select c.id into company from companies c where c.account_key = account collate "C";
    return query execute
        'select (row_number() over ())::integer, hit.number, hit.cpn collate "default", $5, false, true from (
             select p.number, c.cpn from cpns c join products p on p.id = c.product_id
             where c.company_id = $1 and c.search_text like $2 and split_part(c.search_text, '' '', 1) like $2
               and (c.valid_from is null or c.valid_from <= current_date)
               and (c.valid_to is null or c.valid_to >= current_date)
             order by c.identity_key <> $3, c.search_text not like $4, c.order_key, c.id
             limit $6) hit'
        using company, '%' || search_key || '%', identity collate "C", search_key || '%', standing.token_id, most;
end $$;

revoke all on function shoxl_own_numbers, shoxl_matching_numbers from public;
grant execute on function shoxl_own_numbers, shoxl_matching_numbers to cpn_desk_app;
