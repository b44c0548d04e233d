-- Rows of a table whose box meets a box.
-- In braces, made by server/sources/table-source/items.ts: table (the relation, named t), where (the conditions)
-- Result: one row: count.
select count(*) as count from {{table}} where {{where}}
