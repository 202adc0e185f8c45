-- Contract C asks for a company's numbers many times a second, so the token, the account and the products are looked up in one
-- round trip. The function runs with its owner's rights, past the row filter, and therefore decides itself what the token may
-- see: it finds the company by the account number the request names and checks that the token covers it.
create function shoxl_own_numbers(secret bytea, account text, number_keys text[])
    returns table (place integer, own_number text, token_id uuid, unnoted boolean)
    language plpgsql stable security definer set search_path = pg_catalog, public
as $$
declare
    token tokens%rowtype;
    company uuid;
begin
    select t.* into token from tokens t
    where t.secret_hash = secret and t.contract = 'shoxl' and t.revoked_at is null
      and (t.expires_at is null or t.expires_at > now())
      and not exists (select from users u where u.id = t.created_by_id and u.disabled_at is not null);
    if token.id is null then
        return;
    end if;
    select c.id into company from companies c
    where c.account_key = account and c.archived_at is null
      and (token.every_company or exists (select from token_companies tc where tc.company_id = c.id and tc.token_id = token.id));
    -- One row always tells that the token is known: place 0 with a known account, -1 without.
    return query select case when company is null then -1 else 0 end, null::text, token.id,
        token.last_used_at is null or token.last_used_at < now() - interval '1 minute';
    if company is null then
        return;
    end if;
    return query
        select asked.place::integer, own.cpn collate "default", token.id, false
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

revoke all on function shoxl_own_numbers from public;
grant execute on function shoxl_own_numbers to cpn_desk_app;
