-- Factors of the speed of cars by class of street and hour (server/analysis/network/speed-factors.ts), as
-- `npm run network:speeds` reads them: a list of {"streetClass": …, "weekday": 0 for Monday to 6 or null, "hour": …,
-- "factor": …}.
alter table network add column speed_factors jsonb not null default '[]';
