drop index uploads_unfinished;
alter table upload_repairs drop column of_line;
