-- Whether nobody else makes terms of a layer: if so, nobody will for this transaction.
-- $1 layer id
-- Result: one row: is_free.
select pg_try_advisory_xact_lock(hashtext('search_terms'), hashtext($1)) as is_free
