import type { Text } from '../../tiles/layer/layer.ts';
import { SchemaOutdated } from '../platform/db/errors.ts';
import { migrate } from '../platform/db/migrate.ts';
import { onlyRow, readText } from '../platform/db/rows.ts';
import { loadSql } from '../platform/db/sql.ts';
import type { Database, Queryable, Row } from '../platform/db/types.ts';
import type { Catalogue } from './catalogue.ts';
import type { City } from './city.ts';
import { sumsParameters } from './sums-parameters.ts';

const CLAIM = loadSql('layers/sql/claim-city');
const READ = loadSql('layers/sql/city');
const UNMADE = loadSql('layers/sql/unmade-layers');

type NamedCity = Pick<City, 'code' | 'name'>;

/** The database holds another city. */
export class DatabaseOfOtherCity extends Error {
  override readonly name = 'DatabaseOfOtherCity';
  /** The city that the database holds. */
  readonly held: NamedCity;
  /** The city that was to use it. */
  readonly city: NamedCity;

  constructor(held: NamedCity, city: NamedCity) {
    super(`The database holds ${labelOf(held)}, so that ${labelOf(city)} cannot use it.`);
    this.held = held;
    this.city = city;
  }
}

/**
 * Brings a database up to date for a city, ahead of anything that reads or writes in it. Rejects as `migrate` and
 * `claimDatabase`.
 *
 * @returns what was applied now
 */
export async function migrateFor(db: Database, city: NamedCity): Promise<string[]> {
  const applied = await migrate(db);
  await claimDatabase(db, city);
  return applied;
}

/**
 * Notes in a new database that it is this city's. Rejects with `DatabaseOfOtherCity` where it is another's: the layers
 * of both would mix. To be called once the database is migrated, before anything is written.
 */
export async function claimDatabase(db: Queryable, { code, name }: NamedCity): Promise<void> {
  await db.query(CLAIM, [code, name.zh, name.en]);
  checkCity(onlyRow(await db.query(READ)), { code, name });
}

/**
 * Changes nothing: rejects with `DatabaseOfOtherCity` where the database is another city's, and with `SchemaOutdated`
 * where it is nobody's yet or lacks a layer of the catalogue. To be called on a migrated database.
 */
export async function checkLayers(db: Queryable, { city, layers }: Pick<Catalogue, 'city' | 'layers'>): Promise<void> {
  const [row] = await db.query(READ);
  if (row !== undefined) checkCity(row, city);
  const unmade = await db.query(UNMADE, sumsParameters(layers));
  const missing = [
    ...(row === undefined ? [`city/${city.code}`] : []),
    ...unmade.map((each) => `layers/${readText(each, 'layer_id')}`),
  ];
  if (missing.length > 0) throw new SchemaOutdated(missing);
}

function checkCity(row: Row, { code, name }: NamedCity): void {
  const held = { code: readText(row, 'code'), name: { zh: readText(row, 'name_zh'), en: readText(row, 'name_en') } };
  if (held.code !== code) throw new DatabaseOfOtherCity(held, { code, name });
}

/** Values of the message that names both cities. */
export function namesOf(
  { held, city }: DatabaseOfOtherCity,
  lang: keyof Text,
): { readonly held: string; readonly city: string } {
  return { held: `${held.name[lang]} (${held.code})`, city: `${city.name[lang]} (${city.code})` };
}

function labelOf({ name, code }: NamedCity): string {
  return `${name.en} (${code})`;
}
