-- Edges that are ferries, which only studies that ask for them travel on. A list of {"edge": …, "seconds": …, "forward":
-- ["walk", …], "backward": […]}: seconds of a crossing without waiting, and whom it takes from `from_node` to `to_node`,
-- and back. The edges' own times are null.
alter table network add column ferries jsonb not null default '[]';
