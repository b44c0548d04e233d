import type { Text } from '../../../../tiles/layer/layer.ts';
import { apportion } from '../apportion.ts';
import { pointFeature } from '../features.ts';
import { placeName } from '../place-name.ts';
import { RESIDENTS } from '../population.ts';
import type { Area, DemoFeature, Generator, Rng, World } from '../types.ts';

interface Level {
  readonly id: 'kindergarten' | 'primary' | 'junior' | 'nine-year' | 'senior' | 'vocational' | 'special';
  readonly zh: string;
  readonly en: string;
  /** Number in the whole city: a density that looks right, not a documented count. */
  readonly count: number;
  readonly places: readonly [from: number, to: number];
  readonly privateShare: number;
  readonly gapM: number;
  /** GB 50180-2018; absent where it sets none. */
  readonly radiusM?: number;
}

const LEVELS: readonly Level[] = [
  {
    id: 'kindergarten',
    zh: '幼儿园',
    en: 'Kindergarten',
    count: 980,
    places: [120, 420],
    privateShare: 0.5,
    gapM: 220,
    radiusM: 300,
  },
  {
    id: 'primary',
    zh: '小学',
    en: 'Primary School',
    count: 620,
    places: [450, 1_800],
    privateShare: 0.04,
    gapM: 350,
    radiusM: 500,
  },
  {
    id: 'junior',
    zh: '初级中学',
    en: 'Junior Middle School',
    count: 190,
    places: [700, 2_000],
    privateShare: 0.08,
    gapM: 500,
    radiusM: 1_000,
  },
  {
    id: 'nine-year',
    zh: '九年一贯制学校',
    en: 'Nine-year School',
    count: 80,
    places: [900, 2_400],
    privateShare: 0.15,
    gapM: 500,
  },
  {
    id: 'senior',
    zh: '高级中学',
    en: 'Senior High School',
    count: 76,
    places: [1_200, 3_000],
    privateShare: 0.2,
    gapM: 600,
  },
  {
    id: 'vocational',
    zh: '职业中等专业学校',
    en: 'Vocational School',
    count: 48,
    places: [800, 2_600],
    privateShare: 0.25,
    gapM: 600,
  },
  { id: 'special', zh: '特殊教育学校', en: 'Special School', count: 11, places: [60, 240], privateShare: 0, gapM: 600 },
];

/** Residents gather in small subdistricts: the share of one in its district goes by this power of its area. */
const CROWDING = 0.4;
/** Kindergartens are named, other schools numbered. */
const WORDS: readonly Text[] = [
  { zh: '阳光', en: 'Sunshine' },
  { zh: '启明', en: 'Morning Star' },
  { zh: '育苗', en: 'Seedling' },
  { zh: '海贝', en: 'Seashell' },
  { zh: '童乐', en: 'Happy Child' },
  { zh: '实验', en: 'Experimental' },
  { zh: '中心', en: 'Central' },
  { zh: '新苗', en: 'New Sprout' },
  { zh: '小海豚', en: 'Little Dolphin' },
  { zh: '春蕾', en: 'Spring Bud' },
  { zh: '金色摇篮', en: 'Golden Cradle' },
  { zh: '星光', en: 'Starlight' },
  { zh: '晨曦', en: 'Dawn' },
  { zh: '博雅', en: 'Boya' },
  { zh: '橡树', en: 'Oak' },
  { zh: '蓝天', en: 'Blue Sky' },
];

/** Schools of every level, shared out over the subdistricts; no count of them is documented. */
export default {
  id: 'schools',
  generate(world) {
    const rng = world.rng('schools');
    return { schools: LEVELS.flatMap((level) => ofLevel(world, level, rng)) };
  },
} satisfies Generator;

function ofLevel(world: World, level: Level, rng: Rng): DemoFeature[] {
  const counts = apportion(
    level.count,
    world.subdistricts.map((street) => demand(world, street)),
  );
  return world.subdistricts.flatMap((street, i) => {
    const spots = world.place.inArea(street.code, counts[i] ?? 0, rng, { minDistanceM: level.gapM });
    const names = namesOf(level, placeName(street), spots.length, rng);
    return spots.map((at, number) =>
      pointFeature({
        id: `${level.id}-${street.code}-${String(number + 1).padStart(2, '0')}`,
        at,
        provenance: 'synthetic',
        properties: {
          name: names[number]?.zh,
          name_en: names[number]?.en,
          level: level.id,
          operator: rng.next() < level.privateShare ? 'private' : 'public',
          places: rng.int(level.places[0] / 10, level.places[1] / 10) * 10,
          service_radius_m: level.radiusM,
          district: at.district,
          street: at.subdistrict,
        },
      }),
    );
  });
}

/** The subdistrict's share of its district's residents. */
function demand(world: World, { district, areaKm2 }: Area): number {
  const crowd = world.subdistricts
    .filter((street) => street.district === district)
    .reduce((sum, street) => sum + street.areaKm2 ** CROWDING, 0);
  return ((RESIDENTS[district] ?? 0) * areaKm2 ** CROWDING) / crowd;
}

function namesOf(level: Level, place: Text, n: number, rng: Rng): Text[] {
  if (level.id === 'kindergarten') {
    const words = rng.shuffle(WORDS);
    return Array.from({ length: n }, (_, i) => {
      const word = words[i % words.length] ?? { zh: '', en: '' };
      const again = i < words.length ? '' : String(Math.floor(i / words.length) + 1);
      return {
        zh: `${place.zh}${word.zh}${level.zh}${again}`,
        en: `${place.en} ${word.en} ${level.en}${again && ` ${again}`}`,
      };
    });
  }
  return Array.from({ length: n }, (_, i) =>
    n === 1
      ? { zh: `${place.zh}${level.zh}`, en: `${place.en} ${level.en}` }
      : { zh: `${place.zh}第${NUMERALS[i] ?? String(i + 1)}${level.zh}`, en: `${place.en} ${level.en} No. ${i + 1}` },
  );
}

const NUMERALS = [
  '一',
  '二',
  '三',
  '四',
  '五',
  '六',
  '七',
  '八',
  '九',
  '十',
  '十一',
  '十二',
  '十三',
  '十四',
  '十五',
  '十六',
] as const;
