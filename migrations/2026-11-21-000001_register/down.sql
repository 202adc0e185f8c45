drop function refresh_upload_statistics();
drop view upload_outcomes, searchable_everywhere, searchable_cpns;
drop table audit_events, jobs, remembered_mappings, upload_outcome_blocks, upload_repairs, upload_rows, upload_chunks, uploads, cpn_history, cpns,
    token_companies, tokens, server_secrets, sign_in_attempts, links, sessions, memberships, users, products, companies;
revoke all on __diesel_schema_migrations from cpn_desk_app;
revoke usage on schema public from cpn_desk_app;
