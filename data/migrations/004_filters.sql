-- Whether attributes meet all filters of a layer (tiles/filter.ts): attribute → {kind, …}. The map filters what it has
-- drawn by the same rules (client/src/map/filter.ts), so that its counts are those of what it shows.
create function meets_filters(attributes jsonb, filters jsonb) returns boolean language sql immutable parallel safe as $$
  select not exists (
    select from jsonb_each(filters) as filter (attribute, wanted)
    where not coalesce(case wanted ->> 'kind'
      when 'choice' then wanted -> 'values' ? (attributes ->> attribute)
      when 'flag' then attributes ->> attribute = wanted ->> 'on'
      when 'text' then strpos(lower(attributes ->> attribute), lower(wanted ->> 'text')) > 0
      when 'range' then case jsonb_typeof(attributes -> attribute) when 'number' then
        (attributes ->> attribute)::float8 >= coalesce((wanted ->> 'from')::float8, '-infinity')
        and (attributes ->> attribute)::float8 <= coalesce((wanted ->> 'to')::float8, 'infinity')
      end
      -- Dates are texts that sort by time. One with a time of day is later than the bare day; `~` sorts after both.
      when 'date' then (attributes ->> attribute) collate "C" >= coalesce(wanted ->> 'from', '')
        and (attributes ->> attribute) collate "C" <= coalesce((wanted ->> 'to') || '~', '~')
    end, false)
  )
$$;
