-- Result: all timetables without their pieces, ascending by id; one row of nulls where there are none.
select transit_id as id, key, meta from (select) as asked left join transit on true order by transit_id collate "C"
