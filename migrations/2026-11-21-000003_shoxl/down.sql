drop function shoxl_matching_numbers;
drop function shoxl_own_numbers;
