-- Makes the table in which a load of several parts notes its ids, for this transaction only.
create temporary table loading_id (feature_id text not null, number bigint not null) on commit drop
