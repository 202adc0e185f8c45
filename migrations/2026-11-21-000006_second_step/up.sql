-- The second step of signing in: a code of six digits that an app computes from a secret it shares with the server.

create table second_factors (
    user_id uuid not null,
    secret bytea not null,
    confirmed_at timestamptz,
    last_step bigint not null default 0,
    created_at timestamptz not null default now(),
    constraint second_factors_pkey primary key (user_id),
    constraint second_factors_user_known foreign key (user_id) references users (id) on delete cascade
);
comment on column second_factors.secret is 'Codes are computed from it, so it cannot be hashed.';
comment on column second_factors.confirmed_at is 'Asked for at sign-in only from here on: until a first code was right, the app may not have it.';
comment on column second_factors.last_step is 'The half minute of the last code: neither it nor an earlier one is taken again.';

create table recovery_codes (
    user_id uuid not null,
    code_hash bytea not null,
    constraint recovery_codes_pkey primary key (user_id, code_hash),
    constraint recovery_codes_user_known foreign key (user_id) references second_factors (user_id) on delete cascade
);

-- Sign-ins whose password was right and whose second step is still to come.
create table pending_sign_ins (
    secret_hash bytea not null,
    user_id uuid not null,
    tries integer not null default 0,
    expires_at timestamptz not null,
    constraint pending_sign_ins_pkey primary key (secret_hash),
    constraint pending_sign_ins_user_known foreign key (user_id) references users (id) on delete cascade
);
create index pending_sign_ins_by_user on pending_sign_ins (user_id);

grant select, insert, update, delete on second_factors, pending_sign_ins to cpn_desk_app;
grant select, insert, delete on recovery_codes to cpn_desk_app;
