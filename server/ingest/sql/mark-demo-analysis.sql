-- Remembers which demonstration data was loaded. Data with another key since is an import.
-- $1 kind (network, demand or transit), $2 id, $3 key
insert into demo_analysis (kind, id, key) values ($1, $2, $3) on conflict (kind, id) do update set key = excluded.key
