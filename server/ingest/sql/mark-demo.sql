-- Remembers which demonstration data a layer holds. Any later change raises the revision above the one noted here.
-- $1 layer id, $2 hash of the file
update layer set demo_hash = $2, demo_revision = revision where layer_id = $1
