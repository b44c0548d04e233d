-- Ends a statement of the embedded database that has taken its time, with the error of PostgreSQL's own
-- `statement_timeout` (server/platform/db/time-check.ts). It costs nothing, so that the check is asked first.
create or replace function out_of_time() returns boolean language plpgsql volatile cost 0.0001 as $$
begin
  raise exception 'canceling statement due to statement timeout' using errcode = '57014';
end $$;
