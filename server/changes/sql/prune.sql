-- Removes changes that nobody asks for any more. A process that has not polled for an hour takes whole layers as
-- changed. What has taken something out of sight is kept for a month, so that nobody takes it for an ordinary change.
delete from change where at < now() - interval '1 hour' and (not withdraws or at < now() - interval '30 days')
