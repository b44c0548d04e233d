-- A city of points around the centres of its subdistricts, most around the first ones; every fiftieth in one of ten
-- crowds a few metres wide. The same points every time: chance comes from a hash of the number.
-- $1 layer id, $2 number of points
with centre as (
  select row_number() over (order by feature_id) as n, ST_PointOnSurface(geom) as at from feature where layer_id = 'streets'
), drawn as (
  select n, (hashint8extended(n, 1) & 1048575) / 1048576.0 as a, (hashint8extended(n, 2) & 1048575) / 1048576.0 as b,
    ((hashint8extended(n, 3) & 1048575) + 1) / 1048577.0 as c
  from generate_series(1, $2::bigint) as n
), placed as (
  select d.n, d.a, d.b, case when d.n % 50 = 0 then 0.0002 else 0.004 + 0.02 * (s.n % 7) / 6 end * sqrt(-2 * ln(d.c)) as distance, s.at
  from drawn d
  join centre s on s.n = 1 + case when d.n % 50 = 0 then floor(d.a * 10) * 3 else floor(power(d.a, 1.6) * (select count(*) from centre)) end
)
insert into feature (layer_id, feature_id, geom, attributes, owner, visibility, provenance)
select $1, 'bench-' || n,
  ST_SetSRID(ST_MakePoint(ST_X(at) + distance * cos(2 * pi() * b) / 0.81, ST_Y(at) + distance * sin(2 * pi() * b)), 4326),
  jsonb_build_object(
    'name', '压测公厕' || n || '号', 'name_en', 'Benchmark toilet ' || n, 'grade', (array['first', 'second', 'third'])[1 + n % 3],
    'stalls_male', 1 + n % 9, 'stalls_female', 2 + n % 13, 'ecological', n % 4 = 0, 'accessible', n % 2 = 0, 'score', 50 + n % 51,
    'district', '370202', 'street', '370202002'),
  'bench', 'public', 'synthetic'
from placed
