/** Tiles: how many a second and how long each takes, by zoom; every address once, so that nothing is answered twice. */
import { tileAt } from '../../../tiles/tile/tile.ts';
import type { LonLat, Rng } from '../../qingdao/generate/types.ts';
import { createRng } from '../../qingdao/generate/world/rng.ts';
import type { ServiceFigure } from './figures.ts';
import type { DatabaseKind } from '../place.ts';
import { drive, type BenchRequest } from './requests.ts';
import { fetchLayers, fetchPositions } from './samples.ts';

const ZOOMS = [8, 10, 11, 12, 13, 14, 15, 16];
const CONNECTIONS = 8;
const HEALTH_REQUESTS = 2000;
/** Only for making connections ready; no figure is about it. */
const WARM_UP_ZOOM = 9;
/** What a map asks for: the base map's layers in one tile, others one by one, and a few together. */
const MIXES = [
  'sea,districts,streets,roads',
  'toilets',
  'parking',
  'schools',
  'cases',
  'unit-grids',
  'reports',
  'project-sites',
  'toilets,parking,schools',
  'responsibility-grids,unit-grids,cameras',
];

export async function benchTiles(url: string, database: DatabaseKind, perZoom: number): Promise<ServiceFigure[]> {
  const layers = await fetchLayers(url);
  const mixes = await Promise.all(
    MIXES.map((mix) => mix.split(','))
      .filter((mix) => mix.every((id) => layers.has(id)))
      .map(async (mix) => ({
        path: mix.join(','),
        minzoom: Math.max(...mix.map((id) => layers.get(id)?.minzoom ?? 0)),
        positions: await fetchPositions(url, mix.at(-1) ?? ''),
      })),
  );
  const rng = createRng('bench-tiles');
  const figure = (
    name: ServiceFigure['name'],
    value: number,
    unit: ServiceFigure['unit'],
    detail?: number,
  ): ServiceFigure => ({
    part: 'tiles',
    name,
    database,
    value,
    unit,
    ...(detail === undefined ? {} : { detail }),
  });
  const tiles = new Map(ZOOMS.map((z) => [z, drawTiles(z, mixes, rng, perZoom)]));
  const expect = [200, 204];
  // Each connection prepares its statement with its first tile: that is not part of any figure.
  await drive(url, drawTiles(WARM_UP_ZOOM, mixes, rng, CONNECTIONS * 4), { connections: CONNECTIONS, expect });
  const health = await drive(
    url,
    Array.from({ length: HEALTH_REQUESTS }, () => ({ path: '/healthz' })),
    { connections: CONNECTIONS, expect },
  );
  const figures: ServiceFigure[] = [];
  const tags: BenchRequest[] = [];
  let elapsedS = 0;
  let count = 0;
  for (const [z, requests] of tiles) {
    const run = await drive(url, requests, { connections: CONNECTIONS, expect });
    elapsedS += run.answers.length / run.perSecond;
    count += run.answers.length;
    figures.push(
      figure('tiles-zoom', run.perSecond, '/s', z),
      figure('tiles-p50', run.p50Ms, 'ms', z),
      figure('tiles-p95', run.p95Ms, 'ms', z),
      figure('tiles-size', run.meanBytes / 1024, 'KB', z),
    );
    run.answers.forEach(({ status, etag }, index) => {
      const path = requests[index]?.path;
      if (status === 200 && etag !== null && path !== undefined)
        tags.push({ path, headers: { 'if-none-match': etag } });
    });
  }
  const unchanged = await drive(url, rng.shuffle(tags), { connections: CONNECTIONS, expect: [304] });
  const rate = count / elapsedS;
  return [
    figure('tiles-all', rate, '/s'),
    ...figures,
    figure('tiles-unchanged', unchanged.perSecond, '/s'),
    figure('health', health.perSecond, '/s'),
    figure('tiles-against-health', rate / health.perSecond, '×'),
  ];
}

interface Mix {
  /** Layers as the address of a tile names them. */
  readonly path: string;
  /** From here on all of them are drawn. */
  readonly minzoom: number;
  /** Of the features of the last one. */
  readonly positions: readonly LonLat[];
}

/** Up to `count` different tiles of a zoom, at features or beside them; low zooms have fewer. */
function drawTiles(z: number, mixes: readonly Mix[], rng: Rng, count: number): BenchRequest[] {
  const drawn = mixes.filter(({ minzoom, positions }) => minzoom <= z && positions.length > 0);
  const tileDeg = 360 / 2 ** z;
  const paths = new Set<string>();
  for (let attempt = 0; drawn.length > 0 && attempt < count * 4 && paths.size < count; attempt += 1) {
    const { path, positions } = rng.pick(drawn);
    const { lon, lat } = rng.pick(positions);
    const tile = tileAt({ lon: lon + (rng.next() - 0.5) * tileDeg, lat: lat + (rng.next() - 0.5) * tileDeg }, z);
    paths.add(`/tiles/${path}/${z}/${tile.x}/${tile.y}.mvt`);
  }
  return [...paths].map((path) => ({ path }));
}
