-- Removes changes that nobody asks for any more.
-- $1 int hours for which changes are kept, one at least: a process that has not polled for so long takes whole layers
-- as changed, and so does an export. What has taken something out of sight is kept for a month, so that nobody takes it
-- for an ordinary change.
delete from change
where at < now() - $1::int * interval '1 hour' and (not withdraws or at < now() - greatest($1::int, 720) * interval '1 hour')
