-- For this transaction, statistics are made from a tenth of the usual sample: enough for layers of this size.
select set_config('default_statistics_target', '10', true)
