import { apportion } from '../apportion.ts';
import type { Rng, Road } from '../types.ts';

/** Street chiefs that case 27 counts, and the roads one of them can look after. */
export const CHIEF_COUNT = 941;
export const MOST_ROADS = 6;
/** The number every Chinese city answers for matters of city management. */
export const CHIEF_CONTACT = '城管热线12319';

export interface Chief {
  /** C0001 … C0941. */
  readonly code: string;
  /** District leaders look after main roads, leaders of subdistricts after the others. */
  readonly role: 'district' | 'street';
}

/** The chief of every road by the road's id: each has one to six neighbouring roads of one district. */
export function appointChiefs(roads: readonly Road[], rng: Rng): Map<string, Chief> {
  const districts = [...new Set(roads.map((road) => road.district))].sort();
  const own = districts.map((district) =>
    roads
      .filter((road) => road.district === district)
      .sort((p, q) =>
        p.subdistrict === q.subdistrict ? (p.id < q.id ? -1 : 1) : p.subdistrict < q.subdistrict ? -1 : 1,
      ),
  );
  const counts = apportion(
    CHIEF_COUNT,
    own.map((list) => list.length),
  );
  const chiefs = new Map<string, Chief>();
  let number = 0;
  own.forEach((list, i) => {
    let from = 0;
    for (const size of sizes(list.length, counts[i] as number, rng)) {
      const share = list.slice(from, from + size);
      const main = share.some((road) => road.class === 'trunk' || road.class === 'primary');
      number += 1;
      const chief: Chief = { code: `C${String(number).padStart(4, '0')}`, role: main ? 'district' : 'street' };
      for (const road of share) chiefs.set(road.id, chief);
      from += size;
    }
  });
  return chiefs;
}

/** How many of `roads` each of `chiefs` gets: at least one, at most `MOST_ROADS`. */
function sizes(roads: number, chiefs: number, rng: Rng): number[] {
  if (roads < chiefs || roads > chiefs * MOST_ROADS) {
    throw new RangeError(`${roads} roads cannot be shared among ${chiefs} chiefs with one to ${MOST_ROADS} each.`);
  }
  const out = Array.from({ length: chiefs }, () => 1);
  for (let left = roads - chiefs; left > 0; ) {
    const chief = rng.int(0, chiefs - 1);
    if ((out[chief] as number) >= MOST_ROADS) continue;
    out[chief] = (out[chief] as number) + 1;
    left -= 1;
  }
  return out;
}
