-- Remembers which demonstration data a layer holds. Any later edit, of what is internal too, raises the
-- number of edits above the one noted here.
-- $1 layer id, $2 hash of the file
update layer set demo_hash = $2, demo_edits = edits where layer_id = $1
