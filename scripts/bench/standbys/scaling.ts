/** The same load on one standby and on two, by turns: how many times more two answer. */
import { cpuMsOf, treeOf } from '../processes.ts';
import { median } from '../statistics.ts';
import { BENCH_LAYER, drawTiles, tilePath } from '../tiles/city.ts';
import { load, rateOf } from '../tiles/load.ts';
import { startTimed } from '../timed-service.ts';
import type { StandbysBench } from './bench.ts';
import { STANDBYS_TARGETS, type StandbysFigure } from './figures.ts';

const ZOOMS = [8, 10, 11, 12, 13, 14, 15, 16] as const;
const CONNECTIONS = 16;
/** No tile is kept, so that each is cold. */
const SETTINGS = { TILE_CACHE_MB: '0', DATABASE_CONNECTIONS: String(CONNECTIONS) } as const;
const BOX_DEG = 0.02;

interface Round {
  readonly perSecond: number;
  /** Percent of one core. */
  readonly servicePercent: number;
  readonly standbysPercent: number;
  readonly primaryPercent: number;
}

export async function benchScaling(bench: StandbysBench): Promise<StandbysFigure[]> {
  const urls = bench.standbys.map(({ url }) => url);
  const one = await startTimed(bench.place, { ...SETTINGS, DATABASE_READ_URLS: urls[0] ?? '' });
  try {
    const two = await startTimed(bench.place, { ...SETTINGS, DATABASE_READ_URLS: urls.join(' ') });
    try {
      const tiles = await compare(bench, [one, two], 'tiles', tilePaths(bench));
      return [...tiles, ...(await compare(bench, [one, two], 'items', itemPaths(bench)))];
    } finally {
      await two.stop();
    }
  } finally {
    await one.stop();
  }
}

interface Served {
  readonly url: string;
  readonly pid: number;
}

async function compare(
  bench: StandbysBench,
  [one, two]: readonly [Served, Served],
  kind: 'tiles' | 'items',
  paths: readonly string[],
): Promise<StandbysFigure[]> {
  const [rounds, seconds] = bench.quick ? [1, 2] : [5, 6];
  // Connections are opened, and statements planned.
  for (const { url } of [one, two]) await load(url, paths, { connections: CONNECTIONS, seconds: bench.quick ? 1 : 4 });
  const alone: Round[] = [];
  const both: Round[] = [];
  for (let round = 0; round < rounds; round += 1) {
    // Whoever comes first may find a quieter machine.
    for (const [service, to] of round % 2 === 0
      ? ([
          [one, alone],
          [two, both],
        ] as const)
      : ([
          [two, both],
          [one, alone],
        ] as const))
      to.push(await measure(bench, service, paths, seconds));
  }
  const of = (name: keyof Round, list: readonly Round[]): number => median(list.map((each) => each[name]));
  const ratios = both.map(({ perSecond }, round) => perSecond / (alone[round]?.perSecond ?? NaN));
  return [
    { name: 'one-rate', detail: kind, value: of('perSecond', alone), unit: '/s' },
    { name: 'two-rate', detail: kind, value: of('perSecond', both), unit: '/s' },
    { name: 'scaling', detail: kind, value: median(ratios), unit: '×', atLeast: STANDBYS_TARGETS.scaling },
    { name: 'scaling-least', detail: kind, value: Math.min(...ratios), unit: '×' },
    { name: 'one-cpu', detail: kind, value: of('standbysPercent', alone), unit: '%' },
    { name: 'two-cpu', detail: kind, value: of('standbysPercent', both), unit: '%' },
    { name: 'service-cpu', detail: kind, value: of('servicePercent', both), unit: '%' },
    { name: 'primary-cpu', detail: kind, value: of('primaryPercent', both), unit: '%' },
  ];
}

async function measure(
  { standbys, primaryPostmaster }: StandbysBench,
  { url, pid }: Served,
  paths: readonly string[],
  seconds: number,
): Promise<Round> {
  const roots = {
    service: [pid],
    standbys: standbys.map(({ postmaster }) => postmaster),
    primary: [primaryPostmaster],
  };
  const cpu = (of: readonly number[]): number => cpuMsOf(of.flatMap(treeOf));
  const before = { service: cpu(roots.service), standbys: cpu(roots.standbys), primary: cpu(roots.primary) };
  const startedAt = performance.now();
  const perSecond = rateOf(await load(url, paths, { connections: CONNECTIONS, seconds }));
  const percent = (of: keyof typeof roots): number =>
    ((cpu(roots[of]) - before[of]) / (performance.now() - startedAt)) * 100;
  return {
    perSecond,
    servicePercent: percent('service'),
    standbysPercent: percent('standbys'),
    primaryPercent: percent('primary'),
  };
}

/** Of several zooms, and filtered ones among them, which cost a database more. */
function tilePaths({ positions, quick }: StandbysBench): string[] {
  const perZoom = quick ? 10 : 80;
  const filter = encodeURIComponent('stalls_male > 3');
  return ZOOMS.flatMap((z) => drawTiles(z, positions, perZoom).map((tile) => tilePath(BENCH_LAYER, tile))).map(
    (path, nth) => (nth % 3 === 0 ? `${path}?filter=${filter}` : path),
  );
}

function itemPaths({ positions, quick }: StandbysBench): string[] {
  return positions.slice(0, quick ? 40 : 600).map(({ lon, lat }) => {
    const box = [lon - BOX_DEG, lat - BOX_DEG, lon + BOX_DEG, lat + BOX_DEG].map((value) => value.toFixed(5));
    return `/ogc/collections/${BENCH_LAYER}/items?limit=100&bbox=${box.join(',')}`;
  });
}
