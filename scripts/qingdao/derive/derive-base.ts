import { mkdir, writeFile } from 'node:fs/promises';
import type { Feature, FeatureCollection } from 'geojson';
import { BASE_DIR, toArea } from '../generate/world/read-base.ts';
import { CITY_CODE } from './city.ts';
import { placeCommunities } from './communities.ts';
import { districtFaces } from './district-faces.ts';
import { baseLayers } from './layers.ts';
import { readCommunities, readSubdistricts } from './packages.ts';
import { subdistrictFaces } from './subdistrict-faces.ts';

/** One feature a line, so that a change shows which features it touched. */
const featureLines = ({ features }: FeatureCollection): string =>
  `{"type":"FeatureCollection","features":[\n${features.map((feature: Feature) => JSON.stringify(feature)).join(',\n')}\n]}\n`;

const tableLines = (table: Readonly<Record<string, unknown>>): string =>
  `{\n${Object.entries(table)
    .map(([key, value]) => `${JSON.stringify(key)}:${JSON.stringify(value)}`)
    .join(',\n')}\n}\n`;

export async function deriveBase(packagesDir: string, report: (line: string) => void): Promise<void> {
  const subdistricts = readSubdistricts(packagesDir, CITY_CODE);
  const { faces, labels } = subdistrictFaces(districtFaces(packagesDir), subdistricts);
  const layers = baseLayers(packagesDir, faces, labels, subdistricts);
  const areas = layers.subdistricts.features.map(({ id, geometry, properties }) =>
    toArea(String(id), geometry, properties as Parameters<typeof toArea>[2]),
  );
  const communities = placeCommunities(readCommunities(packagesDir, CITY_CODE), areas);

  const files = {
    'districts.geojson': featureLines(layers.districts),
    'streets.geojson': featureLines(layers.subdistricts),
    'sea.geojson': featureLines(layers.sea),
    'coast.geojson': featureLines(layers.coast),
    'communities.json': tableLines(communities),
  };
  await mkdir(BASE_DIR, { recursive: true });
  for (const [file, text] of Object.entries(files)) {
    await writeFile(new URL(file, BASE_DIR), text);
    report(`data/cities/qingdao/base/${file}: ${Math.round(Buffer.byteLength(text) / 1024)} KB`);
  }
  for (const { id, properties } of layers.districts.features)
    report(`${id} ${properties?.name}: ${properties?.area_km2} km²`);
}
