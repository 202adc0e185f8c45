-- Contract B knows a CPN by the first twelve bytes of its id, whatever company it belongs to. Ids come in the order of time, so
-- the index grows at its end.
create index cpns_by_id on cpns (id);

-- Adds a CPN with its history in one round trip: programs do it many times a second, and a conversation statement by statement
-- would take ten times as long. It does what a transaction of the program does for any other change, in the same order: open the
-- row filter for the company, hold the company unlocked, hold the pair, write. It runs with its caller's rights, so the row filter
-- holds; what violates a constraint fails under the constraint's name.
create function add_cpn(
    its_company uuid, its_id uuid, its_product uuid, its_cpn text, its_identity_key text, its_order_key text, its_search_text text,
    its_description text, its_unit text, its_pack_quantity numeric, its_valid_from date, its_valid_to date,
    pair_lock bigint, number_lock bigint, actor_kind text, actor_id uuid, actor_name text, its_door text)
    returns table (outcome text, moment timestamptz, is_preferred boolean, lock_until timestamptz, detail text, locker text)
    language plpgsql volatile set search_path = pg_catalog, public set plan_cache_mode = force_generic_plan
as $$
declare
    held companies%rowtype;
    elsewhere text;
begin
    perform set_config('citus.propagate_set_commands', 'local', true), set_config('cpn_desk.company', its_company::text, true);
    select c.* into strict held from companies c where c.id = its_company for share;
    if held.locked_at is not null and (held.locked_until is null or held.locked_until > now()) then
        return query select 'locked', held.locked_at, false, held.locked_until, held.lock_reason, held.locked_by;
        return;
    end if;
    perform pg_advisory_xact_lock(pair_lock);
    if held.shared_numbers = 'forbid' then
        perform pg_advisory_xact_lock(number_lock);
        select p.number into elsewhere from cpns c join products p on p.id = c.product_id
        where c.company_id = its_company and c.identity_key = its_identity_key and c.product_id <> its_product
        order by c.id limit 1;
        if elsewhere is not null then
            return query select 'shared', null::timestamptz, false, null::timestamptz, elsewhere, null::text;
            return;
        end if;
    end if;
    select not coalesce(bool_or(pair.preferred), false) into is_preferred
    from (select c.preferred from cpns c where c.company_id = its_company and c.product_id = its_product for update) pair;
    moment := clock_timestamp();
    insert into cpns (company_id, id, product_id, cpn, identity_key, order_key, search_text, description, unit, pack_quantity,
        valid_from, valid_to, preferred, version, created_at, created_by_kind, created_by_id, created_by_name,
        updated_at, updated_by_kind, updated_by_id, updated_by_name)
    values (its_company, its_id, its_product, its_cpn, its_identity_key, its_order_key, its_search_text, its_description, its_unit,
        its_pack_quantity, its_valid_from, its_valid_to, is_preferred, 1, moment, actor_kind, actor_id, actor_name,
        moment, actor_kind, actor_id, actor_name);
    insert into cpn_history (company_id, cpn_id, version, kind, at, actor_kind, actor_id, actor_name, door, product_id, cpn,
        identity_key, description, unit, pack_quantity, valid_from, valid_to, preferred)
    values (its_company, its_id, 1, 'created', moment, actor_kind, actor_id, actor_name, its_door, its_product, its_cpn,
        its_identity_key, its_description, its_unit, its_pack_quantity, its_valid_from, its_valid_to, is_preferred);
    outcome := 'added';
    return next;
end $$;
revoke all on function add_cpn from public;
grant execute on function add_cpn to cpn_desk_app;
