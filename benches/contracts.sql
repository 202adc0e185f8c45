-- A register of :companies companies, :products products and about :cpns CPNs: a few companies hold most of them.
-- The keys are those the program makes of such plain numbers.
set synchronous_commit = off;
insert into companies (id, account_number, account_key, order_key, name, name_key, search_text, object_id)
select gen_random_uuid(), 'B' || n, 'b' || n, 'b' || n, 'Company ' || n, 'company ' || n, 'B' || n || ' COMPANY' || n, lpad(to_hex(n), 24, '0')
from generate_series(1, :companies) n;
insert into products (id, number, number_key, identity_key, order_key, name, name_key, search_text, object_id)
select gen_random_uuid(), 'P-' || n, 'p-' || n, 'p-' || n, 'p-' || n, 'Product ' || n, 'product ' || n, 'P' || n || ' PRODUCT' || n, lpad(to_hex(n), 24, '0')
from generate_series(1, :products) n;
insert into cpns (company_id, id, product_id, cpn, identity_key, order_key, search_text, preferred, version,
    created_at, created_by_kind, created_by_name, updated_at, updated_by_kind, updated_by_name)
select c.id, gen_random_uuid(), p.id, 'C-' || n, 'c-' || n, 'c-' || n, 'C' || n, true, 1, now(), 'command-line', 'bench', now(), 'command-line', 'bench'
from (select n, lpad(to_hex(power(:companies, random())::int), 24, '0') as company,
          lpad(to_hex(1 + (random() * (:products - 1))::int), 24, '0') as product
      from generate_series(1, :cpns) n) drawn
join companies c on c.object_id = drawn.company join products p on p.object_id = drawn.product
on conflict do nothing;
analyze;
