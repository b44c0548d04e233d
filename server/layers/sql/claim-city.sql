-- Claims the database for a city where none has, and updates the name of the city that has.
-- $1 text code   $2 $3 text name in Chinese, in English
insert into city (code, name_zh, name_en) values ($1, $2, $3)
on conflict (is_only) do update set name_zh = excluded.name_zh, name_en = excluded.name_en
where city.code = excluded.code and (city.name_zh, city.name_en) <> (excluded.name_zh, excluded.name_en)
