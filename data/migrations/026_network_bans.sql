-- Ways on that are forbidden: turns, and what gates keep out. A list of {"edges": [[edge, "forward" or "back"], …],
-- "modes": ["drive", …]}: nobody of these modes may go along all of the edges, one after the other.
alter table network add column bans jsonb not null default '[]';
