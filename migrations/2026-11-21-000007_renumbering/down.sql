update uploads set mode = 'update' where mode = 'replace';
alter table uploads
    drop constraint uploads_mode_known,
    add constraint uploads_mode_known check (mode in ('add', 'update', 'mirror'));
