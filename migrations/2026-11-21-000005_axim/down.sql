drop function add_cpn;
drop index cpns_by_id;
