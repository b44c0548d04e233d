-- Removes changes that nobody asks for any more. A process that has not polled for an hour takes whole layers as
-- changed.
delete from change where at < now() - interval '1 hour'
