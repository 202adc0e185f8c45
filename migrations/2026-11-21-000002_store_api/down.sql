drop table store_api_sessions;
