-- Statements that have written to a layer, whatever they touched. `revision` counts those alone that touched what
-- everybody may see: it is told to everybody, and would tell when something internal changes.
alter table layer add column edits bigint not null default 0;
update layer set edits = revision;

-- Until now a change named the places of internal features too. A process that misses these takes whole layers as
-- changed.
delete from change;

-- The layers that hold demonstration data, as they were when it was loaded.
alter table layer rename column demo_revision to demo_edits;
