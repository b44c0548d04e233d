/** Reads every format with programs that others wrote, and compares each feature with what went in. */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { distinctNames } from '../../server/formats/column-names.ts';
import { fieldNames } from '../../server/formats/dbf.ts';
import { Columns, isoOf, textOf, type FileColumn, type Value } from '../../server/formats/description.ts';
import { KML_NAMES } from '../../server/formats/kml.ts';
import { FILE_FORMATS, type FileFormat } from '../../server/formats/formats.ts';
import {
  bytesOf,
  describe,
  HARD,
  hardLayer,
  pagesOf,
  rowOf,
  type HardFeature,
} from '../../server/testing/feature-files.ts';
import { quoteRounded } from '../../tiles/exact-json.ts';
import type { Report } from './report.ts';
import { run, type Tools } from './tools.ts';

type Geometry = { readonly type: string; readonly coordinates: unknown };
type Read = {
  readonly geometry: Geometry;
  readonly properties: Readonly<Record<string, unknown>>;
  readonly id?: unknown;
};

const CSV = { hasMark: true, isGuarded: false, geometry: 'wkt', hasTitles: false } as const;

const PARQUET = `
import geopandas, json, sys
frame = geopandas.read_parquet(sys.argv[1])
assert frame.crs is not None
import pyarrow.parquet as pq
table = pq.read_table(sys.argv[1]).drop_columns(['geometry', 'bbox']).to_pylist()
boxes = pq.read_table(sys.argv[1]).column('bbox').to_pylist()
out = []
for row, geometry, box in zip(table, frame.geometry, boxes):
    assert [box['xmin'], box['ymin'], box['xmax'], box['ymax']] == list(geometry.bounds), box
    properties = {key: value.isoformat() if hasattr(value, 'isoformat') else value for key, value in row.items()}
    out.append({'geometry': geometry.__geo_interface__, 'properties': properties})
print(json.dumps({'features': out}))
`;

async function read(path: string, format: FileFormat, python: string): Promise<Read[]> {
  // Some readers take a document of nothing for one without a layer.
  const parse = (text: string): Read[] =>
    text.trim() === '' ? [] : (JSON.parse(quoteRounded(text)) as { features: Read[] }).features;
  if (format.id === 'parquet') return parse(await run(python, ['-c', PARQUET, path]));
  const options = ['-f', 'GeoJSON', '/vsistdout/', '-lco', 'COORDINATE_PRECISION=15', '-lco', 'RFC7946=NO'];
  const open = format.id === 'csv' ? ['-oo', 'GEOM_POSSIBLE_NAMES=wkt', '-oo', 'KEEP_GEOM_COLUMNS=NO'] : [];
  if (format.id === 'geojsonl') return parse(await run('ogr2ogr', [...options, `GeoJSONSeq:${path}`]));
  if (format.id !== 'zip') return parse(await run('ogr2ogr', [...options, ...open, path]));
  const found: Read[] = [];
  for (const [, layer = ''] of (await run('ogrinfo', ['-q', `/vsizip/${path}`])).matchAll(/^\d+: (\S+)/gm))
    found.push(...parse(await run('ogr2ogr', [...options, `/vsizip/${path}`, layer])));
  return found;
}

const POSITION_EPSILON = 1e-11;

/** Rings may begin and go round as the format has them, and a file may hold heights of 0 for features without. */
function sameGeometry(one: unknown, other: unknown, isRing: boolean): boolean {
  if (!Array.isArray(one) || !Array.isArray(other)) return false;
  if (typeof one[0] === 'number') {
    return (
      one.every((value, nth) => Math.abs(Number(value) - Number(other[nth])) < POSITION_EPSILON) &&
      other.slice(one.length).every((height) => height === 0)
    );
  }
  const isSame = (list: readonly unknown[]): boolean =>
    one.length === list.length && one.every((each, nth) => sameGeometry(each, list[nth], isRing));
  return isSame(other) || (isRing && isSame(other.toReversed()));
}

function sameValue(read_: unknown, value: Value, column: FileColumn, format: FileFormat): boolean {
  const found = typeof read_ === 'string' ? read_ : read_ === null || read_ === undefined ? '' : JSON.stringify(read_);
  const text = textOf(value) ?? '';
  if (value === null) return found === '';
  switch (column.kind) {
    case 'boolean':
      return [text, value === true ? '1' : '0', value === true ? 'T' : 'F'].includes(found);
    case 'number':
      return Number(found) === Number(text);
    case 'date':
      return found.replaceAll('/', '-').slice(0, 10) === text;
    case 'time': {
      // Where times are texts, they are as they came.
      const asText = format.isText || format.id === 'zip';
      if (asText && found === text) return true;
      return Date.parse(zoned(found)) === Date.parse(isoOf(value, column, undefined) ?? '');
    }
    case 'text':
      return found === text || sameJson(found, text);
    case 'integer':
      return found === text;
  }
}

/** GDAL writes `2026/11/30 00:15:30.25+00`. */
function zoned(text: string): string {
  return text
    .replaceAll('/', '-')
    .replace(' ', 'T')
    .replace(/([+-]\d\d)$/, '$1:00');
}

/** GDAL takes texts that look like JSON for it, and its numbers are texts here. */
function sameJson(one: string, other: string): boolean {
  const bare = (text: string): string => text.replaceAll(/\s/g, '').replaceAll(/"(\d{16,})"/g, '$1');
  return bare(one) === bare(other);
}

function namesIn(format: FileFormat, columns: Columns): readonly string[] {
  const names = columns.list.map(({ name }) => name);
  if (format.id === 'zip') return fieldNames(names);
  if (format.id === 'kml') return distinctNames(names, KML_NAMES);
  return format.id === 'gpkg' || format.id === 'parquet' ? distinctNames(names) : names;
}

function differences(
  features: readonly HardFeature[],
  found: readonly Read[],
  format: FileFormat,
  columns: Columns,
): string[] {
  const names = namesIn(format, columns);
  const told: string[] = [];
  if (found.length !== features.length) told.push(`${String(found.length)} of ${String(features.length)} features`);
  for (const feature of features) {
    const isOf = (each: Read): boolean => [each.id, each.properties['id']].includes(feature.id);
    const one = found.find(isOf);
    if (one === undefined) {
      told.push(`${feature.id} is missing`);
      continue;
    }
    const { type, coordinates } = feature.geometry as Geometry;
    const isRing = type.endsWith('Polygon');
    const own = one.geometry as Geometry | null;
    // A program may read `Polygon` as the one part of a `MultiPolygon`, never the other way round here.
    if (own === null || own.type !== type || !sameGeometry(coordinates, own.coordinates, isRing))
      told.push(`${feature.id}: ${JSON.stringify(own)} for ${JSON.stringify(feature.geometry)}`);
    const values = columns.values(rowOf(feature, 'geojson'));
    for (const [nth, column] of columns.list.entries()) {
      const name = names[nth] ?? '';
      if (name === 'id' && format.id.startsWith('geojson')) continue;
      const value = values[nth] ?? null;
      if (!sameValue(one.properties[name], value, column, format))
        told.push(`${feature.id}.${name}: ${JSON.stringify(one.properties[name])} for ${JSON.stringify(value)}`);
    }
  }
  return told;
}

const MANY = 20_000;
const many = Array.from({ length: MANY }, (_, nth): HardFeature => {
  const [x, y] = [(nth * 7919) % 10_007, (nth * 104_729) % 9973];
  return {
    id: `m${String(nth)}`,
    geometry: { type: 'Point', coordinates: [100 + x / 500, 20 + y / 500] },
    attributes: '{}',
  };
});
const BOX = [104, 24, 105.5, 26] as const;
const RTREE = `
import sqlite3, sys
print(sqlite3.connect(sys.argv[1]).execute("select rtreecheck('rtree_many_geom')").fetchone()[0])
`;

/** Features in a box, by programs that use the indexes of the file, and what SQLite's own check says of a tree. */
async function indexProblems(path: string, format: FileFormat, python: string): Promise<string[]> {
  const args = ['-f', 'GeoJSON', '/vsistdout/', '-spat', ...BOX.map(String), path];
  const { features } = JSON.parse(await run('ogr2ogr', args)) as { features: Read[] };
  const found = features.map(({ properties }) => String(properties['id'])).toSorted();
  const expected = many
    .filter(({ geometry }) => {
      const [x = 0, y = 0] = (geometry as Geometry).coordinates as number[];
      return x >= BOX[0] && x <= BOX[2] && y >= BOX[1] && y <= BOX[3];
    })
    .map(({ id }) => id)
    .toSorted();
  const said = format.id === 'gpkg' ? (await run(python, ['-c', RTREE, path])).trim() : 'ok';
  return [
    ...(said === 'ok' ? [] : [said]),
    ...(found.join() === expected.join() ? [] : [`${String(found.length)} of ${String(expected.length)}`]),
  ];
}

/** Needs GDAL ≥ 3.5, and geopandas and pyarrow for GeoParquet. */
export async function checkFormats({ bin }: Tools, work: string, report: Report): Promise<void> {
  const python = join(bin, 'python');
  const folder = join(work, 'formats');
  await mkdir(folder, { recursive: true });
  const formats: readonly FileFormat[] = Object.values(FILE_FORMATS);
  for (const [id, { geometry, features }] of Object.entries(HARD)) {
    const description = describe(hardLayer(id, geometry));
    const columns = new Columns(description);
    for (const format of formats) {
      // GDAL refuses a sequence of nothing, which is one nonetheless.
      if (features.length === 0 && format.id === 'geojsonl') continue;
      const name = `${id}.${format.id}`;
      await report.check(`format: ${name}`, async () => {
        const path = join(folder, name);
        const pages = pagesOf(features, format.geometry);
        await writeFile(path, await bytesOf(format.write(description, pages, { csv: CSV })));
        return differences(features, await read(path, format, python), format, columns);
      });
    }
  }
  for (const format of [FILE_FORMATS.fgb, FILE_FORMATS.gpkg]) {
    const name = `many.${format.id}`;
    await report.check(`index of ${name}`, async () => {
      const path = join(folder, name);
      const pages = pagesOf(many, 'wkb', 500);
      await writeFile(path, await bytesOf(format.write(describe(hardLayer('many', 'Point')), pages)));
      return indexProblems(path, format, python);
    });
  }
}
