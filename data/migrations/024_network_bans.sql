-- Ways on that are forbidden: turns, and what gates keep out. A list of {"edges": [[edge, "forward" or "back"], …],
-- "modes": ["drive", …]}: nobody of these modes may go along all of the edges, one after the other.
alter table network add column bans jsonb not null default '[]';

-- Water around the streets, which nobody walks over: the coordinates of a GeoJSON MultiPolygon. As they were read, to the
-- last digit: the key of the network is a hash of them too.
alter table network add column water jsonb not null default '[]';
