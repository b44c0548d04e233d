-- needs: layer_ids

-- How a date or time is spelt: 'date' for a bare date, 'at' and what follows the seconds for a time of whole seconds
-- ('atZ', 'at+08:00', 'at'). Null for all other texts. Of texts of one spelling the later is the greater.
create or replace function time_spelling(written text) returns text language sql immutable parallel safe as $$
  select case
    when written collate "C" like '____-__-__' then
      case when written collate "C" ~ '^[12][0-9]{3}-(?:(?:0[1-9]|1[0-2])-(?:0[1-9]|1[0-9]|2[0-8])|(?:0[13-9]|1[0-2])-(?:29|30)|(?:0[13578]|1[02])-31)$' then 'date' end
    when written collate "C" ~ '^[12][0-9]{3}-(?:(?:0[1-9]|1[0-2])-(?:0[1-9]|1[0-9]|2[0-8])|(?:0[13-9]|1[0-2])-(?:29|30)|(?:0[13578]|1[02])-31)T(?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](?:Z|[-+](?:0[0-9]|1[0-4]):[0-5][0-9])?$'
      then 'at' || substr(written, 20)
  end
$$;

-- The text that times of a spelling are compared with in place of a moment, by `>=`, `<=` or `=` as `comparison`
-- begins: a text that is a moment of this spelling, and holds the same times. Null where that cannot be: the spelling
-- is not one, or it is that of a zone in which clocks are put on and back.
-- comparison: of CQL2, `=`, `<`, `<=`, `>` or `>=`
-- microseconds: of the moment, since 1970 in UTC
-- day: the text that bare dates are compared with; empty where none is equal
-- is_china: whether times without an offset are those of UTC+8
create or replace function time_bound(spelling text, comparison text, microseconds bigint, day text, is_china boolean)
returns text language plpgsql immutable parallel safe as $$
declare
  ahead bigint;
  second bigint;
begin
  if spelling = 'date' then
    return day;
  end if;
  ahead := case
    when spelling = 'atZ' then 0
    when spelling = 'at' and is_china then 28800
    when spelling ~ '^at[-+][0-9]{2}:[0-9]{2}$'
      then (substr(spelling, 3, 1) || '1')::int * (substr(spelling, 4, 2)::int * 3600 + substr(spelling, 7, 2)::int * 60)
  end;
  if ahead is null then
    return null;
  end if;
  -- The last whole second that is not after the moment.
  second := microseconds / 1000000 - case when microseconds % 1000000 < 0 then 1 else 0 end;
  if second * 1000000 <> microseconds then
    if comparison = '=' then
      return '';
    end if;
    second := second + case when comparison in ('>', '>=') then 1 else 0 end;
  else
    second := second + case comparison when '>' then 1 when '<' then -1 else 0 end;
  end if;
  return to_char(timestamp '1970-01-01' + (second + ahead) * interval '1 second', 'YYYY-MM-DD"T"HH24:MI:SS')
    || substr(spelling, 3);
end $$;

-- Spellings of layers that triggers have to look after. Those who edit need no right on the table.
create or replace function spellings_of(layers text[]) returns table (layer_id text, attribute text, spelling text)
language sql stable security definer set search_path from current as $$
  select t.layer_id, t.attribute, t.spelling from layer_time t
  where t.layer_id = any (layers) and t.spelling is not null
  order by t.layer_id, t.attribute
$$;

-- Notes another spelling, where it is still the one that the caller has seen. Result: the one there is now.
create or replace function respell(layer text, named text, seen text, spelt text) returns text
language plpgsql security definer set search_path from current as $$
declare
  now_there text;
begin
  update layer_time t set spelling = spelt where t.layer_id = layer and t.attribute = named and t.spelling = seen;
  select t.spelling into now_there from layer_time t where t.layer_id = layer and t.attribute = named;
  return now_there;
end $$;

-- Sets which dates and times of a layer filters compare, and looks at all of its features where they spelt them
-- differently and somebody has edited since. Where others edit at this moment it looks another time.
create or replace function set_layer_times(layer text, keys text[]) returns void language plpgsql as $$
declare
  part text := 'feature_' || replace(layer, '-', '_');
  written bigint := (select l.edits from layer l where l.layer_id = layer);
  key text;
begin
  if not is_layer_id(layer) then
    raise exception 'not a layer id: %', quote_nullable(layer) using errcode = 'invalid_parameter_value';
  end if;
  delete from layer_time t where t.layer_id = layer and t.attribute <> all (keys);
  if not exists (
    select from unnest(keys) as k (named) left join layer_time t on t.layer_id = layer and t.attribute = named
    where t.layer_id is null or (t.spelling is null and t.edits <> coalesce(written, 0))) then
    return;
  end if;
  begin
    execute format('lock table %I in share row exclusive mode nowait', part);
  exception when lock_not_available then
    return;
  end;
  written := coalesce((select l.edits from layer l where l.layer_id = layer), 0);
  foreach key in array keys loop
    continue when exists (
      select from layer_time t
      where t.layer_id = layer and t.attribute = key and (t.spelling is not null or t.edits = written));
    insert into layer_time as t (layer_id, attribute, spelling, edits)
    select layer, key,
      case when count(*) = 0 then ''
        when bool_and(spelling is not null) and min(spelling) = max(spelling) then min(spelling) end,
      written
    from (
      select time_spelling(f.attributes ->> key) as spelling from feature f
      where f.layer_id = layer and f.attributes ->> key is not null) as each
    on conflict (layer_id, attribute) do update set spelling = excluded.spelling, edits = excluded.edits;
  end loop;
end $$;
