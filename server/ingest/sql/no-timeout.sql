-- A load may take longer than a request; for this transaction only.
select set_config('statement_timeout', '0', true)
