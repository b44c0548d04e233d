-- Keeps what somebody says of a facility, within the bounds of the day.
-- $1 layer id   $2 feature id   $3 whether all is right   $4 what is wrong, or null   $5 a remark, or null
-- $6 address of the sender   $7 most a day of an address   $8 most a day of a facility
-- Result: one row: is_kept.
select record_facility_check($1, $2, $3::boolean, $4::text, $5::text, $6, $7::int, $8::int) as is_kept
