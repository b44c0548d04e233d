import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sqlText } from '../../platform/db/sql.ts';
import { openSuite, type Suite } from '../../testing/databases.ts';
import { runs } from '../../testing/effort.ts';
import { FileErrors } from '../reader.ts';
import { readCrs, type Crs } from '../crs.ts';

/** PROJ's own answer, by PostGIS: where a place of WGS 84 lies in a system. Null where PROJ has no place for it. */
const PROJ = sqlText(`create function projected(definition text, lon float8, lat float8) returns float8[]
  language plpgsql as $$
declare
  place geometry;
begin
  place := ST_Transform(ST_SetSRID(ST_MakePoint(lon, lat), 4326), definition);
  return array[ST_X(place), ST_Y(place)];
exception when others then return null;
end $$`);
const SYSTEMS = sqlText(`select auth_name || ':' || auth_srid as code, srtext, proj4text
  from spatial_ref_sys
  where auth_name in ('EPSG', 'ESRI') and srtext like 'PROJCS%' and proj4text <> ''
  order by srid`);

interface System {
  readonly code: string;
  readonly srtext: string;
  readonly proj4text: string;
}

/** Datums of one continent lie within two metres of WGS 84, and PROJ moves some of them by that. */
const OFF_M = 3;

const partOf = (text: string, key: string): string | undefined => new RegExp(`\\+${key}=(\\S+)`).exec(text)?.[1];
const numberOf = (text: string, key: string): number | undefined => {
  const value = partOf(text, key);
  return value === undefined ? undefined : Number(value);
};

/** A place where the system is meant to be used. */
function placeIn({ proj4text: text }: System): readonly [lon: number, lat: number] {
  const zone = numberOf(text, 'zone');
  const middle = zone === undefined ? (numberOf(text, 'lon_0') ?? numberOf(text, 'lonc') ?? 0) : 6 * zone - 183;
  const parallels = ['lat_1', 'lat_2'].map((key) => numberOf(text, key)).filter((lat) => lat !== undefined);
  const origin = numberOf(text, 'lat_ts') ?? numberOf(text, 'lat_0') ?? 0;
  const lat =
    parallels.length > 0 ? parallels.reduce((a, b) => a + b, 0) / parallels.length : origin + (origin > 0 ? 2 : 0);
  const kept = lat === 0 ? (text.includes('+south') ? -30 : 33) : Math.max(-76, Math.min(76, lat));
  const lon = middle + 0.9;
  return [lon > 180 ? lon - 360 : lon, kept + 0.6];
}

/** As the loader reads it; null where it refuses it. */
function read(text: string): Crs | null {
  try {
    return readCrs(text);
  } catch (error) {
    if (error instanceof FileErrors) return null;
    throw error;
  }
}

const WKT2_UTM =
  'PROJCRS["WGS 84 / UTM zone 51N",BASEGEOGCRS["WGS 84",DATUM["World Geodetic System 1984",ELLIPSOID["WGS 84",6378137,298.257223563,LENGTHUNIT["metre",1]]],PRIMEM["Greenwich",0,ANGLEUNIT["degree",0.0174532925199433]]],CONVERSION["UTM zone 51N",METHOD["Transverse Mercator",ID["EPSG",9807]],PARAMETER["Latitude of natural origin",0,ANGLEUNIT["degree",0.0174532925199433]],PARAMETER["Longitude of natural origin",123,ANGLEUNIT["degree",0.0174532925199433]],PARAMETER["Scale factor at natural origin",0.9996,SCALEUNIT["unity",1]],PARAMETER["False easting",500000,LENGTHUNIT["metre",1]],PARAMETER["False northing",0,LENGTHUNIT["metre",1]]],CS[Cartesian,2],AXIS["(E)",east,ORDER[1],LENGTHUNIT["metre",1]],AXIS["(N)",north,ORDER[2],LENGTHUNIT["metre",1]]]';
const WKT2_POLAR =
  'PROJCRS["Polar",BASEGEOGCRS["WGS 84",DATUM["World Geodetic System 1984",ELLIPSOID["WGS 84",6378137,298.257223563,LENGTHUNIT["metre",1]]],PRIMEM["Greenwich",0,ANGLEUNIT["degree",0.0174532925199433]]],CONVERSION["Polar",METHOD["Polar Stereographic (variant B)",ID["EPSG",9829]],PARAMETER["Latitude of standard parallel",70,ANGLEUNIT["degree",0.0174532925199433]],PARAMETER["Longitude of origin",-45,ANGLEUNIT["degree",0.0174532925199433]],PARAMETER["False easting",0,LENGTHUNIT["metre",1]],PARAMETER["False northing",0,LENGTHUNIT["metre",1]]],CS[Cartesian,2],AXIS["(E)",south,ORDER[1],LENGTHUNIT["metre",1]],AXIS["(N)",south,ORDER[2],LENGTHUNIT["metre",1]]]';
const COMPOUND = `COMPOUNDCRS["with heights",${WKT2_UTM},VERTCRS["heights",VDATUM["heights"],CS[vertical,1],AXIS["up",up,LENGTHUNIT["metre",1]]]]`;
const XIAN_80 =
  'PROJCS["Xian_1980_3_Degree_GK_CM_120E",GEOGCS["GCS_Xian_1980",DATUM["D_Xian_1980",SPHEROID["Xian_1980",6378140.0,298.257],TOWGS84[24,-123,-94,0.02,-0.25,-0.13,-1.1]],PRIMEM["Greenwich",0.0],UNIT["Degree",0.0174532925199433]],PROJECTION["Transverse_Mercator"],PARAMETER["False_Easting",500000.0],PARAMETER["False_Northing",0.0],PARAMETER["Central_Meridian",120.0],PARAMETER["Scale_Factor",1.0],PARAMETER["Latitude_Of_Origin",0.0],UNIT["Meter",1.0]]';

describe('coordinate systems beside PROJ', () => {
  let suite: Suite;
  let systems: readonly System[];
  const projected = async (text: string, [lon, lat]: readonly [number, number]): Promise<readonly number[] | null> => {
    const sql = sqlText('select projected($1, $2::float8, $3::float8)::text as place');
    const [row] = await suite.query(sql, [text, lon, lat]);
    const place = row?.['place'];
    const numbers = typeof place === 'string' ? place.slice(1, -1).split(',').map(Number) : [];
    return numbers.length === 2 && numbers.every(Number.isFinite) ? numbers : null;
  };
  /** Metres from a place to where our reading has it back from where PROJ puts it; null where PROJ puts it nowhere. */
  const offM = async (text: string, place: readonly [number, number]): Promise<number | null> => {
    const there = await projected(text, place);
    const crs = read(text);
    if (there === null || crs === null) return null;
    const [lon = NaN, lat = NaN] = crs === 'degrees' ? there : crs.forward(there);
    const [x, y] = [(lon - place[0]) * Math.cos((place[1] * Math.PI) / 180), lat - place[1]];
    return Math.hypot(x, y) * 111_320;
  };

  beforeAll(async () => {
    suite = await openSuite('server', 'coordinate systems');
    await suite.query(PROJ);
    systems = (await suite.query(SYSTEMS)).map((row) => ({
      code: String(row['code']),
      srtext: String(row['srtext']),
      proj4text: String(row['proj4text']),
    }));
  });

  afterAll(() => suite.close());

  /** Some of each authority, projection and family of datums. */
  function some(most: number): readonly System[] {
    const counts = new Map<string, number>();
    return systems.filter(({ code, srtext }) => {
      const method = /PROJECTION\["([^"]*)/.exec(srtext)?.[1] ?? '';
      const key = `${code.slice(0, 4)} ${method} ${(/DATUM\["([^"]*)/.exec(srtext)?.[1] ?? '').slice(0, 1)}`;
      const before = counts.get(key) ?? 0;
      counts.set(key, before + 1);
      return before < most;
    });
  }
  async function wrongOf(
    list: readonly System[],
    textOf: (system: System) => string,
  ): Promise<{ readonly wrong: readonly string[]; readonly right: number }> {
    const wrong: string[] = [];
    let right = 0;
    for (const system of list) {
      const text = textOf(system);
      if (read(text) === null) continue;
      const off = await offM(text, placeIn(system));
      if (off === null) continue;
      if (off < OFF_M) right += 1;
      else wrong.push(`${system.code}: ${off.toFixed(1)} m, ${text.slice(0, 60)}`);
    }
    return { wrong, right };
  }

  it('that are named by a code lie where PROJ has them', async () => {
    const known = systems.filter(({ code }) => read(code) !== null);
    expect(known.length).toBeGreaterThan(200);
    const list = known.filter((_, n) => n % runs({ daily: 5, full: 1 }) === 0);
    const { wrong, right } = await wrongOf(list, ({ code }) => code);
    expect(wrong).toEqual([]);
    expect(right).toBeGreaterThan(list.length * 0.9);
  });

  it.each([
    ['well-known text', ({ srtext }: System) => srtext],
    ['a definition of PROJ', ({ proj4text }: System) => proj4text.trim()],
  ] as const)('that are given by %s lie where PROJ has them, or are not read', async (_, textOf) => {
    // Of an old datum without a shift the loader says so; a datum by its name alone PROJ takes for WGS 84 here.
    const list = some(runs({ daily: 1, full: 10 })).filter((system) => {
      const datum = partOf(textOf(system), 'datum') ?? 'WGS84';
      return ['WGS84', 'NAD83'].includes(datum);
    });
    const { wrong, right } = await wrongOf(list, textOf);
    expect(wrong).toEqual([]);
    expect(right).toBeGreaterThan(60);
  });

  it.each([
    ['the second version', WKT2_UTM, [121.5, 36.07]],
    ['a polar one', WKT2_POLAR, [-40, 71]],
    ['one with heights', COMPOUND, [121.5, 36.07]],
    ['one with a shift', XIAN_80, [120.4, 36.07]],
  ] as const)('of well-known text: %s', async (_, text, place) => {
    expect(await offM(text, place)).toBeLessThan(0.5);
  });

  it('has PROJ itself', () => {
    expect(systems.length).toBeGreaterThan(6000);
  });
});
