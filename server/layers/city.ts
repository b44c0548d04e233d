/** A city as its folder describes it: `city.json`. Layers, cases and base geography lie beside that file. */
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import Type, { type Static } from 'typebox';
import type { TravelProfile } from '../../tiles/api/travel-profile.ts';
import type { Bbox } from '../../tiles/api/wire.ts';
import type { Holidays } from '../../tiles/hours/index.ts';
import { closed, text } from '../../tiles/layer/layer-schema.ts';
import { CHINA_TIME } from '../../tiles/filter/cql2/time.ts';
import { ROLES, type LayerDefinition, type LayerRole, type Text, type Theme } from '../../tiles/layer/layer.ts';
import { readHolidays } from './holidays.ts';
import { checkJson, readJson } from './json-file.ts';
import { DEFAULT_THEMES } from './themes.ts';
import { readProfiles } from './travel-profiles.ts';

/** The city that is served where `CHENGTU_CITY` names no other. */
export const QINGDAO_FOLDER = fileURLToPath(new URL('../../data/cities/qingdao/', import.meta.url));
const CITY_FILE = 'city.json';

export interface City {
  /** Where its files lie. */
  readonly folder: string;
  /** Code of the city itself, which stands where no district is meant. */
  readonly code: string;
  readonly name: Text;
  /** Name in the tz database, such as `Asia/Shanghai`. A bare date is its whole day in it. */
  readonly timeZone: string;
  /** Public holidays of its country, which opening hours may depend on. */
  readonly holidays: Holidays;
  readonly bounds: Bbox;
  /** What the map shows when it opens at no particular address. */
  readonly start: { readonly center: readonly [lon: number, lat: number]; readonly zoom: number };
  /** Ids of the layers that play a part for the whole city. */
  readonly roles: Readonly<Partial<Record<LayerRole, string>>>;
  /** Regular expressions of the codes of areas, where the city has a rule for them. */
  readonly codes: { readonly district?: string; readonly subdistrict?: string };
  /** Groups of the layer list, in its order. */
  readonly themes: readonly Theme[];
  /** Raster base maps that readers may choose beside the built-in one. */
  readonly basemaps?: readonly CityBasemap[];
  /** What the start page colours subdistricts by, the usual one first. */
  readonly figures?: readonly CityFigure[];
  /** Who travels, of its own, by its files `profiles/*.json`. */
  readonly profiles?: readonly TravelProfile[];
  /** Databases whose tables are layers, by their names, as far as the city's file says something about them. */
  readonly sources?: Readonly<Record<string, CitySource>>;
}

/** Tiles of another server, drawn below the layers. */
export interface CityBasemap {
  readonly id: string;
  readonly title: Text;
  /** Addresses with `{z}`, `{x}` and `{y}`. */
  readonly tiles: readonly string[];
  /** Of labels to be drawn over them, where they are kept apart. */
  readonly labels?: readonly string[];
  readonly attribution: string;
  /** The last zoom that the server has. */
  readonly maxzoom?: number;
}

/** A figure of the subdistricts: `reach` of the features of a layer on foot, or their `rate` per 1,000 people. */
export interface CityFigure {
  readonly id: string;
  readonly kind: 'reach' | 'rate';
  readonly title: Text;
  readonly layer: string;
  /** CQL2 text that picks features; all where absent. */
  readonly filter?: string;
  /** What is reached, as a sentence names it: “a primary school”. */
  readonly place?: Text;
  /** 15 where absent. */
  readonly minutes?: number;
}

/** What a city says about a database of tables. `SOURCES` may say the rest, its address above all. */
export interface CitySource {
  /** `postgres://…`; a password belongs into `SOURCES`. */
  readonly url?: string;
  /** Schemas to look into; all that the role sees where absent. */
  readonly schemas?: readonly string[];
  /** Title of its group in the layer list. */
  readonly title?: Text;
  /** Who keeps the data. */
  readonly owner?: Text;
}

/** A list of degrees, one for each name: longitudes and latitudes in turn. */
function degrees(names: readonly string[], description: string): object {
  const prefixItems = names.map((name, index) => {
    const limit = index % 2 === 0 ? 180 : 90;
    return { type: 'number', minimum: -limit, maximum: limit, description: `${name}, in degrees.` };
  });
  return { type: 'array', prefixItems, items: false, minItems: names.length, description };
}

const LayerId = Type.String({ pattern: '^[a-z][a-z0-9]*(-[a-z0-9]+)*$' });
const TileTemplates = Type.Array(
  Type.String({
    pattern: '^https?://[^/{}\\s]+/[^\\s]*$',
    description: 'Such as https://tiles.example/{z}/{x}/{y}.png.',
  }),
  { minItems: 1, description: 'Addresses of tiles with {z}, {x} and {y}.' },
);
const CodeRule = Type.String({ format: 'regex', description: 'Regular expression, such as ^3702\\d{2}$.' });

/** What `city.json` may hold; written to `data/schemas/city.schema.json`. */
export const CityFile = closed(
  {
    $schema: Type.Optional(Type.String({ description: 'Address of this schema, for editors.' })),
    $comment: Type.Optional(Type.String({ description: 'A note for whoever edits the file.' })),
    code: Type.String({ minLength: 1, maxLength: 48, description: 'Official code of the city, such as 370200.' }),
    name: text('Name of the city.'),
    timeZone: Type.String({
      format: 'time-zone',
      description: 'Name in the tz database, such as Asia/Shanghai. A bare date is its whole day in it.',
    }),
    bounds: Type.Unsafe<Bbox>(
      degrees(['West', 'South', 'East', 'North'], 'Box around the city: west, south, east, north, in degrees.'),
    ),
    start: closed(
      {
        center: Type.Unsafe<readonly [lon: number, lat: number]>(
          degrees(['Longitude', 'Latitude'], 'Longitude, latitude, in degrees.'),
        ),
        zoom: Type.Number({ minimum: 0, maximum: 22 }),
      },
      'What the map shows when it opens.',
    ),
    roles: Type.Optional(
      closed(
        {
          district: Type.Optional(LayerId),
          subdistrict: Type.Optional(LayerId),
          grid: Type.Optional(LayerId),
          districtFigures: Type.Optional(LayerId),
          sea: Type.Optional(LayerId),
          roads: Type.Optional(LayerId),
        },
        'Layers that play a part for the whole city: its districts, subdistricts, unit grids, figures by district, sea, roads.',
      ),
    ),
    codes: Type.Optional(
      closed(
        { district: Type.Optional(CodeRule), subdistrict: Type.Optional(CodeRule) },
        'What codes of areas look like. Without a rule any code is taken.',
      ),
    ),
    themes: Type.Optional(
      Type.Array(
        closed({
          id: LayerId,
          title: text('Title of the group.'),
          nearby: Type.Optional(Type.Boolean({ description: 'Its layers of points are offered for “nearby”.' })),
        }),
        { minItems: 1, description: 'Groups of the layer list, in its order. Twelve usual ones without it.' },
      ),
    ),
    basemaps: Type.Optional(
      Type.Array(
        closed({
          id: LayerId,
          title: text('Title in the choice of base maps.'),
          tiles: TileTemplates,
          labels: Type.Optional(TileTemplates),
          attribution: Type.String({ minLength: 1, description: 'Whose tiles these are; shown on the map.' }),
          maxzoom: Type.Optional(
            Type.Integer({ minimum: 0, maximum: 22, description: 'Last zoom of the tiles; 19 without it.' }),
          ),
        }),
        { description: 'Raster base maps of other servers. Pages are allowed to ask these servers and no other.' },
      ),
    ),
    figures: Type.Optional(
      Type.Array(
        closed({
          id: LayerId,
          kind: Type.Enum(['reach', 'rate'], {
            description: 'reach: share of people within walking minutes of a feature; rate: features per 1,000 people.',
          }),
          title: text('Title of the figure.'),
          layer: LayerId,
          filter: Type.Optional(Type.String({ description: 'CQL2 text that picks features of the layer.' })),
          place: Type.Optional(text('What is reached, as a sentence names it: a primary school.')),
          minutes: Type.Optional(
            Type.Number({ minimum: 1, maximum: 120, description: 'Minutes on foot; 15 without it.' }),
          ),
        }),
        {
          description:
            'What the start page colours subdistricts by, the usual figure first. It needs people, and for reach streets: npm run analysis:import. Without it, the density of people.',
        },
      ),
    ),
    sources: Type.Optional(
      Type.Record(
        LayerId,
        closed({
          url: Type.Optional(
            Type.String({
              description: 'Address such as postgres://reader@host/database. A password belongs into SOURCES.',
            }),
          ),
          schemas: Type.Optional(
            Type.Array(Type.String({ minLength: 1 }), {
              minItems: 1,
              description: 'Schemas whose tables are layers; all that the role sees without it.',
            }),
          ),
          title: Type.Optional(text('Title of the group of its layers.')),
          owner: Type.Optional(text('Who keeps the data.')),
        }),
        { description: 'PostGIS databases whose tables are layers, by their names, as in the setting SOURCES.' },
      ),
    ),
  },
  'A city (城图 Chengtu).',
);

export interface ReadCity {
  /** Null where the file cannot be used. */
  readonly city: City | null;
  readonly errors: readonly string[];
}

/** Reads the `city.json` of a folder. Errors are sentences that begin with the file's name. */
export async function readCity(folder: string = QINGDAO_FOLDER): Promise<ReadCity> {
  const file = await readJson(join(folder, CITY_FILE), CITY_FILE);
  if (file.errors.length > 0) return { city: null, errors: file.errors };
  const { value, errors } = checkJson(CityFile, file.value, CITY_FILE);
  if (value === null) return { city: null, errors };
  const { holidays, errors: holidayErrors } = await readHolidays(value.timeZone);
  const { profiles, errors: profileErrors } = await readProfiles(folder);
  const city = { ...toCity(folder, value, holidays), ...(profiles.length === 0 ? {} : { profiles }) };
  const more = [...[...cityErrors(city)].map((error) => `${CITY_FILE}: ${error}`), ...holidayErrors, ...profileErrors];
  return { city: more.length > 0 ? null : city, errors: more };
}

function toCity(
  folder: string,
  { $schema: _, $comment: __, ...facts }: Static<typeof CityFile>,
  holidays: Holidays,
): City {
  return {
    ...facts,
    folder,
    holidays,
    roles: facts.roles ?? {},
    codes: facts.codes ?? {},
    themes: facts.themes ?? DEFAULT_THEMES,
  };
}

/** Base maps that there are without the city. */
const OTHER_BASEMAPS = ['offline', 'own', 'grey', 'dark', 'tianditu-vector', 'tianditu-image'];

function* cityErrors({
  bounds: [west, south, east, north],
  start: { center },
  themes,
  basemaps = [],
}: City): Generator<string> {
  if (!(west < east && south < north))
    yield `/bounds is [${[west, south, east, north].join(', ')}]: write west, south, east, north, with west < east and south < north.`;
  else if (!(center[0] >= west && center[0] <= east && center[1] >= south && center[1] <= north))
    yield `/start/center is [${center.join(', ')}], which lies outside the bounds: write longitude, latitude of a place in the city.`;
  const ids = themes.map(({ id }) => id);
  for (const id of new Set(ids.filter((each, index) => ids.indexOf(each) !== index)))
    yield `/themes has the id ${id} twice: give each theme an id of its own.`;
  const taken = [...OTHER_BASEMAPS];
  for (const { id, tiles, labels = [] } of basemaps) {
    if (taken.includes(id))
      yield `/basemaps has the id ${id}, which another base map has: give each an id of its own, and none of ${OTHER_BASEMAPS.join(', ')}.`;
    taken.push(id);
    for (const address of [...tiles, ...labels])
      if (!['{z}', '{x}', '{y}'].every((part) => address.includes(part)))
        yield `/basemaps/${id} has the address ${address}: write {z}, {x} and {y} where the zoom, column and row of a tile stand.`;
  }
}

/** Roles that name no layer, in sentences. */
export function* roleErrors({ roles }: City, layers: readonly LayerDefinition[]): Generator<string> {
  for (const role of ROLES) {
    const id = roles[role];
    if (id !== undefined && !layers.some((layer) => layer.id === id))
      yield `${CITY_FILE}: /roles/${role} is ${id}, which is no layer of the city: add layers/${id}.json, or leave the role out.`;
  }
}

/** Figures of no layer of points, in sentences. */
export function* figureErrors({ figures = [] }: City, layers: readonly LayerDefinition[]): Generator<string> {
  for (const [index, { id, layer }] of figures.entries()) {
    if (!layers.some((each) => each.id === layer && each.geometry === 'Point'))
      yield `${CITY_FILE}: /figures/${index}/layer is ${layer}, which is no layer of points of the city: name one, or leave the figure ${id} out.`;
    if (figures.findIndex((each) => each.id === id) !== index)
      yield `${CITY_FILE}: /figures has the id ${id} twice: give each figure an id of its own.`;
  }
}

/** The layer with its role in the city and the city's time zone. */
export function ofCity(
  { role: _, timeZone: __, ...layer }: LayerDefinition,
  { roles, timeZone }: City,
): LayerDefinition {
  const role = ROLES.find((each) => roles[each] === layer.id);
  return {
    ...layer,
    ...(role === undefined ? {} : { role }),
    ...(timeZone === CHINA_TIME ? {} : { timeZone }),
  };
}
