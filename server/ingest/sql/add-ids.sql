-- $1 feature ids, $2 their places in the file
insert into loading_id (feature_id, number) select * from unnest($1::text[], $2::bigint[])
