-- Result: every demand without its cells, ascending by id; one row of nulls where there are none.
select demand_id as id, key, meta from (select) as asked left join demand on true order by demand_id collate "C"
