/** Search for names that the city holds, as people type them: whole, in part, in pinyin, in English, mistyped. */
import { fold } from '../../../server/search/fold.ts';
import type { Rng } from '../../qingdao/generate/types.ts';
import { createRng } from '../../qingdao/generate/world/rng.ts';
import { answerFigures, type ServiceFigure } from './figures.ts';
import type { DatabaseKind } from '../place.ts';
import { drive } from './requests.ts';
import { fetchLayers, fetchNames, type Named } from './samples.ts';

const LAYERS = [
  'districts',
  'streets',
  'roads',
  'toilets',
  'schools',
  'parking',
  'project-sites',
  'medical-institutions',
  'cases',
];
const CONNECTIONS = [1, 8];

const KINDS = {
  chinese: ({ zh }, rng) => (rng.next() < 0.5 ? zh : [...zh].slice(0, rng.int(2, 4)).join('')),
  pinyin: ({ zh }) => fold(zh).latin.slice(0, 16),
  initials: ({ zh }) => fold(zh).initials ?? zh,
  english: ({ en }, rng) => (rng.next() < 0.5 ? en : en.slice(0, rng.int(4, 10))),
  typos: ({ zh, en }, rng) => mistype(rng.next() < 0.5 ? fold(zh).latin.slice(0, 16) : en, rng),
} as const satisfies Readonly<Record<string, (name: Named, rng: Rng) => string>>;

export async function benchSearch(url: string, database: DatabaseKind, count: number): Promise<ServiceFigure[]> {
  const rng = createRng('bench-search');
  const held = await fetchLayers(url);
  const layers = LAYERS.flatMap((id) => held.get(id) ?? []);
  const names = await Promise.all(layers.map((layer) => fetchNames(url, layer)));
  const kinds = Object.entries(KINDS).map(([kind, typed]) => ({
    kind,
    requests: Array.from({ length: Math.ceil(count / Object.keys(KINDS).length) }, () => {
      // Every layer as often as the others, or nearly all names would be of roads.
      const q = typed(rng.pick(rng.pick(names.filter((each) => each.length > 0))), rng).slice(0, 100);
      return { path: `/search?${new URLSearchParams({ q }).toString()}` };
    }),
  }));
  const all = rng.shuffle(kinds.flatMap(({ requests }) => requests));
  await drive(url, all.slice(0, 16), { connections: 8, expect: [200] });
  const figures: ServiceFigure[] = [];
  for (const connections of CONNECTIONS)
    figures.push(
      ...answerFigures('search', database, connections, await drive(url, all, { connections, expect: [200] })),
    );
  for (const { kind, requests } of kinds) {
    const { p95Ms } = await drive(url, requests, { connections: 1, expect: [200] });
    figures.push({ part: 'search', name: 'search-kind', detail: kind, database, value: p95Ms, unit: 'ms' });
  }
  return figures;
}

/** Two neighbouring letters exchanged, or one left out. */
function mistype(text: string, rng: Rng): string {
  const letters = [...text];
  const at = rng.int(0, Math.max(0, letters.length - 2));
  const [first = '', second = ''] = letters.slice(at, at + 2);
  letters.splice(at, 2, ...(rng.next() < 0.5 ? [second, first] : [second]));
  return letters.join('');
}
