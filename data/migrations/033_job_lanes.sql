-- What a job waits with: none waits behind those of a longer lane. A process that has room for one of a lane takes the
-- next of it, whichever process has handed it in. Processes of before know of no lanes: theirs may take any time.
alter table analysis_job add column lane text not null default 'long' check (lane in ('quick', 'short', 'long'));
