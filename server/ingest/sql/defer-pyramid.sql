-- Puts the layer's pyramid off until rebuild-pyramid.sql, for this transaction only: counting once is cheaper than
-- following every batch.
select set_config('chengtu.defer_pyramid', 'on', true)
