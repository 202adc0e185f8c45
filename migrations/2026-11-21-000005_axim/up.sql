-- Contract B knows a CPN by the first twelve bytes of its id, whatever company it belongs to. Ids come in the order of time, so
-- the index grows at its end.
create index cpns_by_id on cpns (id);
