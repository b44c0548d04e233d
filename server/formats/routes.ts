import Type from 'typebox';
import {
  BboxParameter,
  FilterLangParameter,
  FilterParameter,
  LangParameter,
  LayerParameter,
} from '../../tiles/api/common.ts';
import { says } from '../../tiles/api/schema.ts';
import { LAYER_FILTERS, readFilters } from '../filter/filters.ts';
import { checkProperties } from '../layers/check-properties.ts';
import { anyone } from '../platform/auth/principal.ts';
import { withPost } from '../platform/http/by-post.ts';
import { ApiError, BadParameter } from '../platform/http/errors.ts';
import { body, route, type Route } from '../platform/http/route.ts';
import { readMoment } from '../tiles/index.ts';
import { CRS84, CRS_CHOICES, readFileCrs, type FileCrs } from './crs.ts';
import { Downloads, type DownloadParts } from './download.ts';
import { FILE_FORMATS, type FileFormat } from './formats.ts';
import { DOWNLOAD } from './messages.ts';

const FORMAT_IDS = Object.keys(FILE_FORMATS);
const [FIRST_TYPE = '', ...OTHER_TYPES] = Object.values(FILE_FORMATS).map(({ mediaType }) => mediaType);

const DownloadQuery = Type.Object({
  filter: Type.Optional(FilterParameter),
  'filter-lang': Type.Optional(FilterLangParameter),
  bbox: Type.Optional(BboxParameter),
  properties: Type.Optional(
    Type.Array(Type.String(), {
      examples: [['name', 'district']],
      ...says('要写入的属性，逗号分隔；不给则为全部。', 'Attributes between commas; all where it is left out.'),
    }),
  ),
  crs: Type.Optional(
    Type.String({
      examples: ['EPSG:4549'],
      ...says(
        '坐标系：CRS84（不给时）、EPSG 编号或其 OGC 地址，可用 4326、4490、3857、4534–4554；先 x（经度、东）后 y。',
        'Coordinate system: CRS84 where it is left out, a number of EPSG or its address of OGC, of 4326, 4490, 3857 and ' +
          '4534–4554; x (longitude, east) before y.',
      ),
    }),
  ),
  datetime: Type.Optional(
    Type.String({
      examples: ['2026-11-30'],
      ...says(
        '过去的时刻，要当时的要素；不给则为现在。',
        'A past moment whose features are given; now where it is left out.',
      ),
    }),
  ),
  lang: Type.Optional(LangParameter),
  bom: Type.Optional(
    Type.Boolean(
      says(
        'CSV：开头写字节序标记，中文 Excel 才能识别；默认写。',
        'CSV: a byte order mark, which Chinese Excel needs; on by default.',
      ),
    ),
  ),
  guard: Type.Optional(
    Type.Boolean(
      says(
        'CSV：在会被表格当作公式的文本前加撇号；默认加。',
        'CSV: an apostrophe before texts that a spreadsheet would run; on by default.',
      ),
    ),
  ),
  geometry: Type.Optional(
    Type.Enum(
      ['position', 'wkt'],
      says(
        'CSV：position 为经纬度两列（点图层默认；多点要素取第一点），wkt 为一列完整几何（线和面默认）。',
        'CSV: position for two columns (of points by default; the first of several), wkt for whole geometries in one.',
      ),
    ),
  ),
  titles: Type.Optional(
    Type.Boolean(
      says('CSV：表头用标题而不是属性名；默认不用。', 'CSV: titles in place of names as the header; off by default.'),
    ),
  ),
});
const CSV_ONLY = ['bom', 'guard', 'geometry', 'titles'] as const;

export function downloadRoutes(parts: DownloadParts): readonly Route[] {
  const downloads = new Downloads(parts);
  return withPost(
    route({
      method: 'GET',
      path: '/layers/:layer/download.:format',
      auth: anyone,
      params: Type.Object({
        layer: LayerParameter,
        format: Type.Enum(FORMAT_IDS, { examples: ['geojson'], ...says('文件格式。', 'Format of the file.') }),
      }),
      query: DownloadQuery,
      openQuery: [LAYER_FILTERS],
      answer: { ...body(FIRST_TYPE, DOWNLOAD.answer), otherTypes: OTHER_TYPES },
      cache: 'no-store',
      cors: 'any-site',
      turn: 'passed',
      cost: 'download',
      vary: ['language', 'prefix'],
      docs: {
        tag: 'layers',
        id: 'getDownload',
        summary: DOWNLOAD.get,
        examples: ['/layers/toilets/download.geojson', '/layers/toilets/download.csv?properties=name'],
      },
      handle: ({ params, query, parameters, principal, lang, prefix }) => {
        const layer = parts.registry.layer(params.layer);
        const format = formatOf(params.format);
        const stray = CSV_ONLY.find((name) => query[name] !== undefined);
        if (stray !== undefined && format.id !== 'csv')
          throw new BadParameter(stray, DOWNLOAD['csv-only'], { format: format.id });
        const wanted = query.properties;
        if (wanted !== undefined) checkProperties(layer, wanted);
        return downloads.reply({
          format,
          layer,
          lang,
          principal,
          prefix,
          // In the order of the definition, each once.
          properties:
            wanted === undefined ? null : Object.keys(layer.attributes).filter((name) => wanted.includes(name)),
          filter: readFilters(parameters, [layer]).get(layer.id) ?? null,
          bbox: query.bbox ?? null,
          asOf: readMoment(parameters, new Date(), layer.timeZone),
          crs: crsFor(query.crs, format),
          csv: {
            hasMark: query.bom ?? true,
            isGuarded: query.guard ?? true,
            geometry: query.geometry ?? (layer.geometry === 'Point' ? 'position' : 'wkt'),
            hasTitles: query.titles ?? false,
          },
        });
      },
    }),
  );
}

/** Throws `ApiError`. */
function formatOf(id: string): FileFormat {
  const formats: Readonly<Record<string, FileFormat>> = FILE_FORMATS;
  const format = Object.hasOwn(formats, id) ? formats[id] : undefined;
  if (format !== undefined) return format;
  throw new ApiError(404, 'unknown-format', DOWNLOAD['unknown-format'], {
    parameter: 'format',
    values: { format: id, choices: FORMAT_IDS.join(', ') },
  });
}

/** Throws `BadParameter`. */
function crsFor(text: string | undefined, format: FileFormat): FileCrs {
  if (text === undefined) return CRS84;
  const crs = readFileCrs(text);
  if (crs === null) throw new BadParameter('crs', DOWNLOAD['unknown-crs'], { value: text, choices: CRS_CHOICES });
  if (crs !== CRS84 && format.crs === 'crs84')
    throw new BadParameter('crs', DOWNLOAD['crs-of-format'], { format: format.id });
  return crs;
}
