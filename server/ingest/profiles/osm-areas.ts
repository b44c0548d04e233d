import type { Catalogue } from '../../layers/catalogue.ts';
import type { LayerDefinition } from '../../../tiles/layer/layer.ts';
import type { GeoJSONGeometry } from '../../../tiles/api/wire.ts';
import { onlyRow, readNumber, readText } from '../../platform/db/rows.ts';
import { loadSql } from '../../platform/db/sql.ts';
import type { Queryable } from '../../platform/db/types.ts';
import { plainText } from '../../platform/text/plain-text.ts';
import { areasAt } from '../assign-areas.ts';
import { geometryToWgs84 } from '../datum.ts';
import { isGeometry } from '../geometry.ts';
import type { Datum, SourceFeature } from '../types.ts';
import { toHexWkb } from '../wkb.ts';
import type { KnownArea } from './osm-match.ts';

const KNOWN = loadSql('ingest/sql/known-areas');
const REMAINDERS = loadSql('ingest/sql/remainders');
const UNCOVERED = loadSql('ingest/sql/uncovered');
const HOLES = loadSql('ingest/sql/holes');
const AREAS = loadSql('ingest/sql/areas-of');

export interface Known extends KnownArea {
  readonly attributes: Readonly<Record<string, unknown>>;
  readonly provenance: string;
}

export interface Shape {
  readonly code: string;
  /** EWKB in hexadecimal, WGS 84. */
  readonly wkb: string;
}

/** Areas the database has of a layer of boundaries; their ids are their codes. */
export async function knownAreas(db: Queryable, layer: LayerDefinition): Promise<Known[]> {
  const rows = await db.query(KNOWN, [layer.id]);
  const nameAttribute = layer.name.zh;
  return rows.map((row) => {
    const attributes = parseObject(readText(row, 'attributes'));
    return {
      code: readText(row, 'code'),
      name: plainText(attributes[nameAttribute]),
      attributes,
      provenance: readText(row, 'provenance'),
    };
  });
}

/** What is left of areas of the layer where the given shapes have taken their place. */
export async function remainders(
  db: Queryable,
  layer: string,
  codes: readonly string[],
  taken: readonly Shape[],
  smallest: { readonly partM2: number; readonly share: number },
): Promise<{ code: string; geometry: GeoJSONGeometry }[]> {
  if (codes.length === 0) return [];
  const rows = await db.query(REMAINDERS, [
    layer,
    codes,
    taken.map((shape) => shape.wkb),
    smallest.partM2,
    smallest.share,
  ]);
  return rows.flatMap((row) => {
    const geometry: unknown = JSON.parse(readText(row, 'geometry'));
    return isGeometry(geometry) ? [{ code: readText(row, 'code'), geometry }] : [];
  });
}

export async function uncovered(
  db: Queryable,
  districts: readonly Shape[],
  cover: readonly Shape[],
): Promise<{ code: string; areaKm2: number; uncoveredKm2: number }[]> {
  if (districts.length === 0 || cover.length === 0) return [];
  const rows = await db.query(UNCOVERED, [
    districts.map((shape) => shape.code),
    districts.map((shape) => shape.wkb),
    cover.map((shape) => shape.wkb),
  ]);
  return rows.map((row) => ({
    code: readText(row, 'code'),
    areaKm2: readNumber(row, 'area_km2'),
    uncoveredKm2: readNumber(row, 'uncovered_km2'),
  }));
}

/** Holes of all shapes taken together, such as bays, or areas that nobody drew. */
export async function holes(
  db: Queryable,
  shapes: readonly Shape[],
  smallestM2: number,
): Promise<{ count: number; areaKm2: number; largestKm2: number }> {
  const row = onlyRow(await db.query(HOLES, [shapes.map((shape) => shape.wkb), smallestM2]));
  return {
    count: readNumber(row, 'holes'),
    areaKm2: readNumber(row, 'area_km2'),
    largestKm2: readNumber(row, 'largest_km2'),
  };
}

export async function areasKm2(db: Queryable, shapes: readonly Shape[]): Promise<Map<string, number>> {
  const rows = await db.query(AREAS, [shapes.map((shape) => shape.code), shapes.map((shape) => shape.wkb)]);
  return new Map(rows.map((row) => [readText(row, 'code'), readNumber(row, 'area_km2')]));
}

/** District codes of the features, by a point on each and the districts the database has. */
export async function districtsOf(
  db: Queryable,
  catalogue: Catalogue,
  features: readonly SourceFeature[],
  datum: Datum,
): Promise<Map<number, string>> {
  const located = features.flatMap(({ number, geometry }) =>
    isGeometry(geometry) ? [{ number, wkb: toHexWkb(geometryToWgs84(geometry, datum)) }] : [],
  );
  const found = await areasAt(db, catalogue, located);
  return new Map([...found].flatMap(([number, { district }]) => (district === null ? [] : [[number, district]])));
}

function parseObject(text: string): Readonly<Record<string, unknown>> {
  const value: unknown = JSON.parse(text);
  return typeof value === 'object' && value !== null ? Object.fromEntries(Object.entries(value)) : {};
}
