/** A tile of the table `feature`: one statement for all its layers, encoded by the database where it can. */
import pg from 'pg';
import type { AttributeValue, LayerDefinition } from '../../../tiles/layer/layer.ts';
import { mercatorZoom } from '../../../tiles/tile/matrix-set.ts';
import { clusterOver } from '../../../tiles/tile/pyramid.ts';
import { hasLabelProperty, LABEL_PROPERTY, tileAttributesOf } from '../../../tiles/layer/tile-attributes.ts';
import { queryablesOf } from '../../../tiles/filter/cql2/queryables.ts';
import { compileCql2 } from '../../filter/compile.ts';
import { fill, loadSql, namedByText } from '../../platform/db/sql.ts';
import { IncompleteAnswer } from '../../platform/db/errors.ts';
import { onlyRow, readBase64, readBytes, readNumber, readNumberOrNull, readText } from '../../platform/db/rows.ts';
import type { QueryOptions, Row, SqlFile, SqlValue } from '../../platform/db/types.ts';
import { encodeTile, type TileFeature } from '../mvt/encode.ts';
import { readWkb } from '../mvt/wkb.ts';
import type { EncodedTile, LayerSelection, TilePlace, TileSelection, TileSession } from '../source.ts';

export async function readTile(db: TileSession, place: TilePlace, selection: TileSelection): Promise<EncodedTile> {
  const layers = selection.layers.map(({ layer }) => layer.id);
  const options: QueryOptions = { kind: selection.asOf === null ? 'tile' : 'past-tile' };
  if (db.hasAsMvt) {
    const own = db.keepsPlans === true ? ownStatement(place, selection) : null;
    if (own !== null) {
      const row = onlyRow(await db.query(own.sql, own.params, options));
      const revision = readNumberOrNull(row, 'revision') ?? 0;
      return { bytes: readBase64(row, 'tile'), revisions: new Map(layers.map((layer) => [layer, revision])) };
    }
    const { sql, params } = tileStatement(place, selection, 'encoded');
    const row = onlyRow(await db.query(sql, params, options));
    const revisions = readText(row, 'revisions').split(',');
    if (revisions.length !== layers.length || revisions.includes(''))
      throw new IncompleteAnswer('A tile comes without the revision of every layer.');
    return {
      bytes: readBase64(row, 'tile'),
      revisions: new Map(layers.map((layer, index) => [layer, Number(revisions[index])])),
    };
  }
  const { sql, params } = tileStatement(place, selection, 'rows');
  return encodeRows(layers, await db.query(sql, params, options));
}

/** Every layer has a row at least: an empty one too, which tells its revision. Rejects with `IncompleteAnswer`. */
function encodeRows(layers: readonly string[], rows: readonly Row[]): EncodedTile {
  const revisions = new Map<string, number>();
  const features = new Map<string, TileFeature[]>(layers.map((layer) => [layer, []]));
  for (const row of rows) {
    const layer = layers[readNumber(row, 'position') - 1] ?? '';
    revisions.set(layer, readNumber(row, 'revision'));
    const geometry = row['fid'] === null ? null : readWkb(readBytes(row, 'geom'));
    if (geometry) features.get(layer)?.push({ fid: readNumber(row, 'fid'), geometry, attributes: readAttributes(row) });
  }
  const missing = layers.find((layer) => !revisions.has(layer));
  if (missing !== undefined) throw new IncompleteAnswer(`A tile comes without a row of layer ${missing}.`);
  const bytes = encodeTile([...features].map(([name, of]) => ({ name, features: of })));
  return { bytes: Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength), revisions };
}

/** Attributes are flat by the layer's definition; what plain SQL may have nested is left out, as `ST_AsMVT` does. */
function readAttributes(row: Row): Record<string, AttributeValue> {
  const parsed: unknown = JSON.parse(readText(row, 'attributes'));
  const attributes: Record<string, AttributeValue> = {};
  for (const [key, value] of Object.entries(parsed ?? {})) {
    if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') attributes[key] = value;
  }
  return attributes;
}

export interface TileStatement {
  readonly sql: SqlFile;
  readonly params: readonly SqlValue[];
}

/** Who encodes: the database (one row: tile, revisions), or `layers/mvt` (a row a feature). */
export type Encoder = 'encoded' | 'rows';

const WHOLE = { encoded: loadSql('layers/sql/tile-encoded'), rows: loadSql('layers/sql/tile-rows') };
const CHOSEN = {
  encoded: loadSql('layers/sql/tile-chosen-encoded').text,
  rows: loadSql('layers/sql/tile-chosen-rows').text,
};
const PARTS = {
  now: { points: loadSql('layers/sql/tile-now-points').text, shapes: loadSql('layers/sql/tile-now-shapes').text },
  chosen: {
    points: loadSql('layers/sql/tile-chosen-points').text,
    shapes: loadSql('layers/sql/tile-chosen-shapes').text,
  },
};

/** Parameters of every file of `PARTS`. */
const PARAMETERS_OF_PART = 9;

/** From this zoom on tiles keep every position that differs by a unit. */
const DETAILED_FROM = 14;
/** Below it positions are snapped to half a pixel (of 512 to a tile), alike on both sides of a shared border. */
const COARSE_UNITS = 4;

/** One statement for all layers of a tile. Without filters and of now it is always the same, and prepared once. */
export function tileStatement(place: TilePlace, selection: TileSelection, encoder: Encoder): TileStatement {
  const layers = selection.layers.map((each) => layerParameters(each, place));
  const isWhole = selection.asOf === null && selection.layers.every(({ filter }) => filter === null);
  if (!isWhole) return chosenStatement(place, selection, layers, encoder);
  const { z, x, y } = place.tile;
  const list = <T extends SqlValue>(of: (layer: LayerParameters) => T): T[] => layers.map(of);
  return {
    sql: WHOLE[encoder],
    params: [
      list(({ id }) => id),
      list(({ isPoints }) => isPoints),
      // Arrays of arrays must be rectangular in PostgreSQL, so each list travels as the text of one.
      list(({ keys }) => arrayText(keys)),
      list(({ dropped }) => arrayText(dropped)),
      list(({ summed }) => arrayText(summed)),
      list(({ isLabelled }) => isLabelled),
      list(({ measure }) => measure),
      place.matrixSet === 'CGCS2000Quad',
      z,
      x,
      y,
    ],
  };
}

/** Texts with places for what is constant of a layer. */
const TILES_OF = {
  points: loadSql('layers/sql/tiles-of-points').text,
  shapes: loadSql('layers/sql/tiles-of-shapes').text,
};

/** Statements of layers, as long as their definitions hold. */
const OWN_STATEMENTS = new WeakMap<LayerDefinition, SqlFile>();

/** A tile is a cell of the level four above its own, where levels begin at 0. */
const OWN_FROM_ZOOM = 4;

/**
 * The statement that a layer has for itself: its plan is made for its own partition, and tiles that are asked for at
 * the same time are made at once. Null where a tile has several layers or chooses among features or attributes, of
 * which there are too many kinds to keep a plan for each, or lies at the edge of the world and sees what is behind it.
 */
export function ownStatement({ matrixSet, tile }: TilePlace, { layers, asOf }: TileSelection): TileStatement | null {
  const [selection, ...others] = layers;
  if (selection === undefined || others.length > 0 || asOf !== null) return null;
  const { layer, filter, properties } = selection;
  const { z, x, y } = tile;
  const last = 2 ** z - 1;
  const isInside = x > 0 && x < last && y > 0 && y < last;
  if (filter !== null || properties !== null || matrixSet !== 'WebMercatorQuad' || z < OWN_FROM_ZOOM || !isInside)
    return null;
  let sql = OWN_STATEMENTS.get(layer);
  if (sql === undefined) {
    sql = makeOwnStatement(layerParameters(selection, { matrixSet, tile }));
    OWN_STATEMENTS.set(layer, sql);
  }
  return { sql, params: [z, measureOf(layer, { matrixSet, tile }), x, y] };
}

function makeOwnStatement({ id, isPoints, keys, dropped, summed, isLabelled }: LayerParameters): SqlFile {
  const list = (values: readonly string[]): string => `${pg.escapeLiteral(arrayText(values))}::text[]`;
  const text = fill(TILES_OF[isPoints ? 'points' : 'shapes'], {
    layer: `${pg.escapeLiteral(id)}::text`,
    keys: list(keys),
    dropped: list(dropped),
    known: list([...keys, ...dropped]),
    summed: list(summed),
    labelled: String(isLabelled),
  });
  return { ...namedByText('tiles', text), lists: 2 };
}

interface LayerParameters {
  readonly id: string;
  readonly isPoints: boolean;
  /** Attributes that travel. */
  readonly keys: readonly string[];
  /** Others that the layer has. */
  readonly dropped: readonly string[];
  /** Attributes that clusters add up. */
  readonly summed: readonly string[];
  readonly isLabelled: boolean;
  /** Points: how many a cell may hold before it is a cluster. Others: tile units that corners are snapped to. */
  readonly measure: number;
}

function layerParameters({ layer, properties }: LayerSelection, { matrixSet, tile }: TilePlace): LayerParameters {
  const travels = (key: string): boolean => properties === null || properties.includes(key);
  const keys =
    properties === null ? tileAttributesOf(layer) : properties.filter((key) => Object.hasOwn(layer.attributes, key));
  return {
    id: layer.id,
    isPoints: layer.geometry === 'Point',
    keys,
    dropped: Object.keys(layer.attributes).filter((key) => !keys.includes(key)),
    summed: (layer.sums ?? []).filter(travels),
    isLabelled: hasLabelProperty(layer) && travels(LABEL_PROPERTY),
    measure: measureOf(layer, { matrixSet, tile }),
  };
}

/** See `LayerParameters`. */
function measureOf(layer: LayerDefinition, { matrixSet, tile }: TilePlace): number {
  if (layer.geometry === 'Point') return clusterOver(layer, matrixSet, tile.z);
  const zoom = mercatorZoom(matrixSet, tile.z);
  return zoom < DETAILED_FROM && zoom < layer.maxzoom ? COARSE_UNITS : 1;
}

function chosenStatement(
  place: TilePlace,
  { layers: selections, asOf }: TileSelection,
  layers: readonly LayerParameters[],
  encoder: Encoder,
): TileStatement {
  const params: SqlValue[] = [layers.map(({ id }) => id)];
  const parts = selections.map((each, index) => {
    const layer = layers[index];
    if (layer === undefined) throw new RangeError('Every layer has its parameters.');
    const first = params.length + 1;
    const features = partOf(each, layer, place, asOf, params);
    const position = String(index + 1);
    if (encoder === 'rows')
      return `select ${position} as position, row_number() over () as place, f.* from (${features}) as f`;
    return `select ${position} as position, ST_AsMVT(f, $${String(first)}::text, 4096, 'geom', 'fid') as mvt from (${features}) as f`;
  });
  // A function, as `$1` and the like mean something in a replacement text.
  return { sql: { text: CHOSEN[encoder].replace('{{layers}}', () => parts.join('\nunion all\n')) }, params };
}

/** The features of one layer; adds their parameters to `params`. */
function partOf(
  { layer, filter }: LayerSelection,
  own: LayerParameters,
  { matrixSet, tile }: TilePlace,
  asOf: Date | null,
  params: SqlValue[],
): string {
  const first = params.length + 1;
  params.push(
    own.id,
    [...own.keys],
    [...own.dropped],
    own.isPoints ? [...own.summed] : own.isLabelled,
    own.measure,
    matrixSet === 'CGCS2000Quad',
    tile.z,
    tile.x,
    tile.y,
  );
  const kind = own.isPoints ? 'points' : 'shapes';
  const isNow = asOf === null && filter === null;
  const text = PARTS[isNow ? 'now' : 'chosen'][kind].replace(
    /\$(\d)\b/g,
    (_, number) => `$${String(first - 1 + Number(number))}`,
  );
  if (isNow) return text;
  let source = `feature f on f.layer_id = $${String(first)}::text and f.geom_3857 && seen.reach`;
  if (asOf !== null) {
    params.push(asOf);
    source = `features_as_of($${String(first)}::text, $${String(first + PARAMETERS_OF_PART)}::timestamptz, seen.reach) as f on true`;
  }
  const condition =
    filter === null
      ? null
      : compileCql2(filter, {
          columns: queryablesOf(layer),
          firstParameter: params.length + 1,
          // Of the past only the present spelling is known.
          layer: asOf === null ? layer.id : undefined,
          timeZone: layer.timeZone,
        });
  params.push(...(condition?.params ?? []));
  return text.replace('{{source}}', () => source).replace('{{condition}}', () => condition?.sql ?? 'true');
}

function arrayText(values: readonly string[]): string {
  return `{${values.map((value) => JSON.stringify(value)).join()}}`;
}
