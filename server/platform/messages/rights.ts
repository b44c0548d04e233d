import pg from 'pg';
import type { Text } from '../../../tiles/layer/layer.ts';
import {
  ExtensionMissing,
  MissingRights,
  MissingSchema,
  NamesTaken,
  NotTheOwner,
  SchemaOutdated,
} from '../db/errors.ts';
import { enumerate, say, type Lang } from './index.ts';

/** What the role of a connection or the database lacks, who can provide it, and how. */
const RIGHTS = {
  'extension-missing': {
    zh: '数据库 {database} 没有扩展 {extension}，角色 {role} 也无权建立。请由超级用户在该数据库中执行一次：\n  create extension {extension} schema public;',
    en: 'The database {database} lacks the extension {extension}, and the role {role} may not make it. A superuser runs this once in that database:\n  create extension {extension} schema public;',
  },
  'missing-rights': {
    zh: '角色 {role} 在数据库 {database} 中权限不足。请由表的所有者或管理员执行：\n{statements}',
    en: 'The role {role} lacks rights in the database {database}. The owner of the tables or an administrator runs:\n{statements}',
  },
  'missing-schema': {
    zh: '数据库 {database} 没有 DATABASE_SCHEMA 所说的模式 {schema}。请以所有者运行 npm run migrate（用 DATABASE_OWNER_URL 给出其地址）；若角色 {role} 就是所有者，请由管理员执行：\n  create schema {quotedSchema} authorization {quotedRole};',
    en: 'The database {database} has no schema {schema}, which DATABASE_SCHEMA names. Run npm run migrate as the owner (DATABASE_OWNER_URL); where the role {role} is the owner, an administrator runs:\n  create schema {quotedSchema} authorization {quotedRole};',
  },
  'names-taken': {
    zh: '数据库 {database} 的模式 {schema} 中已有他人的 {names}。请用 DATABASE_SCHEMA 给本服务一个自己的模式，如 DATABASE_SCHEMA=chengtu。什么也没有改动。',
    en: 'The schema {schema} of the database {database} has {names} of somebody else. Give the service a schema of its own, such as DATABASE_SCHEMA=chengtu. Nothing was changed.',
  },
  'not-the-owner': {
    zh: '数据库 {database} 中的表属于角色 {owner}，角色 {role} 不能更新。请用 DATABASE_OWNER_URL 给出 {owner} 的连接地址；只提供服务、不更新数据库时设 MIGRATE=off。',
    en: 'The tables of the database {database} belong to the role {owner}, and the role {role} cannot migrate them. Set DATABASE_OWNER_URL to the address of {owner}, or MIGRATE=off to serve without migrating.',
  },
  'schema-outdated': {
    zh: '数据库缺少此版本所需的内容：{missing}。请先以所有者运行 npm run migrate（用 DATABASE_OWNER_URL 给出其地址）；MIGRATE=off 的启动不改动数据库。',
    en: 'The database lacks what this version needs: {missing}. Run npm run migrate as the owner first (DATABASE_OWNER_URL); a start with MIGRATE=off changes nothing in the database.',
  },
} as const satisfies Readonly<Record<string, Text>>;

/** The sentence for a database that a role cannot migrate or serve; null for any other error. */
export function explainRights(error: unknown, lang: Lang): string | null {
  if (error instanceof ExtensionMissing) {
    const { extension, role, database } = error;
    return say(RIGHTS['extension-missing'], lang, { extension, role, database });
  }
  if (error instanceof MissingRights) {
    const { role, database } = error;
    const statements = error.statements.map((statement) => `  ${statement}`).join('\n');
    return say(RIGHTS['missing-rights'], lang, { role, database, statements });
  }
  if (error instanceof MissingSchema) {
    const { role, database, schema } = error;
    const [quotedSchema, quotedRole] = [pg.escapeIdentifier(schema), pg.escapeIdentifier(role)];
    return say(RIGHTS['missing-schema'], lang, { role, database, schema, quotedSchema, quotedRole });
  }
  if (error instanceof NamesTaken) {
    const { database, schema, names } = error;
    return say(RIGHTS['names-taken'], lang, { database, schema, names: enumerate(names, lang) });
  }
  if (error instanceof NotTheOwner) {
    const { role, database, owner } = error;
    return say(RIGHTS['not-the-owner'], lang, { role, database, owner });
  }
  if (error instanceof SchemaOutdated)
    return say(RIGHTS['schema-outdated'], lang, { missing: enumerate(error.missing, lang) });
  return null;
}
