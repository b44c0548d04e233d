-- $1 kind (network, demand or transit), $2 id
-- Result: one row: key of the demonstration data that was last loaded under the id, null where there was none.
select (select key from demo_analysis where kind = $1 and id = $2) as key
