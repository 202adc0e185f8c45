-- Uploads of customers that have renumbered: a number that is new for its product takes the place of the preferred one.

alter table uploads
    drop constraint uploads_mode_known,
    add constraint uploads_mode_known check (mode in ('add', 'update', 'replace', 'mirror'));
