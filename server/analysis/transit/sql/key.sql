-- $1 id
-- Result: one row: key of the timetables, null where there are none of the id.
select (select key from transit where transit_id = $1) as key
