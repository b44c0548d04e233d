-- Relations that have a geometry or geography column: from the catalogs alone, whoever may read them. Children of
-- partitioned tables, tables of extensions and of topologies, TIGER's and the service's own are left out.
-- $1 text[]: schemas to look into; null for all.
-- Result, a row a relation, by schema and name: oid bigint, schema text, name text, kind text (pg_class.relkind),
-- comment text, rows double precision (estimate; null where there is none), owner text, may_use boolean (its schema),
-- is_populated boolean, has_policies boolean, columns json, keys json, checks json, foreign_keys json, below json.
with recursive
base_types (oid, base, typmod) as (
  select type.oid, type.oid, -1
  from pg_type as type
  where type.typtype <> 'd'
  union all
  select type.oid, below.base, case when type.typtypmod <> -1 then type.typtypmod else below.typmod end
  from base_types as below
  join pg_type as type on type.typtype = 'd' and type.typbasetype = below.oid
),
spatial_types as (
  select type.oid, type.typname as name
  from pg_extension as extension
  join pg_type as type on type.typnamespace = extension.extnamespace and type.typname in ('geometry', 'geography')
  where extension.extname = 'postgis'
),
topologies as (
  select relnamespace as oid
  from pg_class
  where relname in ('edge_data', 'face', 'node', 'relation') and relkind = 'r'
  group by relnamespace
  having count(*) = 4
),
schemas as (
  select namespace.oid, namespace.nspname as name
  from pg_namespace as namespace
  where namespace.nspname !~ '^pg_' and namespace.nspname <> 'information_schema'
    and case
      when $1::text[] is not null then namespace.nspname = any ($1::text[])
      else namespace.nspname not in ('tiger', 'tiger_data', 'topology', 'chengtu_watch')
        and namespace.oid not in (select oid from topologies)
    end
),
-- Schemas that the service keeps its own tables in.
own as (
  select relnamespace as oid
  from pg_class
  where relname in ('feature', 'feature_history', 'pyramid', 'change', 'layer')
  group by relnamespace
  having count(*) = 5
),
relations as (
  select relation.*, schemas.name as schema
  from pg_class as relation
  join schemas on schemas.oid = relation.relnamespace
  where relation.relkind in ('r', 'p', 'v', 'm', 'f')
    and not relation.relispartition
    and relation.relpersistence <> 't'
    and exists (
      select
      from pg_attribute as attribute
      join base_types on base_types.oid = attribute.atttypid
      join spatial_types on spatial_types.oid = base_types.base
      where attribute.attrelid = relation.oid and attribute.attnum > 0 and not attribute.attisdropped
    )
    and not exists (
      select
      from pg_depend as depend
      where depend.classid = 'pg_class'::regclass and depend.objid = relation.oid and depend.deptype = 'e'
    )
    and not (
      relation.relnamespace in (select oid from own)
      and relation.relname in (
        'feature', 'feature_history', 'pyramid', 'pyramid_pending', 'change', 'network', 'network_edge', 'demand',
        'transit', 'transit_piece', 'search_term', 'erasure'
      )
    )
),
-- Tables that a view reads, through other views too, with the columns of each that it reads.
below (view, oid, columns) as (
  select relation.oid, depend.refobjid, depend.refobjsubid
  from relations as relation
  join pg_rewrite as rule on rule.ev_class = relation.oid
  join pg_depend as depend
    on depend.classid = 'pg_rewrite'::regclass and depend.objid = rule.oid and depend.refclassid = 'pg_class'::regclass
    and depend.refobjid <> relation.oid and depend.deptype = 'n'
  where relation.relkind in ('v', 'm')
  union
  select below.view, depend.refobjid, depend.refobjsubid
  from below
  join pg_class as view on view.oid = below.oid and view.relkind = 'v'
  join pg_rewrite as rule on rule.ev_class = view.oid
  join pg_depend as depend
    on depend.classid = 'pg_rewrite'::regclass and depend.objid = rule.oid and depend.refclassid = 'pg_class'::regclass
    and depend.refobjid <> view.oid and depend.deptype = 'n'
)
select
  relation.oid::bigint,
  relation.schema::text,
  relation.relname::text as name,
  relation.relkind::text as kind,
  obj_description(relation.oid, 'pg_class') as comment,
  case relation.relkind
    when 'v' then null
    when 'p' then (
      select sum(nullif(greatest(leaf.reltuples, case when leaf.relpages = 0 then -1 else 0 end), -1))
      from pg_partition_tree(relation.oid) as part
      join pg_class as leaf on leaf.oid = part.relid
      where part.isleaf
    )
    else nullif(relation.reltuples, -1)
  end::double precision as rows,
  pg_get_userbyid(relation.relowner)::text as owner,
  has_schema_privilege(relation.relnamespace, 'usage') as may_use,
  relation.relispopulated as is_populated,
  relation.relrowsecurity as has_policies,
  (
    select json_agg(
      json_build_object(
        'name', attribute.attname,
        -- Of a domain, what lies below it.
        'type', case
          when base_types.base = base_types.oid then format_type(attribute.atttypid, attribute.atttypmod)
          else format_type(base_types.base, base_types.typmod)
        end,
        'base', base.typname,
        'category', base.typcategory,
        'notNull', attribute.attnotnull,
        'isGenerated', attribute.attgenerated <> '',
        'comment', col_description(relation.oid, attribute.attnum),
        'maySelect', has_column_privilege(relation.oid, attribute.attnum, 'select'),
        'labels', (
          select json_agg(label.enumlabel order by label.enumsortorder)
          from pg_enum as label
          where label.enumtypid = base_types.base
        ),
        'spatial', spatial_types.name,
        'srid', case
          when spatial_types.oid is not null
          then postgis_typmod_srid(
            case when attribute.atttypmod <> -1 then attribute.atttypmod else base_types.typmod end
          )
        end,
        'shape', case
          when spatial_types.oid is not null
          then postgis_typmod_type(
            case when attribute.atttypmod <> -1 then attribute.atttypmod else base_types.typmod end
          )
        end,
        'isIndexed', spatial_types.oid is not null and exists (
          select
          from pg_index as index
          join pg_class as index_relation on index_relation.oid = index.indexrelid
          join pg_am as method on method.oid = index_relation.relam
          where index.indrelid = relation.oid and index.indisvalid and index.indpred is null
            and index.indkey[0] = attribute.attnum and method.amname in ('gist', 'spgist', 'brin')
        )
      )
      order by attribute.attnum
    )
    from pg_attribute as attribute
    join base_types on base_types.oid = attribute.atttypid
    join pg_type as base on base.oid = base_types.base
    left join spatial_types on spatial_types.oid = base_types.base
    where attribute.attrelid = relation.oid and attribute.attnum > 0 and not attribute.attisdropped
  ) as columns,
  (
    select json_agg(
      json_build_object(
        'isPrimary', index.indisprimary,
        'columns', (
          select json_agg(attribute.attname order by key.place)
          from unnest(index.indkey[0:index.indnkeyatts - 1]) with ordinality as key (attnum, place)
          join pg_attribute as attribute on attribute.attrelid = relation.oid and attribute.attnum = key.attnum
        )
      )
      order by index.indisprimary desc, index.indnkeyatts, index.indexrelid
    )
    from pg_index as index
    where index.indrelid = relation.oid and index.indisunique and index.indisvalid and index.indimmediate
      and index.indpred is null and index.indexprs is null
  ) as keys,
  (
    select json_agg(
      json_build_object('column', attribute.attname, 'definition', pg_get_constraintdef(rule.oid))
      order by rule.oid
    )
    from pg_constraint as rule
    join pg_attribute as attribute
      on attribute.attrelid = relation.oid and not attribute.attisdropped
      and (
        rule.conrelid = relation.oid and cardinality(rule.conkey) = 1 and rule.conkey[1] = attribute.attnum
        or rule.contypid = attribute.atttypid and attribute.attnum > 0
      )
    where rule.contype = 'c'
  ) as checks,
  (
    select json_agg(distinct attribute.attname)
    from pg_constraint as rule
    join pg_attribute as attribute on attribute.attrelid = relation.oid and attribute.attnum = any (rule.conkey)
    where rule.conrelid = relation.oid and rule.contype = 'f'
  ) as foreign_keys,
  (
    select json_agg(
      json_build_object(
        'oid', source.oid::bigint,
        'schema', source.schema,
        'name', source.name,
        'isIndexed', source.is_indexed,
        'key', (
          select json_agg(attribute.attname order by key.place)
          from pg_index as index
          cross join unnest(index.indkey[0:index.indnkeyatts - 1]) with ordinality as key (attnum, place)
          join pg_attribute as attribute on attribute.attrelid = source.oid and attribute.attnum = key.attnum
          where index.indrelid = source.oid and index.indisprimary
        )
      )
      order by source.oid
    )
    from (
      select
        table_below.oid,
        namespace.nspname as schema,
        table_below.relname as name,
        -- Null where the view reads no geometry of the table.
        bool_or(exists (
          select
          from pg_index as index
          join pg_class as index_relation on index_relation.oid = index.indexrelid
          join pg_am as method on method.oid = index_relation.relam
          where index.indrelid = table_below.oid and index.indisvalid and index.indpred is null
            and index.indkey[0] = attribute.attnum and method.amname in ('gist', 'spgist', 'brin')
        )) filter (where spatial_types.oid is not null) as is_indexed
      from below
      join pg_class as table_below on table_below.oid = below.oid and table_below.relkind in ('r', 'p', 'm', 'f')
      join pg_namespace as namespace on namespace.oid = table_below.relnamespace
      left join pg_attribute as attribute on attribute.attrelid = below.oid and attribute.attnum = below.columns
      left join base_types on base_types.oid = attribute.atttypid
      left join spatial_types on spatial_types.oid = base_types.base
      where below.view = relation.oid
      group by table_below.oid, namespace.nspname, table_below.relname
    ) as source
  ) as below
from relations as relation
order by relation.schema, relation.relname
