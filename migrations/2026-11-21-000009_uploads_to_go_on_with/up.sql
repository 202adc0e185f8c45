-- Cells with several numbers become several rows by decision.
alter table upload_repairs add column of_line integer;
comment on column upload_repairs.of_line is 'The line whose cell held several numbers, for rows that were made of the second and all further ones. They stand behind the last line of the file.';

-- What somebody must go on with, what waits for a worker, what failed: few of many.
create index uploads_unfinished on uploads (company_id, id) where state not in ('applied', 'discarded');
