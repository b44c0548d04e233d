-- $1 kind (network or demand), $2 id
-- Result: key of the demonstration data that was last loaded under the id, one row at most.
select key from demo_analysis where kind = $1 and id = $2
