/** What `/find` asks, in a city with the facilities of a large one: its own, many times over. */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { FacilityKind } from '../../../tiles/layer/layer.ts';
import { metresPerDegree } from '../../../tiles/tile/spheroid.ts';
import type { DemoFeature, Rng } from '../../qingdao/generate/types.ts';
import type { BaseWorld } from '../../qingdao/generate/world/base.ts';
import { createBaseWorld } from '../../qingdao/generate/world/create-base.ts';
import { createRng } from '../../qingdao/generate/world/rng.ts';
import type { Place } from '../place.ts';
import { TARGETS, type ServiceFigure } from './figures.ts';
import { loadFile } from './load.ts';
import { drive, type BenchRequest } from './requests.ts';
import { fetchPositions } from './samples.ts';

/** As many as a layer has in the end. */
const LAYERS = {
  toilets: { kind: 'toilet', count: 1200 },
  parking: { kind: 'parking', count: 12_000 },
} as const satisfies Readonly<Record<string, { readonly kind: FacilityKind; readonly count: number }>>;
/** The page asks for 2 km unless told otherwise. */
const RADII_M = [1000, 2000, 2000, 2000, 5000, 10_000];
/** Most people ask for no more than the nearest. */
const FILTERS = ['', '', '', '&open=true', '&accessible=true'];
/** A copy lies this near its pattern: dense places stay dense. */
const AROUND_M = 1500;
/** People stand between the facilities, about a kilometre from one. */
const SPREAD_DEG = 0.02;

/** `find-p95` is held to the promise of one reader after the other. */
export async function benchFind(url: string, place: Place, count: number): Promise<ServiceFigure[]> {
  const base = await createBaseWorld();
  const figures: ServiceFigure[] = [];
  for (const [layer, { kind, count: total }] of Object.entries(LAYERS)) {
    await fill(place, { layer, total, base });
    const requests = drawQueries(kind, await fetchPositions(url, layer), count);
    await drive(url, requests.slice(0, 16), { connections: 1, expect: [200] });
    const { p50Ms, p95Ms } = await drive(url, requests, { connections: 1, expect: [200] });
    const common = { part: 'find', detail: layer, database: place.database, unit: 'ms' } as const;
    figures.push(
      { ...common, name: 'find-p50', value: p50Ms },
      { ...common, name: 'find-p95', value: p95Ms, atMost: TARGETS.findMs },
    );
  }
  return figures;
}

interface Filling {
  readonly layer: string;
  readonly total: number;
  readonly base: BaseWorld;
}

/** Adds copies of what the layer has, each moved a little, until it has as many as wanted. */
async function fill(place: Place, { layer, total, base }: Filling): Promise<void> {
  const text = await readFile(join(place.home, 'demo', `${layer}.geojson`), 'utf8');
  const { features } = JSON.parse(text) as { readonly features: readonly DemoFeature[] };
  const rng = createRng(`bench-find-${layer}`);
  const copies = Array.from({ length: total - features.length }, (_, i) => ({
    ...moved(rng.pick(features), base, rng),
    id: `bench-${i + 1}`,
  }));
  const file = join(place.home, '..', `${layer}.geojson`);
  await writeFile(file, JSON.stringify({ type: 'FeatureCollection', features: copies }));
  await loadFile(place, layer, file);
}

/** On land, and in the subdistrict where it then lies. */
function moved(pattern: DemoFeature, base: BaseWorld, rng: Rng): DemoFeature {
  const [lon, lat] = pattern.geometry.coordinates as [number, number];
  const scale = metresPerDegree(lat);
  const shift = (): number => (rng.next() - 0.5) * 2 * AROUND_M;
  const at = { lon: lon + shift() / scale.lon, lat: lat + shift() / scale.lat };
  const [district, street] = [base.districtAt(at), base.subdistrictAt(at)];
  if (district === null || street === null) return moved(pattern, base, rng);
  return {
    ...pattern,
    geometry: { type: 'Point', coordinates: [at.lon, at.lat] },
    properties: { ...pattern.properties, district, street },
  };
}

function drawQueries(
  kind: FacilityKind,
  positions: readonly { readonly lon: number; readonly lat: number }[],
  count: number,
): BenchRequest[] {
  const rng = createRng(`bench-find-${kind}`);
  return Array.from({ length: count }, () => {
    const { lon, lat } = rng.pick(positions);
    const query = new URLSearchParams({
      kind,
      lon: (lon + (rng.next() - 0.5) * SPREAD_DEG).toFixed(5),
      lat: (lat + (rng.next() - 0.5) * SPREAD_DEG).toFixed(5),
      radius: String(rng.pick(RADII_M)),
      limit: '20',
    });
    return { path: `/find/results?${query.toString()}${rng.pick(FILTERS)}` };
  });
}
