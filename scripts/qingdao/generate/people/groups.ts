/** Groups among the people of the demonstration city, made up: no census counts them. */
import type { Demand, PeopleGroup } from '../../../../server/analysis/types.ts';
import { createWaves } from '../network/waves.ts';
import type { Rng } from '../types.ts';

/** Quarters of one age are this wide, in metres. */
const QUARTER_M = 3200;

interface Shares {
  /** Of all people. */
  readonly school: number;
  readonly old: number;
  /** People of a household. */
  readonly household: number;
}

/** By district: the old town and the country are older, new towns have more children. */
const SHARES: Readonly<Record<string, Shares>> = {
  370202: { school: 0.075, old: 0.25, household: 2.3 }, // 市南
  370203: { school: 0.07, old: 0.26, household: 2.3 }, // 市北
  370211: { school: 0.095, old: 0.17, household: 2.5 }, // 黄岛
  370212: { school: 0.085, old: 0.17, household: 2.4 }, // 崂山
  370213: { school: 0.085, old: 0.21, household: 2.4 }, // 李沧
  370214: { school: 0.095, old: 0.14, household: 2.5 }, // 城阳
  370215: { school: 0.09, old: 0.2, household: 2.7 }, // 即墨
  370281: { school: 0.095, old: 0.19, household: 2.7 }, // 胶州
  370283: { school: 0.085, old: 0.25, household: 2.8 }, // 平度
  370285: { school: 0.08, old: 0.25, household: 2.7 }, // 莱西
};
const ELSEWHERE: Shares = { school: 0.085, old: 0.2, household: 2.5 };
/** How a quarter of one standard deviation more of age differs: fewer children, more old people, smaller households. */
const BY_AGE = { school: -0.3, old: 0.35, household: -0.06 } as const;

/** Whole numbers: children of 6 to 14 and people of 60 and over, together at most all people; and households. */
export function createGroups(
  { district, districts, people, shape }: Pick<Demand, 'district' | 'districts' | 'people' | 'shape'>,
  rng: Rng,
): readonly PeopleGroup[] {
  if (shape.kind !== 'square') throw new TypeError('The demonstration city has square cells.');
  const { column, row, sizeM } = shape;
  const ageAt = createWaves(rng, QUARTER_M);
  const [school, old, households] = [people.slice(), people.slice(), people.slice()];
  people.forEach((count, cell) => {
    const shares = SHARES[districts[district[cell] as number] ?? ''] ?? ELSEWHERE;
    const age = ageAt((column[cell] as number) * sizeM, (row[cell] as number) * sizeM);
    const whole = (number: number): number => Math.floor(number + rng.next());
    const elders = Math.min(count, whole(count * shares.old * Math.exp(BY_AGE.old * age)));
    old[cell] = elders;
    school[cell] = Math.min(count - elders, whole(count * shares.school * Math.exp(BY_AGE.school * age)));
    households[cell] = Math.max(1, Math.round(count / (shares.household * Math.exp(BY_AGE.household * age))));
  });
  return [
    { name: '学龄人口', people: school },
    { name: '60 岁及以上', people: old },
    { name: '户数', people: households },
  ];
}
