-- A date, or a date and time, in microseconds since 1970 (UTC): where it begins ('start'), its last microsecond
-- ('last'), or the first one after it ('end'). A moment has no extent, so all three are the same. A bare date is its
-- whole day in UTC+8, and a time without an offset is in UTC+8. Null for any other text. tiles/filter/cql2/time.ts does
-- the same.
create or replace function filter_moment(written text, side text)
returns bigint language plpgsql immutable strict parallel safe as $$
declare
  part text[];
  midnight bigint;
  day date;
begin
  -- Most texts are bare dates. The 29 February goes the long way.
  if length(written) = 10
    and written collate "C" ~ '^[0-9]{4}-(?:(?:0[1-9]|1[0-2])-(?:0[1-9]|1[0-9]|2[0-8])|(?:0[13-9]|1[0-2])-(?:29|30)|(?:0[13578]|1[02])-31)$'
    and written collate "C" >= '0001' then
    return (written::date - date '1970-01-01')::bigint * 86400000000 - 28800000000
      + case side when 'start' then 0 when 'last' then 86399999999 else 86400000000 end;
  end if;
  -- Nearly all others are times as RFC 3339 has them, which PostgreSQL reads ten times faster than the pieces below.
  if written collate "C" ~ '^[12][0-9]{3}-(?:(?:0[1-9]|1[0-2])-(?:0[1-9]|1[0-9]|2[0-8])|(?:0[13-9]|1[0-2])-(?:29|30)|(?:0[13578]|1[02])-31)[T ](?:[01][0-9]|2[0-3]):[0-5][0-9](?::[0-5][0-9])?(?:Z|[-+](?:0[0-9]|1[0-4]):[0-5][0-9])?$' then
    return case when substr(written, 17) ~ '[-+Z]' then date_part('epoch', written::timestamptz)::bigint * 1000000
      else date_part('epoch', written::timestamp)::bigint * 1000000 - 28800000000 end;
  end if;
  part := regexp_match(written collate "C", '^([0-9]{4})-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])'
    '(?:[T ]([01][0-9]|2[0-3]):([0-5][0-9])(?::([0-5][0-9])(?:[.]([0-9]+))?)?(?:(Z)|([-+])([01][0-9]|2[0-3]):([0-5][0-9]))?)?$');
  if part is null or part[1] = '0000' then
    return null;
  end if;
  day := make_date(part[1]::int, part[2]::int, 1) + (part[3]::int - 1);
  -- There is no 31 April.
  if extract(month from day) <> part[2]::int then
    return null;
  end if;
  midnight := (day - date '1970-01-01')::bigint * 86400000000;
  if part[4] is null then
    return midnight - 28800000000 + case side when 'start' then 0 when 'last' then 86399999999 else 86400000000 end;
  end if;
  return midnight + part[4]::bigint * 3600000000 + part[5]::bigint * 60000000 + coalesce(part[6]::bigint, 0) * 1000000
    + coalesce(rpad(left(part[7], 6), 6, '0')::bigint, 0)
    - case when part[8] = 'Z' then 0 when part[9] is null then 28800000000
        else (part[9] || '1')::bigint * (part[10]::bigint * 3600000000 + part[11]::bigint * 60000000) end;
end $$;
