-- The register: companies, products, customer part numbers and their history, the people and tokens that work on them,
-- and uploads on their way in.
--
-- * Every key of a company's data starts with company_id, so that the same schema can be distributed by company.
-- * Identity, search and order keys are computed by the program (src/model/key.rs) and compared byte by byte,
--   hence COLLATE "C": one B-tree serves equality, prefixes and order, and every engine sorts alike.
-- * Ids are UUIDv7, made by the program: no sequences.
-- * Rules the program relies on are named constraints; it translates them by name.

create extension if not exists pg_trgm;
create extension if not exists btree_gin;

-- The program works as this role, which owns nothing, so that the row filter below holds for it (an owner is exempt).
-- Roles belong to the server, not to the database: it may be there already, and `down.sql` leaves it.
do $$
begin
    create role cpn_desk_app nologin;
exception
    when duplicate_object or unique_violation then null;
end $$;
do $$
begin
    if not pg_has_role(current_user, 'cpn_desk_app', 'member') then
        execute format('grant cpn_desk_app to %I', current_user);
    end if;
end $$;

-------------------------------------------------------------------------------------------------- reference tables

create table companies (
    id uuid not null,
    account_number text not null,
    account_key text collate "C" not null,
    order_key text collate "C" not null,
    name text not null,
    name_key text collate "C" not null,
    search_text text collate "C" not null,
    object_id text collate "C" not null,
    shared_numbers text not null default 'allow',
    locked_at timestamptz,
    locked_until timestamptz,
    lock_reason text,
    locked_by text,
    archived_at timestamptz,
    version integer not null default 1,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    constraint companies_pkey primary key (id),
    constraint companies_account_key_unique unique (account_key),
    constraint companies_object_id_unique unique (object_id),
    constraint companies_object_id_form check (object_id ~ '^[0-9a-f]{24}$'),
    constraint companies_shared_numbers_known check (shared_numbers in ('allow', 'forbid')),
    constraint companies_lock_whole check ((locked_at is null) = (lock_reason is null) and (locked_at is not null or locked_until is null))
);
comment on column companies.shared_numbers is 'Whether one CPN may stand for several products: allow (flagged as ambiguous) or forbid.';
create index companies_by_name on companies (name_key, id);
create index companies_by_account on companies (order_key, id);
create index companies_search on companies using gin (search_text gin_trgm_ops);

create table products (
    id uuid not null,
    number text not null,
    number_key text collate "C" not null,
    identity_key text collate "C" not null,
    order_key text collate "C" not null,
    name text not null,
    name_key text collate "C" not null,
    gtin text collate "C",
    search_text text collate "C" not null,
    object_id text collate "C" not null,
    parent_id uuid,
    successor_id uuid,
    discontinued_at timestamptz,
    version integer not null default 1,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    constraint products_pkey primary key (id),
    constraint products_number_key_unique unique (number_key),
    constraint products_object_id_unique unique (object_id),
    constraint products_object_id_form check (object_id ~ '^[0-9a-f]{24}$'),
    constraint products_parent_known foreign key (parent_id) references products (id),
    constraint products_successor_known foreign key (successor_id) references products (id),
    constraint products_not_own_parent check (parent_id <> id),
    constraint products_not_own_successor check (successor_id <> id)
);
comment on column products.number_key is 'The number without regard to case and outer blanks: unique.';
comment on column products.identity_key is 'The number as a CPN would be compared: finds collisions. Not unique.';
create index products_by_identity on products (identity_key);
create index products_by_number on products (order_key, id);
create index products_by_name on products (name_key, id);
create index products_discontinued on products (order_key, id) where discontinued_at is not null;
create index products_by_gtin on products (gtin) where gtin is not null;
create index products_by_parent on products (parent_id) where parent_id is not null;
create index products_by_successor on products (successor_id) where successor_id is not null;
create index products_search on products using gin (search_text gin_trgm_ops);

---------------------------------------------------------------------------------------------- people and their access

create table users (
    id uuid not null,
    email text not null,
    email_key text collate "C" not null,
    name text not null,
    role text not null,
    read_only boolean not null default false,
    password_hash text,
    disabled_at timestamptz,
    language text not null default 'en',
    time_zone text not null default 'UTC',
    theme text not null default 'system',
    density text not null default 'comfortable',
    shortcuts boolean not null default true,
    seen_at timestamptz,
    version integer not null default 1,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    constraint users_pkey primary key (id),
    constraint users_email_key_unique unique (email_key),
    constraint users_role_known check (role in ('buyer', 'manager', 'admin')),
    constraint users_theme_known check (theme in ('light', 'dark', 'system')),
    constraint users_density_known check (density in ('comfortable', 'compact')),
    constraint users_read_only_buyers check (not read_only or role = 'buyer')
);

-- A buyer's one company, or the companies an account manager looks after.
create table memberships (
    company_id uuid not null,
    user_id uuid not null,
    created_at timestamptz not null default now(),
    constraint memberships_pkey primary key (company_id, user_id),
    constraint memberships_company_known foreign key (company_id) references companies (id),
    constraint memberships_user_known foreign key (user_id) references users (id) on delete cascade
);
create index memberships_by_user on memberships (user_id);

create table sessions (
    id_hash bytea not null,
    user_id uuid not null,
    state jsonb not null,
    address text not null default '',
    device text not null default '',
    created_at timestamptz not null default now(),
    seen_at timestamptz not null default now(),
    constraint sessions_pkey primary key (id_hash),
    constraint sessions_user_known foreign key (user_id) references users (id) on delete cascade
);
comment on column sessions.id_hash is 'SHA-256 of what the cookie holds.';
create index sessions_by_user on sessions (user_id);

-- Links that work once: the first admin''s set-up, invitations, password resets.
create table links (
    secret_hash bytea not null,
    purpose text not null,
    user_id uuid,
    expires_at timestamptz not null,
    used_at timestamptz,
    created_at timestamptz not null default now(),
    constraint links_pkey primary key (secret_hash),
    constraint links_purpose_known check (purpose in ('setup', 'invitation', 'reset')),
    constraint links_user_named check ((user_id is null) = (purpose = 'setup')),
    constraint links_user_known foreign key (user_id) references users (id) on delete cascade
);
create index links_by_user on links (user_id) where user_id is not null;

-- Failed sign-ins and sign-in requests, counted by all processes together.
create table sign_in_attempts (
    id uuid not null,
    email_key text collate "C" not null,
    address text collate "C" not null,
    failed boolean not null,
    at timestamptz not null default now(),
    constraint sign_in_attempts_pkey primary key (id)
);
create index sign_in_attempts_by_address on sign_in_attempts (address, at);
create index sign_in_attempts_by_pair on sign_in_attempts (email_key, address, at) where failed;

create table server_secrets (
    name text not null,
    secret bytea not null,
    constraint server_secrets_pkey primary key (name)
);

create table tokens (
    id uuid not null,
    name text not null,
    contract text not null,
    scope text not null,
    secret_hash bytea not null,
    hint text not null,
    every_company boolean not null,
    settings jsonb not null default '{}',
    expires_at timestamptz,
    revoked_at timestamptz,
    last_used_at timestamptz,
    last_used_address text,
    created_by_kind text not null,
    created_by_id uuid,
    created_by_name text not null,
    created_at timestamptz not null default now(),
    constraint tokens_pkey primary key (id),
    constraint tokens_secret_hash_unique unique (secret_hash),
    constraint tokens_contract_known check (contract in ('store-api', 'axim', 'shoxl', 'v1')),
    constraint tokens_scope_known check (scope in ('read', 'write'))
);

create table token_companies (
    company_id uuid not null,
    token_id uuid not null,
    constraint token_companies_pkey primary key (company_id, token_id),
    constraint token_companies_company_known foreign key (company_id) references companies (id),
    constraint token_companies_token_known foreign key (token_id) references tokens (id) on delete cascade
);
create index token_companies_by_token on token_companies (token_id);

-------------------------------------------------------------------------------------------------- a company's numbers

create table cpns (
    company_id uuid not null,
    id uuid not null,
    product_id uuid not null,
    cpn text collate "C" not null,
    identity_key text collate "C" not null,
    order_key text collate "C" not null,
    search_text text collate "C" not null,
    description text,
    unit text,
    pack_quantity numeric(18, 6),
    valid_from date,
    valid_to date,
    preferred boolean not null,
    version integer not null,
    created_at timestamptz not null,
    created_by_kind text not null,
    created_by_id uuid,
    created_by_name text not null,
    updated_at timestamptz not null,
    updated_by_kind text not null,
    updated_by_id uuid,
    updated_by_name text not null,
    constraint cpns_pkey primary key (company_id, id),
    constraint cpns_identity_unique unique (company_id, product_id, identity_key),
    constraint cpns_company_known foreign key (company_id) references companies (id),
    constraint cpns_product_known foreign key (product_id) references products (id),
    constraint cpns_cpn_length check (char_length(cpn) between 1 and 255),
    constraint cpns_dates_ordered check (valid_from <= valid_to),
    constraint cpns_pack_positive check (pack_quantity > 0)
);
comment on column cpns.search_text is 'Search key of the CPN and, after a blank, of the description.';
-- One preferred CPN a pair. The domain sees to it that there is one; this sees to it that there are never two.
create unique index cpns_one_preferred on cpns (company_id, product_id) where preferred;
create index cpns_by_identity on cpns (company_id, identity_key);
create index cpns_by_order on cpns (company_id, order_key, id);
create index cpns_by_change on cpns (company_id, updated_at, id);
create index cpns_by_creation on cpns (company_id, created_at, id);
-- What expires and what is still to come: few rows of many.
create index cpns_by_end on cpns (company_id, valid_to) where valid_to is not null;
create index cpns_by_start on cpns (company_id, valid_from) where valid_from is not null;
create index cpns_search on cpns using gin (company_id, search_text gin_trgm_ops);
-- A single histogram bound that happens to fit a pattern made the planner walk a whole company.
alter table cpns alter column search_text set statistics 1000;

-- What happened to a CPN, one row a change, with the state after it (for a deletion: the state that was deleted).
-- The state before is the row of the version before. No key to cpns: history outlives its CPN.
create table cpn_history (
    company_id uuid not null,
    cpn_id uuid not null,
    version integer not null,
    kind text not null,
    at timestamptz not null,
    actor_kind text not null,
    actor_id uuid,
    actor_name text not null,
    door text not null,
    upload_id uuid,
    product_id uuid not null,
    cpn text collate "C" not null,
    identity_key text collate "C" not null,
    description text,
    unit text,
    pack_quantity numeric(18, 6),
    valid_from date,
    valid_to date,
    preferred boolean not null,
    constraint cpn_history_pkey primary key (company_id, cpn_id, version),
    constraint cpn_history_kind_known check (kind in ('created', 'changed', 'deleted', 'restored'))
);
create index cpn_history_by_time on cpn_history (company_id, at, cpn_id);

------------------------------------------------------------------------------------------------------------- uploads

create table uploads (
    company_id uuid not null,
    id uuid not null,
    state text not null,
    source text not null,
    file_name text not null,
    file_bytes bigint not null,
    file_hash bytea not null,
    overrides jsonb not null,
    layout jsonb,
    headings text[] not null default '{}',
    mapping jsonb not null,
    mode text not null,
    empty_cells text not null,
    rows integer not null default 0,
    generation integer not null default 0,
    checked_generation integer,
    counts jsonb,
    problem text,
    actor_kind text not null,
    actor_id uuid,
    actor_name text not null,
    door text not null,
    undoes uuid,
    version integer not null default 1,
    created_at timestamptz not null default now(),
    arrived_at timestamptz not null default now(),
    checked_at timestamptz,
    confirmed_at timestamptz,
    applied_at timestamptz,
    constraint uploads_pkey primary key (company_id, id),
    constraint uploads_company_known foreign key (company_id) references companies (id),
    constraint uploads_undoes_known foreign key (company_id, undoes) references uploads (company_id, id),
    constraint uploads_state_known check (state in ('receiving', 'received', 'read', 'checked', 'waiting', 'applied', 'failed', 'discarded')),
    constraint uploads_mode_known check (mode in ('add', 'update', 'mirror')),
    constraint uploads_empty_known check (empty_cells in ('keep', 'clear'))
);
comment on column uploads.arrived_at is 'When the last piece of the file came: an upload that has been receiving in silence since long has lost its process.';
create index uploads_by_time on uploads (company_id, created_at, id);
create index uploads_receiving on uploads (company_id, arrived_at) where state = 'receiving';

-- The file as it came, in pieces: any process can read it again, and a report can give it back.
create table upload_chunks (
    company_id uuid not null,
    upload_id uuid not null,
    position integer not null,
    bytes bytea not null,
    constraint upload_chunks_pkey primary key (company_id, upload_id, position)
);
-- Spreadsheets are compressed already, and compressing CSV would cost more than the disk it saves.
alter table upload_chunks alter column bytes set storage external;

-- The cells as they were read, and what the chosen columns make of them. A change of columns makes a new generation.
-- Rows of uploads carry no foreign keys: they come and go by the million and only ever together with their upload.
create table upload_rows (
    company_id uuid not null,
    upload_id uuid not null,
    generation integer not null,
    line integer not null,
    id uuid not null,
    cells text not null,
    product_text text,
    product_key text collate "C",
    gtin text collate "C",
    cpn text collate "C",
    identity_key text collate "C",
    order_key text collate "C",
    search_text text collate "C",
    description text,
    unit text,
    pack_quantity numeric(18, 6),
    valid_from date,
    valid_to date,
    notes text not null,
    problem text,
    is_first boolean not null,
    constraint upload_rows_pkey primary key (company_id, upload_id, generation, line)
);
comment on column upload_rows.cells is 'All cells in one text, see src/model/cells.rs: rows come by the ten thousand, and arrays of arrays must be rectangular.';
comment on column upload_rows.notes is 'What was cleaned: words with blanks between them.';
comment on column upload_rows.is_first is 'Whether certainly no row above has the same identity key: the others are compared.';
comment on column upload_rows.id is 'The id the CPN gets if this row makes a new one.';

-- What the check said of each row; rows that would be removed have line 0 and below. Rows come by the million and mostly with the same
-- outcome and cause, so those of 256 lines that share both are one row here: read them through the view `upload_outcomes`.
create table upload_outcome_blocks (
    company_id uuid not null,
    upload_id uuid not null,
    outcome text collate "C" not null,
    cause text collate "C" not null,
    block integer not null,
    row_count integer not null,
    lines integer[] not null,
    product_ids uuid[] not null,
    cpn_ids uuid[] not null,
    cpn_versions integer[] not null,
    constraint upload_outcome_blocks_pkey primary key (company_id, upload_id, outcome, cause, block),
    constraint upload_outcome_blocks_outcome_known check (outcome in ('new', 'changed', 'unchanged', 'choice', 'problem', 'removed'))
);
comment on column upload_outcome_blocks.block is 'line >> 8 of all its lines.';
-- Ids do not compress.
alter table upload_outcome_blocks alter lines set storage external, alter product_ids set storage external,
    alter cpn_ids set storage external, alter cpn_versions set storage external;

-- What people decided about rows after a check. The cells stay as they came; the draft is made of these instead.
create table upload_repairs (
    company_id uuid not null,
    upload_id uuid not null,
    line integer not null,
    repair text collate "C" not null,
    product_text text,
    cpn text,
    constraint upload_repairs_pkey primary key (company_id, upload_id, line)
);
comment on column upload_repairs.product_text is 'The product number to take instead of the one in the cell.';

-- How the company's headings were mapped the last time.
create table remembered_mappings (
    company_id uuid not null,
    headings_hash bytea not null,
    mapping jsonb not null,
    used_at timestamptz not null default now(),
    constraint remembered_mappings_pkey primary key (company_id, headings_hash)
);

-- Uploads that wait for a worker. Small and never distributed: SKIP LOCKED without the company must work on it.
create table jobs (
    upload_id uuid not null,
    company_id uuid not null,
    task text not null,
    attempts integer not null default 0,
    fence integer not null default 0,
    lease_until timestamptz,
    done_rows bigint not null default 0,
    total_rows bigint not null default 0,
    started_at timestamptz,
    created_at timestamptz not null default now(),
    constraint jobs_pkey primary key (upload_id),
    constraint jobs_task_known check (task in ('read', 'check', 'apply', 'undo'))
);
comment on column jobs.fence is 'Rises with each taking: a worker that lost its lease cannot commit.';

---------------------------------------------------------------------------------------------- what admins did, and who tried

create table audit_events (
    id uuid not null,
    at timestamptz not null default now(),
    actor_kind text not null,
    actor_id uuid,
    actor_name text not null,
    door text not null,
    company_id uuid,
    subject_kind text not null,
    subject_id uuid,
    action text not null,
    detail jsonb not null default '{}',
    constraint audit_events_pkey primary key (id)
);
create index audit_events_by_time on audit_events (at, id);
create index audit_events_by_company on audit_events (company_id, at, id);

-------------------------------------------------------------------------------------------------------- the row filter

-- The net below the program's own predicates: without a scope set in the transaction there are no rows.
-- The sub-selects are evaluated once a statement, not once a row.
do $$
declare
    tenant text;
begin
    foreach tenant in array array['cpns', 'cpn_history', 'uploads', 'upload_chunks', 'upload_rows', 'upload_outcome_blocks', 'upload_repairs', 'remembered_mappings'] loop
        execute format('alter table %I enable row level security', tenant);
        execute format(
            'create policy in_scope on %I using (
                 company_id = (select nullif(current_setting(''cpn_desk.company'', true), '''')::uuid)
                 or (select current_setting(''cpn_desk.every_company'', true) = ''on''))', tenant);
    end loop;
end $$;

-- Under the row filter LIKE may not use an index (it is not leak-proof), so searches go through these views: they read
-- with their owner's rights and bring the same filter along as an ordinary predicate.
create view searchable_cpns as
    select * from cpns
    where company_id = (select nullif(current_setting('cpn_desk.company', true), '')::uuid);
create view searchable_everywhere as
    select * from cpns
    where (select current_setting('cpn_desk.every_company', true) = 'on');

-- The outcomes of rows one by one, with the same filter. A range of lines is also asked for as a range of blocks.
create view upload_outcomes as
    select company_id, upload_id, outcome, cause, block, unnest(lines) as line, unnest(product_ids) as product_id,
        unnest(cpn_ids) as cpn_id, unnest(cpn_versions) as cpn_version
    from upload_outcome_blocks
    where company_id = (select nullif(current_setting('cpn_desk.company', true), '')::uuid);

-- A million rows just staged have no statistics yet, and without them every plan of the check is a guess. Only an owner may
-- gather them, hence a function with its owner's rights; it takes nothing and gives nothing.
create function refresh_upload_statistics() returns void
    language plpgsql security definer set search_path = pg_catalog, public as $$
begin
    analyze upload_rows (company_id, upload_id, generation, line, product_key, identity_key, gtin, problem, is_first);
end $$;
revoke all on function refresh_upload_statistics() from public;
grant execute on function refresh_upload_statistics() to cpn_desk_app;

grant usage on schema public to cpn_desk_app;
grant select, insert, update on companies, products, users, tokens, uploads, cpns, jobs, links, sessions, remembered_mappings to cpn_desk_app;
grant delete on cpns, jobs, links, sessions, memberships, token_companies, sign_in_attempts, upload_chunks, upload_rows, upload_outcome_blocks, upload_repairs to cpn_desk_app;
grant select, insert on server_secrets, memberships, token_companies, sign_in_attempts, upload_chunks, upload_rows, upload_outcome_blocks, upload_repairs to cpn_desk_app;
grant update on upload_repairs, sign_in_attempts to cpn_desk_app;
-- History is only ever added to.
grant select, insert on cpn_history, audit_events to cpn_desk_app;
grant select on searchable_cpns, searchable_everywhere, upload_outcomes, __diesel_schema_migrations to cpn_desk_app;
