/** What is wrong with a page of features that was asked for. */
import type { FeaturesQuery } from './source.ts';

/** A place that no page of this query ended at. */
export class BadPlace extends Error {
  override readonly name = 'BadPlace';

  constructor(options?: ErrorOptions) {
    super('The place is not one of this order.', options);
  }
}

/** Some feature has no coordinates in the system asked for, or the database does not know the system. */
export class NotInSystem extends Error {
  override readonly name = 'NotInSystem';
  readonly srid: number;

  constructor(srid: number, options?: ErrorOptions) {
    super(`Not every feature of the page has coordinates in EPSG:${String(srid)}.`, options);
    this.srid = srid;
  }
}

/** SQLSTATE of class 22: a text that is no number, no date, or too large. */
export function isBadValue(error: unknown): boolean {
  return stateOf(error).startsWith('22');
}

/** SQLSTATE of what PostGIS raises itself. */
const INTERNAL = 'XX000';
/** How PostGIS says that PROJ failed. */
const PROJECTION = /transform|projection|proj_|srid|coordinate/i;

/** What whoever asked for a page is told of an error of the database. Filters fail for no row. */
export function pageError(error: unknown, { after, geometry: { srid } }: FeaturesQuery): unknown {
  if (after !== null && isBadValue(error)) return new BadPlace({ cause: error });
  const isProjection = error instanceof Error && stateOf(error) === INTERNAL && PROJECTION.test(error.message);
  return isProjection ? new NotInSystem(srid, { cause: error }) : error;
}

function stateOf(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';
}
