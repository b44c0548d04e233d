-- What a list of hits shows of each feature.
-- $1 layer ids, $2 feature ids, pair by pair; $3 layer of the districts, $4 of the subdistricts, or null; $5 $6 the
-- attributes with the name and the English name of districts, $7 $8 of subdistricts, or null
-- Result: place in the list, attributes (JSON text), a point on the feature and its box in degrees, names of the
-- district and subdistrict that its attributes name. Attributes are null for a feature that is gone, and for one that
-- was edited after the terms that found it were made. That a layer is one of the list besides, keeps the planner from
-- looking at the partitions of all. Layers of before 0.5.0 call the code of the subdistrict `street`.
select hit.place, f.attributes::text as attributes, ST_X(spot.at) as lon, ST_Y(spot.at) as lat,
  ST_XMin(f.geom) as west, ST_YMin(f.geom) as south, ST_XMax(f.geom) as east, ST_YMax(f.geom) as north,
  d.attributes ->> $5::text as district, d.attributes ->> $6::text as district_en,
  s.attributes ->> $7::text as subdistrict, s.attributes ->> $8::text as subdistrict_en
from unnest($1::text[], $2::text[]) with ordinality as hit (layer_id, feature_id, place)
left join feature f on f.layer_id = hit.layer_id and f.layer_id = any ($1::text[]) and f.feature_id = hit.feature_id and f.visibility = 'public'
  and is_placed(f.geom)
  and not exists (select from search_stale o where o.layer_id = hit.layer_id and hit.feature_id = any (o.feature_ids))
cross join lateral (select ST_PointOnSurface(f.geom) as at) as spot
left join feature d on d.layer_id = $3::text and d.feature_id = f.attributes ->> 'district'
  and d.visibility = 'public' and hit.layer_id <> $3
left join feature s on s.layer_id = $4::text and s.feature_id = coalesce(f.attributes ->> 'subdistrict', f.attributes ->> 'street')
  and s.visibility = 'public' and hit.layer_id <> $4
order by hit.place
