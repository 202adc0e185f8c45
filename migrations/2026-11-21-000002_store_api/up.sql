-- Sessions of the Store API (contract A). Only logged-in customers have one: an anonymous context token is echoed, not stored.

create table store_api_sessions (
    token_hash bytea not null,
    user_id uuid not null,
    credential_hash bytea not null,
    created_at timestamptz not null default now(),
    seen_at timestamptz not null default now(),
    constraint store_api_sessions_pkey primary key (token_hash),
    constraint store_api_sessions_user_known foreign key (user_id) references users (id) on delete cascade
);
comment on column store_api_sessions.token_hash is 'SHA-256 of the context token.';
comment on column store_api_sessions.credential_hash is 'SHA-256 of the stored password hash at login: another password ends the session.';
create index store_api_sessions_by_user on store_api_sessions (user_id);

grant select, insert, update, delete on store_api_sessions to cpn_desk_app;
