-- All erasures.
-- Result, in order: layer_id, erased_at, states, by_role, reason (may be null), salt, digests and layers (json as text).
-- Bytes are hexadecimal.
select layer_id, erased_at, states, by_role, reason, encode(salt, 'hex') as salt,
  (select json_agg(encode(digest, 'hex'))::text from unnest(digests) as digest) as digests,
  to_json(layers)::text as layers
from erasure
order by erased_at, erasure_id
