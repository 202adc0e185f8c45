drop function shoxl_own_numbers;
