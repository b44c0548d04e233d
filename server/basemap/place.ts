/** Where the files of base maps are. */
import { join, resolve } from 'node:path';
import type { City } from '../layers/city.ts';
import { QINGDAO_FOLDER } from '../layers/city.ts';
import type { Config } from '../platform/config.ts';

/** Written beside the other demonstration data. */
export const DEMO_BASE_MAP = 'basemap.pmtiles';

/** Where an import puts the base map of a city. A home may have served several cities. */
export function importedPath(home: string, { code }: Pick<City, 'code'>): string {
  return join(home, 'basemap', `${encodeURIComponent(code)}.pmtiles`);
}

/** Where an import puts the heights of a city. */
export function terrainPath(home: string, { code }: Pick<City, 'code'>): string {
  return join(home, 'basemap', `${encodeURIComponent(code)}.terrain.pmtiles`);
}

/** The base maps that the city may have, the preferred first. */
export function baseMapPaths({ home, demo }: Config, city: City): readonly string[] {
  const isDemo = demo && resolve(city.folder) === resolve(QINGDAO_FOLDER);
  return [importedPath(home, city), ...(isDemo ? [join(home, 'demo', DEMO_BASE_MAP)] : [])];
}
