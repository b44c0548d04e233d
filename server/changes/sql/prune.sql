-- Removes changes that nobody asks for any more. Who has not looked for an hour takes whole layers as changed.
delete from change where at < now() - interval '1 hour'
