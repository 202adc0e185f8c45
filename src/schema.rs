// @generated automatically by Diesel CLI.

diesel::table! {
    audit_events (id) {
        id -> Uuid,
        at -> Timestamptz,
        actor_kind -> Text,
        actor_id -> Nullable<Uuid>,
        actor_name -> Text,
        door -> Text,
        company_id -> Nullable<Uuid>,
        subject_kind -> Text,
        subject_id -> Nullable<Uuid>,
        action -> Text,
        detail -> Jsonb,
    }
}

diesel::table! {
    companies (id) {
        id -> Uuid,
        account_number -> Text,
        account_key -> Text,
        order_key -> Text,
        name -> Text,
        name_key -> Text,
        search_text -> Text,
        object_id -> Text,
        shared_numbers -> Text,
        locked_at -> Nullable<Timestamptz>,
        locked_until -> Nullable<Timestamptz>,
        lock_reason -> Nullable<Text>,
        locked_by -> Nullable<Text>,
        archived_at -> Nullable<Timestamptz>,
        version -> Int4,
        created_at -> Timestamptz,
        updated_at -> Timestamptz,
    }
}

diesel::table! {
    cpn_history (company_id, cpn_id, version) {
        company_id -> Uuid,
        cpn_id -> Uuid,
        version -> Int4,
        kind -> Text,
        at -> Timestamptz,
        actor_kind -> Text,
        actor_id -> Nullable<Uuid>,
        actor_name -> Text,
        door -> Text,
        upload_id -> Nullable<Uuid>,
        product_id -> Uuid,
        cpn -> Text,
        identity_key -> Text,
        description -> Nullable<Text>,
        unit -> Nullable<Text>,
        pack_quantity -> Nullable<Numeric>,
        valid_from -> Nullable<Date>,
        valid_to -> Nullable<Date>,
        preferred -> Bool,
    }
}

diesel::table! {
    cpns (company_id, id) {
        company_id -> Uuid,
        id -> Uuid,
        product_id -> Uuid,
        cpn -> Text,
        identity_key -> Text,
        order_key -> Text,
        search_text -> Text,
        description -> Nullable<Text>,
        unit -> Nullable<Text>,
        pack_quantity -> Nullable<Numeric>,
        valid_from -> Nullable<Date>,
        valid_to -> Nullable<Date>,
        preferred -> Bool,
        version -> Int4,
        created_at -> Timestamptz,
        created_by_kind -> Text,
        created_by_id -> Nullable<Uuid>,
        created_by_name -> Text,
        updated_at -> Timestamptz,
        updated_by_kind -> Text,
        updated_by_id -> Nullable<Uuid>,
        updated_by_name -> Text,
    }
}

diesel::table! {
    idempotency_keys (token_id, key, route) {
        token_id -> Uuid,
        route -> Text,
        key -> Text,
        body_hash -> Bytea,
        status -> Int4,
        etag -> Nullable<Text>,
        location -> Nullable<Text>,
        body -> Text,
        created_at -> Timestamptz,
    }
}

diesel::table! {
    jobs (upload_id) {
        upload_id -> Uuid,
        company_id -> Uuid,
        task -> Text,
        attempts -> Int4,
        fence -> Int4,
        lease_until -> Nullable<Timestamptz>,
        done_rows -> Int8,
        total_rows -> Int8,
        started_at -> Nullable<Timestamptz>,
        created_at -> Timestamptz,
    }
}

diesel::table! {
    links (secret_hash) {
        secret_hash -> Bytea,
        purpose -> Text,
        user_id -> Nullable<Uuid>,
        expires_at -> Timestamptz,
        used_at -> Nullable<Timestamptz>,
        created_at -> Timestamptz,
    }
}

diesel::table! {
    memberships (company_id, user_id) {
        company_id -> Uuid,
        user_id -> Uuid,
        created_at -> Timestamptz,
    }
}

diesel::table! {
    pending_sign_ins (secret_hash) {
        secret_hash -> Bytea,
        user_id -> Uuid,
        tries -> Int4,
        expires_at -> Timestamptz,
    }
}

diesel::table! {
    products (id) {
        id -> Uuid,
        number -> Text,
        number_key -> Text,
        identity_key -> Text,
        order_key -> Text,
        name -> Text,
        name_key -> Text,
        gtin -> Nullable<Text>,
        search_text -> Text,
        object_id -> Text,
        parent_id -> Nullable<Uuid>,
        successor_id -> Nullable<Uuid>,
        discontinued_at -> Nullable<Timestamptz>,
        version -> Int4,
        created_at -> Timestamptz,
        updated_at -> Timestamptz,
    }
}

diesel::table! {
    recovery_codes (user_id, code_hash) {
        user_id -> Uuid,
        code_hash -> Bytea,
    }
}

diesel::table! {
    remembered_mappings (company_id, headings_hash) {
        company_id -> Uuid,
        headings_hash -> Bytea,
        mapping -> Jsonb,
        used_at -> Timestamptz,
    }
}

diesel::table! {
    second_factors (user_id) {
        user_id -> Uuid,
        secret -> Bytea,
        confirmed_at -> Nullable<Timestamptz>,
        last_step -> Int8,
        created_at -> Timestamptz,
    }
}

diesel::table! {
    server_secrets (name) {
        name -> Text,
        secret -> Bytea,
    }
}

diesel::table! {
    sessions (id_hash) {
        id_hash -> Bytea,
        user_id -> Uuid,
        state -> Jsonb,
        address -> Text,
        device -> Text,
        created_at -> Timestamptz,
        seen_at -> Timestamptz,
    }
}

diesel::table! {
    sign_in_attempts (id) {
        id -> Uuid,
        email_key -> Text,
        address -> Text,
        failed -> Bool,
        at -> Timestamptz,
    }
}

diesel::table! {
    store_api_sessions (token_hash) {
        token_hash -> Bytea,
        user_id -> Uuid,
        credential_hash -> Bytea,
        created_at -> Timestamptz,
        seen_at -> Timestamptz,
    }
}

diesel::table! {
    token_companies (company_id, token_id) {
        company_id -> Uuid,
        token_id -> Uuid,
    }
}

diesel::table! {
    tokens (id) {
        id -> Uuid,
        name -> Text,
        contract -> Text,
        scope -> Text,
        secret_hash -> Bytea,
        hint -> Text,
        every_company -> Bool,
        settings -> Jsonb,
        expires_at -> Nullable<Timestamptz>,
        revoked_at -> Nullable<Timestamptz>,
        last_used_at -> Nullable<Timestamptz>,
        last_used_address -> Nullable<Text>,
        created_by_kind -> Text,
        created_by_id -> Nullable<Uuid>,
        created_by_name -> Text,
        created_at -> Timestamptz,
    }
}

diesel::table! {
    upload_chunks (company_id, upload_id, position) {
        company_id -> Uuid,
        upload_id -> Uuid,
        position -> Int4,
        bytes -> Bytea,
    }
}

diesel::table! {
    upload_outcome_blocks (company_id, upload_id, outcome, cause, block) {
        company_id -> Uuid,
        upload_id -> Uuid,
        outcome -> Text,
        cause -> Text,
        block -> Int4,
        row_count -> Int4,
        lines -> Array<Nullable<Int4>>,
        product_ids -> Array<Nullable<Uuid>>,
        cpn_ids -> Array<Nullable<Uuid>>,
        cpn_versions -> Array<Nullable<Int4>>,
    }
}

diesel::table! {
    upload_repairs (company_id, upload_id, line) {
        company_id -> Uuid,
        upload_id -> Uuid,
        line -> Int4,
        repair -> Text,
        product_text -> Nullable<Text>,
        cpn -> Nullable<Text>,
        of_line -> Nullable<Int4>,
    }
}

diesel::table! {
    upload_rows (company_id, upload_id, generation, line) {
        company_id -> Uuid,
        upload_id -> Uuid,
        generation -> Int4,
        line -> Int4,
        id -> Uuid,
        cells -> Text,
        product_text -> Nullable<Text>,
        product_key -> Nullable<Text>,
        gtin -> Nullable<Text>,
        cpn -> Nullable<Text>,
        identity_key -> Nullable<Text>,
        order_key -> Nullable<Text>,
        search_text -> Nullable<Text>,
        description -> Nullable<Text>,
        unit -> Nullable<Text>,
        pack_quantity -> Nullable<Numeric>,
        valid_from -> Nullable<Date>,
        valid_to -> Nullable<Date>,
        notes -> Text,
        problem -> Nullable<Text>,
        is_first -> Bool,
    }
}

diesel::table! {
    uploads (company_id, id) {
        company_id -> Uuid,
        id -> Uuid,
        state -> Text,
        source -> Text,
        file_name -> Text,
        file_bytes -> Int8,
        file_hash -> Bytea,
        overrides -> Jsonb,
        layout -> Nullable<Jsonb>,
        headings -> Array<Nullable<Text>>,
        mapping -> Jsonb,
        mode -> Text,
        empty_cells -> Text,
        rows -> Int4,
        generation -> Int4,
        checked_generation -> Nullable<Int4>,
        counts -> Nullable<Jsonb>,
        problem -> Nullable<Text>,
        actor_kind -> Text,
        actor_id -> Nullable<Uuid>,
        actor_name -> Text,
        door -> Text,
        undoes -> Nullable<Uuid>,
        version -> Int4,
        created_at -> Timestamptz,
        arrived_at -> Timestamptz,
        checked_at -> Nullable<Timestamptz>,
        confirmed_at -> Nullable<Timestamptz>,
        applied_at -> Nullable<Timestamptz>,
    }
}

diesel::table! {
    users (id) {
        id -> Uuid,
        email -> Text,
        email_key -> Text,
        name -> Text,
        role -> Text,
        read_only -> Bool,
        password_hash -> Nullable<Text>,
        disabled_at -> Nullable<Timestamptz>,
        language -> Text,
        time_zone -> Text,
        theme -> Text,
        density -> Text,
        shortcuts -> Bool,
        seen_at -> Nullable<Timestamptz>,
        version -> Int4,
        created_at -> Timestamptz,
        updated_at -> Timestamptz,
    }
}

diesel::joinable!(cpns -> products (product_id));
diesel::joinable!(idempotency_keys -> tokens (token_id));
diesel::joinable!(links -> users (user_id));
diesel::joinable!(memberships -> companies (company_id));
diesel::joinable!(memberships -> users (user_id));
diesel::joinable!(pending_sign_ins -> users (user_id));
diesel::joinable!(recovery_codes -> second_factors (user_id));
diesel::joinable!(second_factors -> users (user_id));
diesel::joinable!(sessions -> users (user_id));
diesel::joinable!(store_api_sessions -> users (user_id));
diesel::joinable!(token_companies -> companies (company_id));
diesel::joinable!(token_companies -> tokens (token_id));
diesel::joinable!(uploads -> companies (company_id));

diesel::allow_tables_to_appear_in_same_query!(
    audit_events,
    companies,
    cpn_history,
    cpns,
    idempotency_keys,
    jobs,
    links,
    memberships,
    pending_sign_ins,
    products,
    recovery_codes,
    remembered_mappings,
    second_factors,
    server_secrets,
    sessions,
    sign_in_attempts,
    store_api_sessions,
    token_companies,
    tokens,
    upload_chunks,
    upload_outcome_blocks,
    upload_repairs,
    upload_rows,
    uploads,
    users,
);
