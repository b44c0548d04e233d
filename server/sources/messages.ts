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
