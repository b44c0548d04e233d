/** The nearest facilities around random places of the city. */
import { createRng } from '../../qingdao/generate/world/rng.ts';
import { answerFigures, type ServiceFigure } from './figures.ts';
import type { DatabaseKind } from '../place.ts';
import { drive, type BenchRequest } from './requests.ts';
import { fetchLayers, fetchPositions } from './samples.ts';

const LAYERS = ['toilets', 'parking', 'schools', 'medical-institutions', 'service-points', 'reports'];
const RADII_M = [300, 500, 1000, 2000, 5000];
const LIMITS = [5, 20, 100];
/** People stand between the facilities, about a kilometre from one. */
const SPREAD_DEG = 0.02;
const CONNECTIONS = [1, 8];

export async function benchNearby(url: string, database: DatabaseKind, count: number): Promise<ServiceFigure[]> {
  const requests = await drawQueries(url, count);
  await drive(url, requests.slice(0, 16), { connections: 8, expect: [200] });
  const figures: ServiceFigure[] = [];
  for (const connections of CONNECTIONS) {
    const run = await drive(url, requests, { connections, expect: [200] });
    figures.push(...answerFigures('nearby', database, connections, run));
  }
  return figures;
}

async function drawQueries(url: string, count: number): Promise<BenchRequest[]> {
  const rng = createRng('bench-nearby');
  const held = await fetchLayers(url);
  const layers = LAYERS.filter((id) => held.has(id));
  const positions = (await Promise.all(layers.map((id) => fetchPositions(url, id)))).flat();
  return Array.from({ length: count }, () => {
    const { lon, lat } = rng.pick(positions);
    const query = new URLSearchParams({
      layer: rng.pick(layers),
      lon: (lon + (rng.next() - 0.5) * SPREAD_DEG).toFixed(5),
      lat: (lat + (rng.next() - 0.5) * SPREAD_DEG).toFixed(5),
      radius: String(rng.pick(RADII_M)),
      limit: String(rng.pick(LIMITS)),
    });
    return { path: `/nearby?${query.toString()}` };
  });
}
