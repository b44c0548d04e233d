-- Keeps what somebody says of a facility, unless the address or the facility has had too many of the day (UTC). The
-- same address says one thing a day of a facility: the last one counts. One caller at a time, so that bounds hold.
-- address: of the sender; only a hash of it is kept, until the day is over.
-- Result: whether it was kept.
create or replace function record_facility_check(
  layer text, feature text, says_right boolean, what text, remark text, address text,
  most_of_address int, most_of_facility int
) returns boolean language plpgsql as $$
declare
  today constant date := (now() at time zone 'UTC')::date;
  whose bytea;
begin
  -- Any fixed number, another than those of migrations, extensions, starts and jobs.
  perform pg_advisory_xact_lock(3702009);
  delete from facility_check_salt where day < today;
  insert into facility_check_salt (day, salt)
  values (today, sha256(convert_to(gen_random_uuid()::text || gen_random_uuid()::text, 'UTF8')))
  on conflict do nothing;
  update facility_check set sender = null where sender is not null and at < today at time zone 'UTC';
  delete from facility_check where at < now() - interval '2 years';
  select sha256(salt || convert_to(address, 'UTF8')) into whose from facility_check_salt where day = today;
  delete from facility_check c where c.sender = whose and c.layer_id = layer and c.feature_id = feature;
  if (select count(*) from facility_check c where c.sender = whose) >= most_of_address
    or (
      select count(*) from facility_check c
      where c.layer_id = layer and c.feature_id = feature and c.at >= today at time zone 'UTC') >= most_of_facility
  then
    return false;
  end if;
  insert into facility_check (layer_id, feature_id, is_right, problem, note, sender)
  values (layer, feature, says_right, what, remark, whose);
  return true;
end $$;
