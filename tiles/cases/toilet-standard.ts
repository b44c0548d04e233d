import type { Rule, RuleField } from './rule.ts';
import { readNumber, round } from './read.ts';

/** Toilets per square kilometre that the district set itself and was first in the city to reach. */
export const STANDARD_PER_KM2 = 4;
/** Female stalls for each male one. */
export const STALL_RATIO = 2;

export type ScoreGrade = 'excellent' | 'good' | 'pass' | 'fail';

/**
 * Lowest score of each grade, of 100. The case grades by the score of its assessment but prints no limits; these are
 * the usual ones of municipal assessments and stand in one place.
 */
export const SCORE_GRADES: readonly (readonly [ScoreGrade, number])[] = [
  ['excellent', 90],
  ['good', 80],
  ['pass', 60],
  ['fail', 0],
];

export function scoreGrade(score: number): ScoreGrade {
  return SCORE_GRADES.find(([, from]) => score >= from)?.[0] ?? 'fail';
}

/** Toilets per km², two decimals. */
export function toiletDensity(toilets: number, areaKm2: number): number {
  return round(toilets / areaKm2, 2);
}

/** How many toilets are missing to the standard; zero where it is met. */
export function missingToilets(toilets: number, areaKm2: number): number {
  return Math.max(0, Math.ceil(round(areaKm2 * STANDARD_PER_KM2, 6)) - toilets);
}

const STALLS = { zh: '个', en: 'stalls' };

const inputs: readonly RuleField[] = [
  {
    id: 'toilets',
    title: { zh: '公厕数量', en: 'Toilets' },
    type: 'number',
    minimum: 0,
    step: 1,
    unit: { zh: '座', en: 'toilets' },
  },
  {
    id: 'areaKm2',
    title: { zh: '面积', en: 'Area' },
    type: 'number',
    minimum: 0.01,
    unit: { zh: '平方公里', en: 'km²' },
  },
  { id: 'stallsMale', title: { zh: '男厕位', en: 'Male stalls' }, type: 'number', minimum: 1, step: 1, unit: STALLS },
  {
    id: 'stallsFemale',
    title: { zh: '女厕位', en: 'Female stalls' },
    type: 'number',
    minimum: 0,
    step: 1,
    unit: STALLS,
  },
  {
    id: 'score',
    title: { zh: '考核得分', en: 'Assessment score' },
    type: 'number',
    minimum: 0,
    maximum: 100,
    unit: { zh: '分', en: 'points' },
  },
];

export const toiletStandard: Rule = {
  id: 'toilet-standard',
  inputs,
  outputs: [
    { id: 'density', title: { zh: '密度', en: 'Density' }, type: 'number', unit: { zh: '座/平方公里', en: 'per km²' } },
    { id: 'densityMet', title: { zh: '密度达标', en: 'Density met' }, type: 'flag' },
    { id: 'missing', title: { zh: '尚缺', en: 'Missing' }, type: 'number', unit: { zh: '座', en: 'toilets' } },
    { id: 'femalePerMale', title: { zh: '女/男厕位比', en: 'Female stalls per male' }, type: 'number' },
    { id: 'ratioMet', title: { zh: '厕位比达标', en: 'Stall ratio met' }, type: 'flag' },
    {
      id: 'grade',
      title: { zh: '考核等次', en: 'Grade' },
      type: 'choice',
      choices: {
        excellent: { zh: '优秀', en: 'Excellent' },
        good: { zh: '良好', en: 'Good' },
        pass: { zh: '合格', en: 'Pass' },
        fail: { zh: '不合格', en: 'Fail' },
      },
    },
  ],
  compute: (input) => {
    const toilets = readNumber(inputs, input, 'toilets');
    const areaKm2 = readNumber(inputs, input, 'areaKm2');
    const femalePerMale = readNumber(inputs, input, 'stallsFemale') / readNumber(inputs, input, 'stallsMale');
    return {
      density: toiletDensity(toilets, areaKm2),
      densityMet: missingToilets(toilets, areaKm2) === 0,
      missing: missingToilets(toilets, areaKm2),
      femalePerMale: round(femalePerMale, 2),
      ratioMet: femalePerMale >= STALL_RATIO,
      grade: scoreGrade(readNumber(inputs, input, 'score')),
    };
  },
};
