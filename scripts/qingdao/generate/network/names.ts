import { pinyin } from 'pinyin-pro';
import type { Text } from '../../../../tiles/layer/layer.ts';
import type { Rng } from '../types.ts';
import { PLACE_NAMES, SHORE_NAMES } from './place-names.ts';

/** What naming looks at: roads of one line that follow each other share a name and differ by 东 and 西. */
export interface Nameless {
  readonly rank: number;
  readonly line: number;
  readonly shore: boolean;
  readonly lengthM: number;
  /** Middle of the road, metres east and north. */
  readonly x: number;
  readonly y: number;
  /** Whether it runs rather north to south. */
  readonly northerly: boolean;
  /** Name of the subdistrict or town it lies in, without its kind: 移风店. */
  readonly town: string;
}

const NUMERALS = ['一', '二', '三', '四', '五', '六', '七', '八', '九'] as const;
const ORDINALS = ['1st', '2nd', '3rd', '4th', '5th', '6th', '7th', '8th', '9th'] as const;
const PARTS = {
  across: [
    ['西', 'West'],
    ['中', 'Middle'],
    ['东', 'East'],
  ],
  along: [
    ['南', 'South'],
    ['中', 'Middle'],
    ['北', 'North'],
  ],
} as const;
/** Pieces of one line farther apart than this get names of their own. */
const SAME_STREET_M = 9000;

/** Names for the roads of one district, in their order, no two alike. */
export function nameRoads(roads: readonly Nameless[], rng: Rng): Text[] {
  const names: (Text | undefined)[] = roads.map(() => undefined);
  const taken = new Set<string>();
  const bases = rng.shuffle([...new Set(PLACE_NAMES)]);
  const shores = rng.shuffle(SHORE_NAMES);
  const towns = new Set<string>();
  const usable = (base: string): boolean => base.length > 0 && !taken.has(base);

  for (const group of groups(roads)) {
    const first = roads[group[0] as number] as Nameless;
    const suggestions = [
      ...(first.shore ? shores : []),
      // One main road of a town bears the town's name.
      ...(first.rank <= 2 && !towns.has(first.town) ? [first.town] : []),
    ];
    const base = suggestions.find(usable) ?? bases.find(usable);
    if (base === undefined) {
      // The list is used up: what remains are lanes off the roads named already, 湘潭一路, 湘潭二路 …
      for (const road of group) names[road] = numbered(bases, taken);
      continue;
    }
    taken.add(base);
    if (base === first.town) towns.add(base);
    const kind = kindOf(first, rng);
    const parts = group.length === 1 ? [null] : partsOf(group.length, first.northerly);
    const ordered = [...group].sort((p, q) => {
      const a = roads[p] as Nameless,
        b = roads[q] as Nameless;
      return first.northerly ? a.y - b.y : a.x - b.x;
    });
    ordered.forEach((road, i) => {
      const part = parts[i] ?? null;
      names[road] = {
        zh: `${base}${part?.[0] ?? ''}${kind.zh}`,
        en: [romanize(base), part?.[1], kind.en].filter(Boolean).join(' '),
      };
    });
  }
  return names.map((name) => name ?? numbered(bases, taken));
}

/** Indexes of roads that share a name, the widest and longest first: up to three neighbours on one line. */
function groups(roads: readonly Nameless[]): number[][] {
  const byLine = new Map<number, number[]>();
  roads.forEach((road, i) => {
    const list = byLine.get(road.line);
    if (list) list.push(i);
    else byLine.set(road.line, [i]);
  });
  const out: number[][] = [];
  for (const list of byLine.values()) {
    const axis = (i: number): number => {
      const road = roads[i] as Nameless;
      return (roads[list[0] as number] as Nameless).northerly ? road.y : road.x;
    };
    list.sort((p, q) => axis(p) - axis(q));
    let group: number[] = [];
    for (const i of list) {
      const last = group.at(-1);
      if (last !== undefined && (group.length === 3 || axis(i) - axis(last) > SAME_STREET_M)) {
        out.push(group);
        group = [];
      }
      group.push(i);
    }
    out.push(group);
  }
  const weight = (group: number[]): number =>
    Math.max(...group.map((i) => (roads[i] as Nameless).lengthM - 1e6 * (roads[i] as Nameless).rank));
  return out.sort((p, q) => weight(q) - weight(p) || (p[0] as number) - (q[0] as number));
}

function partsOf(count: number, northerly: boolean): (readonly [string, string])[] {
  const [low, middle, high] = northerly ? PARTS.along : PARTS.across;
  return count === 2 ? [low, high] : [low, middle, high];
}

function kindOf(road: Nameless, rng: Rng): Text {
  if (road.rank === 0) return { zh: '大道', en: 'Avenue' };
  if (road.rank === 4 && rng.next() < 0.3) return { zh: '街', en: 'Street' };
  return { zh: '路', en: 'Road' };
}

function numbered(bases: readonly string[], taken: Set<string>): Text {
  for (const [i, numeral] of NUMERALS.entries()) {
    for (const base of bases) {
      const zh = `${base}${numeral}路`;
      if (taken.has(zh)) continue;
      taken.add(zh);
      return { zh, en: `${romanize(base)} ${ORDINALS[i] ?? ''} Road` };
    }
  }
  throw new Error(`The ${bases.length} place names do not suffice for the roads of one district.`);
}

const romanized = new Map<string, string>();

/** 湘潭 as Xiangtan. */
export function romanize(name: string): string {
  const known = romanized.get(name);
  if (known !== undefined) return known;
  const syllables = pinyin(name, { toneType: 'none', type: 'array', v: true }).map((syllable) =>
    syllable.replaceAll('v', 'ü'),
  );
  // A syllable that begins with a vowel is set off, as in Xi'an.
  const joined = syllables
    .map((syllable, i) => (i > 0 && /^[aoe]/.test(syllable) ? `'${syllable}` : syllable))
    .join('');
  const text = joined.charAt(0).toUpperCase() + joined.slice(1);
  romanized.set(name, text);
  return text;
}
