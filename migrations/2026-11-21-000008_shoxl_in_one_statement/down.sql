drop function shoxl_matching_numbers, shoxl_own_numbers;

create function shoxl_own_numbers(secret bytea, carrier text, account text, number_keys text[])
    returns table (place integer, product_number text, own_number text, token_id uuid, unnoted boolean)
    language plpgsql stable security definer set search_path = pg_catalog, public set plan_cache_mode = force_generic_plan
as $$
declare
    token uuid;
    is_unnoted boolean;
    company uuid;
begin
    select t.id, t.last_used_at is null or t.last_used_at < now() - interval '1 minute', c.id into token, is_unnoted, company
    from tokens t
    left join companies c on c.account_key = account collate "C"
        and (t.every_company or exists (select from token_companies tc where tc.company_id = c.id and tc.token_id = t.id))
    where t.secret_hash = secret and t.contract = 'shoxl' and t.revoked_at is null
      and (t.expires_at is null or t.expires_at > now())
      and (not t.settings ? 'carriers' or t.settings -> 'carriers' ? carrier)
      and not exists (select from users u where u.id = t.created_by_id and u.disabled_at is not null);
    if token is null then
        return;
    end if;
    return query select case when company is null then -1 else 0 end, null::text, null::text, token, is_unnoted;
    if company is null then
        return;
    end if;
    return query
        select asked.place::integer, null::text, own.cpn collate "default", token, false
        from unnest(number_keys) with ordinality as asked (number_key, place)
        join products p on p.number_key = asked.number_key collate "C"
        cross join lateral (
            select c.cpn from cpns c
            where c.company_id = company and c.product_id = p.id
              and (c.valid_from is null or c.valid_from <= current_date)
              and (c.valid_to is null or c.valid_to >= current_date)
            order by c.preferred desc, c.created_at, c.id
            limit 1
        ) own;
end $$;

-- Numbers that hold a term. The statement is planned anew each time: how rare the pattern is decides its plan. The search key of
-- a CPN is what stands before the first blank of its search text; behind it comes the description.
create function shoxl_matching_numbers(secret bytea, carrier text, account text, search_key text, identity text, most integer)
    returns table (place integer, product_number text, own_number text, token_id uuid, unnoted boolean)
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
    return query select standing.place, null::text, null::text, standing.token_id, standing.unnoted;
    if standing.place < 0 or search_key = '' then
        return;
    end if;
    select c.id into company from companies c where c.account_key = account collate "C";
    return query execute
        'select (row_number() over ())::integer, hit.number, hit.cpn collate "default", $5, false from (
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
