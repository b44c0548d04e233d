-- Erases a feature (data/functions/forget.sql), and raises CT002 where there is none.
-- $1 text layer id   $2 text feature id   $3 text reason, or null
-- Result: one row: states, the number of those erased.
select forget($1, $2, $3) as states
