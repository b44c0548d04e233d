-- Whose job it is: the address that it was handed in from, as `clientOf` has it. Nobody else may cancel it, and so many
-- of one client are taken. Jobs of before are nobody's.
alter table analysis_job add column client text not null default '';
