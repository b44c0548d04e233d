-- Takes away the terms of features after one, up to another or all.
-- $1 layer id, $2 feature id ('' for the first), $3 feature id, or null
delete from search_term where layer_id = $1 and feature_id > $2 and ($3::text is null or feature_id <= $3)
