-- What people have said of facilities, the newest first.
-- $1 layer id, or null for all   $2 the most rows
-- Result: layer_id, feature_id, at, is_right, problem, note.
select layer_id, feature_id, at, is_right, problem, note
from facility_check
where $1::text is null or layer_id = $1
order by check_id desc
limit $2::int
