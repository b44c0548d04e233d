import type { Text } from '../../tiles/layer/layer.ts';

/** What can be wrong with the settings of sources. */
export const SETTINGS = {
  'no-name': {
    zh: 'SOURCES 中的“{part}”没有名称：应写成 名称=postgres://用户@主机/数据库，或 own。',
    en: 'SOURCES: “{part}” has no name. Write NAME=postgres://user@host/database, or own.',
  },
  'bad-name': {
    zh: 'SOURCES 中的名称“{name}”不能用：应以小写字母开头，只含小写字母、数字和连字符，不超过 24 个字符。',
    en: 'SOURCES: the name “{name}” cannot be used. It begins with a lower-case letter and has lower-case letters, digits and hyphens, at most 24.',
  },
  'own-with-address': {
    zh: 'SOURCES 中的名称 own 指服务自己的数据库，不带地址：请写 own，或为 {url} 另取名称。',
    en: 'SOURCES: own is the database of the service, without an address. Write own, or give {url} another name.',
  },
  'own-without-database': {
    zh: 'SOURCES=own 需要设置 DATABASE_URL：内嵌数据库中没有别人的表。',
    en: 'SOURCES=own needs DATABASE_URL: the embedded database has no tables of yours.',
  },
  'bad-url': {
    zh: '数据源“{name}”的地址 {url} 无效：应以 postgres:// 开头（口令中的特殊字符须转义，如 @ 写成 %40，逗号写成 %2C）。',
    en: 'Source “{name}”: {url} is not a valid address that starts with postgres:// (escape special characters of the password: @ is %40, a comma %2C).',
  },
  'bad-connections': {
    zh: '数据源“{name}”的 connections={value} 应为 1 到 50 的整数。',
    en: 'Source “{name}”: connections={value} should be a whole number from 1 to 50.',
  },
  'no-schemas': {
    zh: '数据源“{name}”的 schemas= 是空的：请列出模式，如 schemas=public,planning，或去掉这一项。',
    en: 'Source “{name}”: schemas= is empty. List schemas, such as schemas=public,planning, or leave it out.',
  },
  twice: {
    zh: 'SOURCES 两次写了“{name}”：请各取不同的名称。',
    en: 'SOURCES has “{name}” twice: give each a name of its own.',
  },
  'no-url': {
    zh: 'city.json 的 sources 中有“{name}”，却没有地址：请写上 url，或设置 SOURCES={name}=postgres://用户@主机/数据库。',
    en: 'city.json has the source “{name}” without an address: add its url, or set SOURCES={name}=postgres://user@host/database.',
  },
} as const satisfies Readonly<Record<string, Text>>;

/** Texts of the layers that tables become. */
export const TABLE_LAYERS = {
  theme: { zh: '数据库 {source}', en: 'Database {source}' },
  'theme-own': { zh: '本服务的数据库', en: 'Database of this service' },
  description: { zh: '数据表 {table}。', en: 'The table {table}.' },
  source: { zh: '数据库 {source}：{table}', en: 'Database {source}: {table}' },
  number: { zh: '编号', en: 'Id' },
} as const satisfies Readonly<Record<string, Text>>;

/** What keeps a table from being a layer, or makes the layer worse than it could be. */
export const OBSTACLES = {
  'no-schema-rights': {
    zh: '角色 {role} 无权使用模式 {schema}。由模式的所有者或管理员执行：',
    en: 'The role {role} may not use the schema {schema}. Its owner or an administrator runs:',
  },
  'no-rights': {
    zh: '角色 {role} 无权读取 {table}。由所有者 {owner} 执行：',
    en: 'The role {role} may not read {table}. Its owner, {owner}, runs:',
  },
  'not-populated': {
    zh: '物化视图 {table} 还没有数据。由所有者 {owner} 执行：',
    en: 'The materialised view {table} was never filled. Its owner, {owner}, runs:',
  },
  'no-key': {
    zh: '{table} 没有主键，要素没有稳定的编号。由所有者 {owner} 执行：',
    en: '{table} has no primary key, so that nothing tells its features apart. Its owner, {owner}, runs:',
  },
  'no-key-view': {
    zh: '{table} 哪一列是唯一的？在城市文件夹中写一个图层文件 layers/{id}.json：',
    en: 'Which column of {table} is unique? Say so in a layer file of the city, layers/{id}.json:',
  },
  'no-key-materialized': {
    zh: '{table} 没有唯一索引，要素没有稳定的编号。由所有者 {owner} 执行（换成唯一的列）：',
    en: '{table} has no unique index, so that nothing tells its features apart. Its owner, {owner}, runs (with a column that is unique):',
  },
  'no-srid': {
    zh: '{table} 的 {column} 没有坐标系（SRID 0），数据中也没有。由所有者 {owner} 执行（{srid} 换成数据的坐标系）：',
    en: '{column} of {table} has no coordinate system (SRID 0), nor have its rows. Its owner, {owner}, runs (with the system of the data in place of {srid}):',
  },
  'many-srids': {
    zh: '{table} 的 {column} 中混有多种坐标系（{srids}）。由所有者 {owner} 执行：',
    en: '{column} of {table} has rows of several coordinate systems ({srids}). Its owner, {owner}, runs:',
  },
  'mixed-kinds': {
    zh: '{table} 的 {column} 中混有点、线、面（前 {rows} 行：{shapes}）。每种几何一个视图，由所有者 {owner} 执行；或为每种几何写一个图层文件，注明 "geometry"：',
    en: '{column} of {table} has geometries of several kinds (in the first {rows} rows: {shapes}). A view for each kind, by its owner, {owner}; or a layer file for each, with its "geometry":',
  },
  'no-kind': {
    zh: '{table} 的 {column} 未声明几何类型，也没有数据可供判断。由所有者 {owner} 执行（Point 换成实际类型）：',
    en: '{column} of {table} declares no kind of geometry, and no row shows one. Its owner, {owner}, runs (with the kind in place of Point):',
  },
  'unusable-shapes': {
    zh: '{table} 的 {column} 是地图画不了的几何（{shapes}）。由所有者 {owner} 建一个视图：',
    en: '{column} of {table} has geometries that no map draws ({shapes}). Its owner, {owner}, makes a view:',
  },
  'unknown-names': {
    zh: '图层文件 layers/{id}.json 提到 {names}，{table} 没有这些列。现有：{columns}。',
    en: 'The layer file layers/{id}.json names {names}, which {table} does not have. It has: {columns}.',
  },
  'bad-file': {
    zh: '图层文件 layers/{id}.json 与 {table} 不符：{errors}',
    en: 'The layer file layers/{id}.json does not fit {table}: {errors}',
  },
  'no-projection': {
    zh: '{table} 的坐标系 EPSG:{srid} 不在数据库的 spatial_ref_sys 中，无法换算成经纬度。请由管理员把它的定义加进去。',
    en: 'The system of {table}, EPSG:{srid}, is not in spatial_ref_sys, so that nothing brings it to degrees. An administrator adds its definition there.',
  },
  unreadable: {
    zh: '{table} 读不出来，PostgreSQL 说：{reason}',
    en: '{table} cannot be read. PostgreSQL says: {reason}',
  },
  'no-index': {
    zh: '{table} 的 {column} 没有空间索引，每张切片都要扫描全表（约 {rows} 行）。由所有者 {owner} 执行：',
    en: '{column} of {table} has no spatial index: every tile scans all of it (some {rows} rows). Its owner, {owner}, runs:',
  },
  'no-index-view': {
    zh: '{table} 所读的表没有空间索引，每张切片都要扫描全表。由各表所有者执行：',
    en: 'A table that {table} reads has no spatial index: every tile scans all of it. The owners run:',
  },
  'undeclared-srid': {
    zh: '{table} 的 {column} 没有声明坐标系，按数据中的 EPSG:{srid} 提供。由所有者 {owner} 声明：',
    en: '{column} of {table} declares no coordinate system; its rows are of EPSG:{srid}, and are served so. Its owner, {owner}, declares it by:',
  },
  invalid: {
    zh: '{table} 前 {rows} 行中有 {count} 个几何无效（编号 {keys}），可能画不全。由所有者 {owner} 修正：',
    en: '{count} of the first {rows} geometries of {table} are invalid (ids {keys}) and may be drawn in part. Its owner, {owner}, mends them by:',
  },
  nowhere: {
    zh: '{table} 前 {rows} 行中有 {count} 行没有几何，或几何是空的，不在图上。',
    en: '{count} of the first {rows} rows of {table} have no geometry or an empty one, and are not on the map.',
  },
  slow: {
    zh: '{table} 在 {seconds} 秒内读不出前几行：切片会很慢。可考虑物化视图，由所有者 {owner} 执行：',
    en: 'The first rows of {table} could not be read within {seconds} s: its tiles will be slow. Think of a materialised view, which its owner, {owner}, makes by:',
  },
  'forbidden-columns': {
    zh: '角色 {role} 无权读取 {table} 的列 {columns}，这些列不在图层中。',
    en: 'The role {role} may not read the columns {columns} of {table}: the layer is without them.',
  },
  'unreadable-columns': {
    zh: '{table} 的列 {columns} 无法以文字显示，不在图层中。',
    en: 'The columns {columns} of {table} have no text to show: the layer is without them.',
  },
  'generated-columns': {
    zh: '{table} 的列 {columns} 由数据库计算。',
    en: 'The columns {columns} of {table} are calculated by the database.',
  },
  'json-columns': {
    zh: '{table} 的列 {columns} 以 JSON 文本显示。',
    en: 'The columns {columns} of {table} are shown as JSON text.',
  },
} as const satisfies Readonly<Record<string, Text>>;

/** Why nothing of a database can be served. */
export const UNUSABLE = {
  'no-postgis': {
    zh: '数据源“{source}”的数据库 {database} 没有安装 PostGIS。由管理员执行：create extension postgis;',
    en: 'The database {database} of the source “{source}” has no PostGIS. An administrator runs: create extension postgis;',
  },
  'no-postgis-rights': {
    zh: '数据源“{source}”：角色 {role} 无权使用 PostGIS 所在的模式。由管理员执行：grant usage on schema {schema} to {role};',
    en: 'Source “{source}”: the role {role} may not use the schema that PostGIS lies in. An administrator runs: grant usage on schema {schema} to {role};',
  },
  'too-old': {
    zh: '数据源“{source}”是 PostgreSQL {found}，需要 13 或更新的版本。',
    en: 'Source “{source}” is PostgreSQL {found}; it takes 13 or newer.',
  },
  lost: {
    zh: '数据源“{source}”的数据库暂时连接不上；连上后会自动读取，无需重启。',
    en: 'The database of the source “{source}” cannot be reached now. It is read by itself once it can.',
  },
  failed: {
    zh: '数据源“{source}”读取失败：{reason}',
    en: 'Reading the source “{source}” failed: {reason}',
  },
  'no-table': {
    zh: '图层文件 layers/{id}.json 所指的表 {table} 不存在，或没有几何列。',
    en: 'The layer file layers/{id}.json names the table {table}, which does not exist or has no geometry.',
  },
} as const satisfies Readonly<Record<string, Text>>;
