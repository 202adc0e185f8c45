-- What requests with an Idempotency-Key were answered, written in the transaction that did what they asked for: a request that
-- is sent again gets the same answer and does nothing twice. Kept for a day.
create table idempotency_keys (
    token_id uuid not null,
    route text not null,
    key text not null,
    body_hash bytea not null,
    status integer not null,
    etag text,
    location text,
    body text not null,
    created_at timestamptz not null default now(),
    constraint idempotency_keys_pkey primary key (token_id, key, route),
    constraint idempotency_keys_token_known foreign key (token_id) references tokens (id) on delete cascade
);
comment on column idempotency_keys.route is 'Method and path, ids included.';
comment on column idempotency_keys.body_hash is 'SHA-256 of the body: the same key with another body is a mistake of the client.';
create index idempotency_keys_by_age on idempotency_keys (created_at);

grant select, insert, update, delete on idempotency_keys to cpn_desk_app;
