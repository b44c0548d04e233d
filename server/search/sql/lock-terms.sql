-- Waits until nobody else makes terms of a layer, for this transaction.
-- $1 layer id
select pg_advisory_xact_lock(hashtext('search_terms'), hashtext($1))
