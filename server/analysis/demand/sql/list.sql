-- Result: every demand without its cells, ascending by id.
select demand_id as id, key, meta from demand order by demand_id collate "C"
