-- Counts a layer's pyramid anew, after it was put off.
-- $1 layer id
select rebuild_pyramid($1)
