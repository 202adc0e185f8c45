drop index cpns_by_id;
