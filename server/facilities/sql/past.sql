-- What the past says of a facility: when it was first known, when it went, when somebody said last that all is right.
-- $1 layer id   $2 feature id
-- Result: one row: first_at (null where it has always been as it is), gone_at (null where it is there, was never public,
-- or is hidden now), confirmed_at (null where nobody has said so).
select
  (
    select min(h.valid_from) from feature_history h
    where h.layer_id = $1 and h.feature_id = $2 and h.visibility = 'public'
  ) as first_at,
  (
    select last.valid_to
    from (
      select h.valid_to, h.op, h.visibility from feature_history h
      where h.layer_id = $1 and h.feature_id = $2
      order by h.history_id desc limit 1
    ) as last
    where last.op <> 'update' and last.visibility = 'public'
      and not exists (select from feature f where f.layer_id = $1 and f.feature_id = $2)
  ) as gone_at,
  (
    select max(c.at) from facility_check c
    where c.layer_id = $1 and c.feature_id = $2 and c.is_right
  ) as confirmed_at
