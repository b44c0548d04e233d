/** The statement that makes a tile. */
import { mercatorZoom } from '../../tiles/tile/matrix-set.ts';
import { clusterOver } from '../../tiles/tile/pyramid.ts';
import { hasLabelProperty, LABEL_PROPERTY, tileAttributesOf } from '../../tiles/layer/tile-attributes.ts';
import { queryablesOf } from '../../tiles/filter/cql2/queryables.ts';
import { compileCql2 } from '../filter/compile.ts';
import { loadSql } from '../platform/db/sql.ts';
import type { SqlFile, SqlValue } from '../platform/db/types.ts';
import type { LayerRequest, TileRequest } from './request.ts';

export interface TileStatement {
  readonly sql: SqlFile;
  readonly params: readonly SqlValue[];
}

/** Who encodes: the database (one row: tile, revisions), or `tiles/mvt` (a row a feature). */
export type Encoder = 'encoded' | 'rows';

const WHOLE = { encoded: loadSql('tiles/sql/encoded'), rows: loadSql('tiles/sql/rows') };
const CHOSEN = { encoded: loadSql('tiles/sql/chosen-encoded').text, rows: loadSql('tiles/sql/chosen-rows').text };
const PARTS = {
  now: { points: loadSql('tiles/sql/now-points').text, shapes: loadSql('tiles/sql/now-shapes').text },
  chosen: { points: loadSql('tiles/sql/chosen-points').text, shapes: loadSql('tiles/sql/chosen-shapes').text },
};

/** Parameters of every file of `PARTS`. */
const PARAMETERS_OF_PART = 9;

/** From this zoom on tiles keep every position that differs by a unit. */
const DETAILED_FROM = 14;
/** Below it positions are snapped to half a pixel (of 512 to a tile), alike on both sides of a shared border. */
const COARSE_GRID = 4;

/** One statement for all layers of a tile. Without filters and of now it is always the same, and prepared once. */
export function tileStatement(request: TileRequest, encoder: Encoder = 'encoded'): TileStatement {
  const layers = request.layers.map((each) => layerParameters(each, request));
  const isWhole = request.asOf === null && request.layers.every(({ filter }) => filter === null);
  if (!isWhole) return chosenStatement(request, layers, encoder);
  const { z, x, y } = request.tile;
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
      request.grid === 'CGCS2000Quad',
      z,
      x,
      y,
    ],
  };
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
  /** Of points how many a cell may hold before it is a cluster, else units that corners are snapped to. */
  readonly measure: number;
}

function layerParameters({ layer, properties }: LayerRequest, { grid, tile }: TileRequest): LayerParameters {
  const travels = (key: string): boolean => properties === null || properties.includes(key);
  const keys =
    properties === null ? tileAttributesOf(layer) : properties.filter((key) => Object.hasOwn(layer.attributes, key));
  const zoom = mercatorZoom(grid, tile.z);
  const isPoints = layer.geometry === 'Point';
  const snap = zoom < DETAILED_FROM && zoom < layer.maxzoom ? COARSE_GRID : 1;
  return {
    id: layer.id,
    isPoints,
    keys,
    dropped: Object.keys(layer.attributes).filter((key) => !keys.includes(key)),
    summed: (layer.sums ?? []).filter(travels),
    isLabelled: hasLabelProperty(layer) && travels(LABEL_PROPERTY),
    measure: isPoints ? clusterOver(layer, grid, tile.z) : snap,
  };
}

function chosenStatement(request: TileRequest, layers: readonly LayerParameters[], encoder: Encoder): TileStatement {
  const params: SqlValue[] = [layers.map(({ id }) => id)];
  const parts = request.layers.map((each, index) => {
    const layer = layers[index];
    if (layer === undefined) throw new RangeError('Every layer has its parameters.');
    const first = params.length + 1;
    const features = partOf(each, layer, request, params);
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
  { layer, filter }: LayerRequest,
  own: LayerParameters,
  { grid, tile, asOf }: TileRequest,
  params: SqlValue[],
): string {
  const first = params.length + 1;
  params.push(
    own.id,
    [...own.keys],
    [...own.dropped],
    own.isPoints ? [...own.summed] : own.isLabelled,
    own.measure,
    grid === 'CGCS2000Quad',
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
    filter === null ? null : compileCql2(filter, { columns: queryablesOf(layer), firstParameter: params.length + 1 });
  params.push(...(condition?.params ?? []));
  return text.replace('{{source}}', () => source).replace('{{condition}}', () => condition?.sql ?? 'true');
}

function arrayText(values: readonly string[]): string {
  return `{${values.map((value) => JSON.stringify(value)).join()}}`;
}
