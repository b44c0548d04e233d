-- needs: filter_moment
-- As filter_moment, for a city in another time zone of the tz database than UTC+8. A day in which clocks are put on or
-- back is shorter or longer than others.
create or replace function filter_moment_in(written text, side text, zone text)
returns bigint language plpgsql immutable strict parallel safe as $$
declare
  moment bigint := filter_moment(written, 'start');
  bare timestamp;
begin
  -- Other texts name their offset, or are no date.
  if moment is null or written collate "C" ~ '(Z|[-+][0-9]{2}:[0-9]{2})$' and length(written) > 10 then
    return moment;
  end if;
  -- As the clocks of UTC+8 show it.
  bare := timestamp '1970-01-01' + (moment + 28800000000) * interval '1 microsecond';
  if length(written) > 10 then
    return extract(epoch from bare at time zone zone) * 1000000;
  end if;
  return case side
    when 'start' then extract(epoch from bare at time zone zone) * 1000000
    when 'last' then extract(epoch from (bare + interval '1 day') at time zone zone) * 1000000 - 1
    else extract(epoch from (bare + interval '1 day') at time zone zone) * 1000000
  end;
end $$;
