/** Features that are hard to write into files, as a source gives them. */
import { geojsonToWkb } from 'hyparquet-writer';
import type { Attribute, GeometryKind, LayerDefinition } from '../../tiles/layer/layer.ts';
import { CRS84 } from '../formats/crs.ts';
import type { FileDescription } from '../formats/description.ts';
import type { FeatureRow, GeometryForm } from '../layers/source.ts';

export interface HardFeature {
  readonly id: string;
  readonly geometry: Parameters<typeof geojsonToWkb>[0];
  /** Text of a JSON object. */
  readonly attributes: string;
}

const text = (zh: string, en: string, more: Partial<Attribute> = {}): Attribute => ({
  type: 'string',
  title: { zh, en },
  ...more,
});

/** Names of ten bytes clash, some are Chinese, and one is that of a column that every file has. */
export const HARD_ATTRIBUTES: Readonly<Record<string, Attribute>> = {
  name: text('名称', 'Name'),
  名称: text('中文列', 'Chinese column'),
  population: { type: 'integer', title: { zh: '人口', en: 'Population' } },
  population_density: { type: 'number', title: { zh: '人口密度', en: 'Density' } },
  populations: { type: 'integer', title: { zh: '大整数', en: 'Large' } },
  NAME: text('大写', 'Capitals'),
  owner: text('产权人', 'Proprietor'),
  open: { type: 'boolean', title: { zh: '开放', en: 'Open' } },
  built: text('建成', 'Built', { format: 'date' }),
  seen: text('所见', 'Seen', { format: 'date-time' }),
  tags: text('标签', 'Tags'),
  note: text('备注', 'Note'),
};

export function hardLayer(id: string, geometry: GeometryKind): LayerDefinition {
  return {
    id,
    title: { zh: `难写的图层 ${id}`, en: `Hard layer ${id}` },
    description: { zh: '用于检验文件格式。', en: 'For the formats of files.' },
    theme: 'test',
    geometry,
    attributes: HARD_ATTRIBUTES,
    required: [],
    name: { zh: 'name' },
    owner: { zh: '测试', en: 'Tests' },
    visibility: 'public',
    source: { zh: '手写', en: 'By hand' },
    minzoom: 0,
    maxzoom: 14,
    tileAttributes: [],
    style: { color: { light: '#000000', dark: '#ffffff' }, order: 200 },
    filters: [],
  };
}

const FULL =
  '{"name": "市南区“五四”广场 & <公园>", "名称": "青岛", "population": 12, "population_density": 0.1, ' +
  '"populations": 9007199254740993, "NAME": "ABC", "owner": "李, \\"某\\"", "open": true, "built": "2024-02-29", ' +
  '"seen": "2026-11-30T08:15:30.25+08:00", "tags": ["a", {"b": 9007199254740993}], "note": "=1+1\\n第二行; x"}';
const NEGATIVE =
  '{"name": "n2", "population": -5, "population_density": -1234.5678, "populations": -9223372036854775808, ' +
  '"open": false, "built": "1969-07-20", "seen": "2026-01-01T00:00:00"}';

export const HARD: Readonly<
  Record<string, { readonly geometry: GeometryKind; readonly features: readonly HardFeature[] }>
> = {
  points: {
    geometry: 'Point',
    features: [
      { id: 'p-1', geometry: { type: 'Point', coordinates: [120.38, 36.067] }, attributes: FULL },
      { id: '点 2', geometry: { type: 'Point', coordinates: [-179.999, -36.5] }, attributes: NEGATIVE },
      { id: 'p"3', geometry: { type: 'Point', coordinates: [0, 0] }, attributes: '{}' },
    ],
  },
  high: {
    geometry: 'Point',
    features: [
      { id: 'a', geometry: { type: 'Point', coordinates: [120.1, 36.1, 12.5] }, attributes: FULL },
      {
        id: 'b',
        geometry: {
          type: 'MultiPoint',
          coordinates: [
            [120.2, 36.2, 1],
            [120.3, 36.3, 2],
          ],
        },
        attributes: '{}',
      },
    ],
  },
  mixed: {
    geometry: 'Point',
    features: [
      { id: 'flat', geometry: { type: 'Point', coordinates: [120.1, 36.1] }, attributes: '{}' },
      { id: 'high', geometry: { type: 'Point', coordinates: [120.2, 36.2, 30] }, attributes: NEGATIVE },
      {
        id: 'many',
        geometry: {
          type: 'MultiPoint',
          coordinates: [
            [120.3, 36.3],
            [120.4, 36.4],
          ],
        },
        attributes: FULL,
      },
    ],
  },
  lines: {
    geometry: 'LineString',
    features: [
      {
        id: '1',
        geometry: {
          type: 'LineString',
          coordinates: [
            [120, 36],
            [120.1, 36.1],
            [120.2, 36],
          ],
        },
        attributes: FULL,
      },
      {
        id: '2',
        geometry: {
          type: 'MultiLineString',
          coordinates: [
            [
              [179.5, 10],
              [180, 10.5],
            ],
            [
              [-180, 10.5],
              [-179.5, 11],
            ],
          ],
        },
        attributes: '{}',
      },
    ],
  },
  areas: {
    geometry: 'Polygon',
    features: [
      {
        id: 'hole',
        geometry: {
          type: 'Polygon',
          coordinates: [
            [
              [0, 0],
              [10, 0],
              [10, 10],
              [0, 10],
              [0, 0],
            ],
            [
              [2, 2],
              [2, 4],
              [4, 4],
              [4, 2],
              [2, 2],
            ],
          ],
        },
        attributes: FULL,
      },
      {
        id: 'two',
        geometry: {
          type: 'MultiPolygon',
          coordinates: [
            [
              [
                [20, 0],
                [30, 0],
                [30, 10],
                [20, 0],
              ],
            ],
            [
              [
                [40, 0],
                [50, 0],
                [50, 10],
                [40, 10],
                [40, 0],
              ],
              [
                [41, 1],
                [41, 2],
                [42, 2],
                [41, 1],
              ],
            ],
          ],
        },
        attributes: NEGATIVE,
      },
    ],
  },
  empty: { geometry: 'Point', features: [] },
};

export const UPDATED_AT = new Date('2026-11-30T01:02:03.004Z');

export function rowOf({ id, geometry, attributes }: HardFeature, form: GeometryForm): FeatureRow {
  return {
    id,
    geometry: form === 'geojson' ? JSON.stringify(geometry) : geojsonToWkb(geometry).slice(),
    attributes,
    provenance: 'synthetic',
    owner: '城图测试',
    updatedAt: UPDATED_AT,
    place: [id],
  };
}

/** Pages of `size` features. */
export async function* pagesOf(
  features: readonly HardFeature[],
  form: GeometryForm,
  size = 2,
): AsyncGenerator<readonly FeatureRow[]> {
  for (let start = 0; start < features.length; start += size) {
    await Promise.resolve();
    yield features.slice(start, start + size).map((feature) => rowOf(feature, form));
  }
}

export function describe(layer: LayerDefinition, more: Partial<FileDescription> = {}): FileDescription {
  return {
    layer,
    properties: Object.keys(layer.attributes),
    crs: CRS84,
    lang: 'zh',
    source: '手写，仅供测试',
    licence: 'CC0-1.0',
    madeAt: new Date('2026-11-30T00:00:00Z'),
    selection: null,
    version: '0.4.0',
    ...more,
  };
}

export async function bytesOf(pieces: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const parts: Uint8Array[] = [];
  for await (const piece of pieces) parts.push(piece);
  return Buffer.concat(parts);
}
