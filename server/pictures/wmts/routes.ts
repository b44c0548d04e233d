import Type from 'typebox';
import { LangParameter } from '../../../tiles/api/common.ts';
import { says } from '../../../tiles/api/schema.ts';
import { BASE_ONLY } from '../../../tiles/embed/address.ts';
import type { LayerDefinition } from '../../../tiles/layer/layer.ts';
import { STYLE_THEMES } from '../../../tiles/style/palette.ts';
import { MATRIX_SET_IDS } from '../../../tiles/tile/matrix-set.ts';
import { TileCoordError } from '../../../tiles/tile/tile.ts';
import { withSources } from '../../layers/layer-loads.ts';
import type { LayerStatsCache } from '../../layers/layer-stats.ts';
import type { LayerRegistry } from '../../layers/registry.ts';
import { anyone } from '../../platform/auth/principal.ts';
import { Content, XML_TYPE } from '../../platform/http/content.ts';
import { ApiError, toApiError } from '../../platform/http/errors.ts';
import type { Query } from '../../platform/http/query.ts';
import { once, type Reply } from '../../platform/http/respond.ts';
import { body, route, type Route, type RouteRequest } from '../../platform/http/route.ts';
import { say } from '../../platform/messages/index.ts';
import { PICTURES } from '../messages.ts';
import type { Pictures } from '../pictures.ts';
import { rasterReply } from '../raster.ts';
import { readLook } from '../routes.ts';
import { capabilitiesXml, exceptionXml, PNG_TYPE, WMTS_VERSION, type OwsException } from './capabilities.ts';
import { WMTS } from './messages.ts';

export interface WmtsParts {
  readonly pictures: Pictures;
  readonly registry: LayerRegistry;
  readonly layerStats: LayerStatsCache;
  readonly mapReviewNumber: string | undefined;
  /** Whose the base map is, in both languages; null where that is not known. */
  readonly credit: () => Promise<LayerDefinition['source'] | null>;
}

/** OWS Common, table 27. */
const NOT_SUPPORTED = 501;

const COMMON = {
  method: 'GET',
  auth: anyone,
  cache: 'revalidate',
  cors: 'any-site',
  turn: 'kept',
  vary: ['language', 'host'],
} as const;

const text = (example: string, zh: string, en: string) =>
  Type.Optional(Type.String({ examples: [example], ...says(zh, en) }));

const KvpQuery = Type.Object({
  service: text('WMTS', '服务，WMTS。', 'The service: WMTS.'),
  request: text('GetCapabilities', 'GetCapabilities 或 GetTile。', 'GetCapabilities or GetTile.'),
  version: text(WMTS_VERSION, '版本，1.0.0。', 'The version: 1.0.0.'),
  layer: text('toilets', 'GetTile：图层编号。', 'GetTile: id of the layer.'),
  style: text('light', 'GetTile：light 或 dark。', 'GetTile: light or dark.'),
  format: text(PNG_TYPE, 'GetTile：image/png。', 'GetTile: image/png.'),
  tilematrixset: text('WebMercatorQuad', 'GetTile：瓦片矩阵集编号。', 'GetTile: id of the tile matrix set.'),
  tilematrix: text('12', 'GetTile：级别。', 'GetTile: zoom.'),
  tilerow: text('1611', 'GetTile：行号，自北向南。', 'GetTile: row, from the north.'),
  tilecol: text('3418', 'GetTile：列号，自西向东。', 'GetTile: column, from the west.'),
  lang: Type.Optional(LangParameter),
});

/** What is wrong with a request, in the words of OWS. */
class Refused extends Error {
  override readonly name = 'Refused';
  readonly status: number;
  readonly exception: OwsException;

  constructor(exception: OwsException, status = 400) {
    super(exception.text);
    this.status = status;
    this.exception = exception;
  }
}

type Asked = Pick<RouteRequest<unknown, unknown>, 'parameters' | 'lang' | 'base' | 'principal' | 'signal'>;

/** WMTS 1.0.0 for programs that read pictures alone: key-value pairs, and REST by way of `/raster`. */
export function wmtsRoutes(parts: WmtsParts): readonly Route[] {
  return [
    route({
      ...COMMON,
      path: '/wmts',
      cost: 'picture',
      query: KvpQuery,
      answer: { ...body(XML_TYPE, PICTURES.capabilities), otherTypes: [PNG_TYPE], errorType: XML_TYPE },
      docs: {
        tag: 'tiles',
        id: 'getWmts',
        summary: PICTURES['get-wmts'],
        examples: ['/wmts?service=WMTS&request=GetCapabilities'],
      },
      handle: async (asked) => {
        try {
          return await answer(parts, asked);
        } catch (error) {
          const refused = error instanceof Refused ? error : toRefused(error, asked);
          if (refused === null) throw error;
          return once(Buffer.from(exceptionXml(refused.exception, asked.lang)), XML_TYPE, {
            status: refused.status,
            cacheControl: 'no-store',
          });
        }
      },
    }),
    route({
      ...COMMON,
      path: `/wmts/${WMTS_VERSION}/WMTSCapabilities.xml`,
      query: Type.Object({ lang: Type.Optional(LangParameter) }),
      answer: body(XML_TYPE, PICTURES['capabilities-only']),
      docs: { tag: 'tiles', id: 'getWmtsCapabilities', summary: PICTURES['get-wmts-capabilities'] },
      handle: (asked) => describe(parts, asked),
    }),
  ];
}

async function answer(parts: WmtsParts, asked: Asked): Promise<Content | Reply> {
  const read = readerOf(asked);
  read.one('service', ['WMTS']);
  const request = read.one('request', ['GetCapabilities', 'GetTile'], 'OperationNotSupported');
  if (request === 'GetCapabilities') {
    const versions = read.optional('acceptversions')?.split(',');
    if (versions !== undefined && !versions.includes(WMTS_VERSION))
      throw new Refused({
        code: 'VersionNegotiationFailed',
        locator: 'AcceptVersions',
        text: say(WMTS['not-a-value'], asked.lang, {
          name: 'AcceptVersions',
          value: versions.join(),
          values: WMTS_VERSION,
        }),
      });
    return describe(parts, asked);
  }
  read.one('version', [WMTS_VERSION]);
  read.one('format', [PNG_TYPE]);
  const layer = read.required('layer');
  const style = read.required('style');
  const theme = STYLE_THEMES.find((each) => each === style);
  if (theme === undefined) throw read.wrong('style', style, STYLE_THEMES);
  const matrixSet = read.one('tilematrixset', MATRIX_SET_IDS);
  const path = { matrixSet, z: read.required('tilematrix'), x: read.required('tilecol'), y: read.required('tilerow') };
  if (path.y.endsWith('@2x')) throw read.wrong('tilerow', path.y, []);
  const { registry, pictures } = parts;
  const base = layer === BASE_ONLY ? 'own' : 'none';
  const look = readLook(layer, { theme, base }, { parameters: asked.parameters, lang: asked.lang, registry });
  return rasterReply(pictures, { path, look }, asked);
}

/** Parameters by their names in any case: OWS Common, 11.5.2. */
function readerOf({ parameters, lang }: Pick<Asked, 'parameters' | 'lang'>) {
  const names = new Map(parameters.names.map((name) => [name.toLowerCase(), name]));
  const optional = (name: string): string | undefined => textOf(parameters, names.get(name));
  const shown = (name: string): string => SHOWN[name] ?? name;
  const wrong = (name: string, value: string, values: readonly string[], code = 'InvalidParameterValue'): Refused =>
    new Refused(
      {
        code,
        locator: shown(name),
        text: say(WMTS['not-a-value'], lang, { name: shown(name), value, values: values.join(', ') }),
      },
      code === 'OperationNotSupported' ? NOT_SUPPORTED : 400,
    );
  const required = (name: string): string => {
    const value = optional(name)?.trim();
    if (value !== undefined && value !== '') return value;
    throw new Refused({
      code: 'MissingParameterValue',
      locator: shown(name),
      text: say(WMTS.missing, lang, { name: shown(name) }),
    });
  };
  const one = <T extends string>(name: string, values: readonly T[], code?: string): T => {
    const value = required(name);
    const found = values.find((each) => each.toLowerCase() === value.toLowerCase());
    if (found === undefined) throw wrong(name, value, values, code);
    return found;
  };
  return { optional, required, one, wrong };
}

function textOf(parameters: Query, name: string | undefined): string | undefined {
  return name === undefined ? undefined : parameters.text(name);
}

/** As the standard writes them. */
const SHOWN: Readonly<Record<string, string>> = {
  tilematrixset: 'TileMatrixSet',
  tilematrix: 'TileMatrix',
  tilerow: 'TileRow',
  tilecol: 'TileCol',
};
const COORDINATES = { z: 'TileMatrix', x: 'TileCol', y: 'TileRow' } as const;

/** Null for what is not the request's fault. */
function toRefused(error: unknown, { lang }: Pick<Asked, 'lang'>): Refused | null {
  const apiError = toApiError(error);
  if (apiError.status >= 500 || !(error instanceof ApiError || error instanceof TileCoordError)) return null;
  const said = say(apiError.text, lang, apiError.values);
  if (error instanceof TileCoordError)
    return new Refused({
      code: error.code === 'out-of-range' ? 'TileOutOfRange' : 'InvalidParameterValue',
      locator: COORDINATES[error.parameter],
      text: said,
    });
  // Several layers share a tile of `/raster`, and WMTS names one.
  const locator = apiError.parameter === 'layers' ? 'layer' : apiError.parameter;
  return new Refused({ code: 'InvalidParameterValue', locator, text: said }, apiError.status);
}

async function describe(
  { registry, layerStats, mapReviewNumber, credit }: WmtsParts,
  { lang, base, signal }: Asked,
): Promise<Content> {
  const { city } = registry;
  const stats = await layerStats.some(registry.list, signal);
  const layers = withSources(registry.list, stats).map(({ id, title, source }) => ({
    id,
    title: title[lang],
    source: source[lang],
    bbox: stats.get(id)?.bbox ?? city.bounds,
    path: `/raster/${encodeURIComponent(id)}`,
    query: `&base=none&lang=${lang}`,
  }));
  const ground = {
    id: BASE_ONLY,
    title: PICTURES['base-title'][lang],
    source: (await credit())?.[lang] ?? '',
    bbox: city.bounds,
    path: `/raster/${BASE_ONLY}`,
    query: `&lang=${lang}`,
  };
  const document = capabilitiesXml({
    lang,
    base,
    title: say(PICTURES['wmts-title'], lang, { city: city.name[lang] }),
    review: mapReviewNumber === undefined ? null : say(PICTURES['review-number'], lang, { number: mapReviewNumber }),
    layers: [ground, ...layers],
  });
  return new Content(Buffer.from(document), { type: XML_TYPE });
}
