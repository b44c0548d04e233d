import { eastingOf, northingOf } from '../../tiles/tile/mercator.ts';
import type { Bounds3857 } from '../../tiles/tile/tile.ts';
import type { GeoJSONGeometry } from '../../tiles/api/wire.ts';
import type { Catalogue } from '../layers/catalogue.ts';
import type { LayerDefinition } from '../../tiles/layer/layer.ts';
import { sqlText } from '../platform/db/sql.ts';
import type { Database } from '../platform/db/types.ts';

/** What an edit touched. */
export interface Touch {
  readonly layer: LayerDefinition;
  readonly box: Bounds3857;
}

export type Random = () => number;

/** Numbers from 0 to 1, the same for the same seed (mulberry32). */
export function randomFrom(seed: number): Random {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let value = Math.imul(state ^ (state >>> 15), 1 | state);
    value = (value + Math.imul(value ^ (value >>> 7), 61 | value)) ^ value;
    return ((value ^ (value >>> 14)) >>> 0) / 2 ** 32;
  };
}

const UPSERT = sqlText(`
  insert into feature (layer_id, feature_id, geom, attributes, owner, visibility, provenance)
  select $1, id, ST_SetSRID(ST_GeomFromGeoJSON(geometry::text), 4326), jsonb_build_object('name', name), 'test', 'public', 'synthetic'
  from jsonb_to_recordset($2::text::jsonb) as f (id text, name text, geometry jsonb)
  on conflict (layer_id, feature_id) do update set geom = excluded.geom, attributes = excluded.attributes`);
const RENAME = sqlText(
  `update feature set attributes = attributes || '{"name":"renamed"}' where layer_id = $1 and feature_id = any($2::text[])`,
);
const DELETE = sqlText('delete from feature where layer_id = $1 and feature_id = any($2::text[])');

/** Edits features at random, as somebody with psql would, and knows what it has touched. */
export class RandomEditor {
  readonly #db: Database;
  readonly #catalogue: Catalogue;
  readonly #random: Random;
  readonly #center: { readonly lon: number; readonly lat: number };
  readonly #spanDeg: number;
  readonly #features = new Map<string, GeoJSONGeometry>();
  #made = 0;

  constructor(
    db: Database,
    catalogue: Catalogue,
    random: Random,
    center: { readonly lon: number; readonly lat: number },
    spanDeg: number,
  ) {
    this.#db = db;
    this.#catalogue = catalogue;
    this.#random = random;
    this.#center = center;
    this.#spanDeg = spanDeg;
  }

  /** About `count` edits of some layers in one transaction: new features, moved ones, renamed ones, and gone ones. */
  async commit(count: number): Promise<Touch[]> {
    const touches: Touch[] = [];
    await this.#db.transaction(async (tx) => {
      for (const layer of this.#catalogue.layers) {
        const there = [...this.#features.keys()].filter((key) => key.startsWith(`${layer.id}/`));
        const pick = (share: number): string[] =>
          Array.from({ length: there.length === 0 ? 0 : Math.round(count * share) }, () => this.#oneOf(there));
        const touch = (key: string): void => {
          const geometry = this.#features.get(key);
          if (geometry) touches.push({ layer, box: boxOf(geometry) });
        };
        const [moved, renamed, gone] = [pick(0.1), pick(0.1), pick(shareGone(there.length))];
        const added = Array.from(
          { length: Math.max(1, Math.round(count * 0.07)) },
          () => `${layer.id}/f${String((this.#made += 1))}`,
        );
        const written = [...new Set([...moved, ...added])];
        written.forEach(touch);
        for (const key of written) this.#features.set(key, this.#shape(layer));
        written.forEach(touch);
        [...renamed, ...gone].forEach(touch);
        await tx.query(UPSERT, [
          layer.id,
          JSON.stringify(written.map((key) => ({ id: idOf(key), name: key, geometry: this.#features.get(key) }))),
        ]);
        await tx.query(RENAME, [layer.id, renamed.map(idOf)]);
        await tx.query(DELETE, [layer.id, gone.map(idOf)]);
        for (const key of gone) this.#features.delete(key);
      }
    });
    return touches;
  }

  #oneOf<T>(items: readonly T[]): T {
    const item = items[Math.floor(this.#random() * items.length)];
    if (item === undefined) throw new Error('Nothing to choose from.');
    return item;
  }

  #shape({ geometry }: LayerDefinition): GeoJSONGeometry {
    const near = (value: number, span: number): number => value + (this.#random() - 0.5) * span;
    const [lon, lat] = [near(this.#center.lon, this.#spanDeg), near(this.#center.lat, this.#spanDeg)];
    const size = this.#spanDeg * 0.3 * this.#random() ** 4;
    switch (geometry) {
      case 'Point':
        // Half of them crowd, so that there are clusters to come and go.
        if (this.#random() < 0.1)
          return {
            type: 'MultiPoint',
            coordinates: [
              [lon, lat],
              [near(lon, size), near(lat, size)],
            ],
          };
        return {
          type: 'Point',
          coordinates:
            this.#random() < 0.5 ? [lon, lat] : [near(this.#center.lon, 0.004), near(this.#center.lat, 0.004)],
        };
      case 'LineString':
        return { type: 'LineString', coordinates: Array.from({ length: 4 }, () => [near(lon, size), near(lat, size)]) };
      case 'Polygon':
        return {
          type: 'Polygon',
          coordinates: [
            [
              [lon, lat],
              [lon + size, lat],
              [lon + size, lat + size * 0.7],
              [lon, lat + size],
              [lon, lat],
            ],
          ],
        };
    }
  }
}

/** Enough stay for clusters to be drawn. */
function shareGone(there: number): number {
  return there > 400 ? 0.2 : there > 60 ? 0.06 : 0;
}

function idOf(key: string): string {
  return key.slice(key.indexOf('/') + 1);
}

function boxOf({ coordinates }: GeoJSONGeometry): Bounds3857 {
  const numbers = coordinates.flat(3);
  const lon = numbers.filter((_, index) => index % 2 === 0);
  const lat = numbers.filter((_, index) => index % 2 === 1);
  return {
    west: eastingOf(Math.min(...lon)),
    south: northingOf(Math.min(...lat)),
    east: eastingOf(Math.max(...lon)),
    north: northingOf(Math.max(...lat)),
  };
}
