/** How a cluster is drawn: a tile feature that stands for all points of a cell (`cluster`, `point_count`). */
import type { ExpressionSpecification, FilterSpecification } from '@maplibre/maplibre-gl-style-spec';
import type { Lang } from '../i18n.ts';

export const IS_CLUSTER: FilterSpecification = ['==', ['get', 'cluster'], true];
export const NOT_CLUSTER: FilterSpecification = ['!=', ['get', 'cluster'], true];

export const CLUSTER_TEXT_PX = 11;
/** From the number to the edge of the circle, about. */
export const CLUSTER_PADDING_PX = 2;
/** A halo in the colour of paper, which sets clusters of several layers apart. */
export const CLUSTER_RIM_PX = 2;

/**
 * Radius in px, without the rim, from a count on. A cell is 32 px wide, and a cluster stands at the mean of its points:
 * wider circles would hide their neighbours. Close steps at the low end keep an even field of them from looking like a
 * grid.
 */
const RADII = [
  { from: 0, px: 7 },
  { from: 14, px: 8.5 },
  { from: 28, px: 10 },
  { from: 60, px: 11 },
  { from: 150, px: 12 },
  { from: 1000, px: 13.25 },
] as const;

export function clusterRadiusExpression(): ExpressionSpecification {
  return steps(RADII.map(({ px }) => px));
}

/** Draw order: larger clusters lie higher. There are few values, as each costs a draw call for every tile. */
export function clusterOrderExpression(): ExpressionSpecification {
  return steps(RADII.map((_, index) => index));
}

function steps([least, ...more]: readonly number[]): ExpressionSpecification {
  const pairs = more.flatMap((value, index) => [RADII[index + 1]?.from, value]);
  return ['step', ['get', 'point_count'], least, ...pairs] as unknown as ExpressionSpecification;
}

interface Unit {
  /** The unit is used from this count on, which allows for numbers that are rounded up to it. */
  readonly from: number;
  readonly divisor: number;
  readonly suffix: string;
}

const UNITS: Readonly<Record<Lang, readonly Unit[]>> = {
  zh: [
    { from: 10_000, divisor: 1e4, suffix: '万' },
    { from: 99_995_000, divisor: 1e8, suffix: '亿' },
  ],
  en: [
    { from: 1000, divisor: 1e3, suffix: 'k' },
    { from: 999_500, divisor: 1e6, suffix: 'M' },
  ],
};

/** A count as it fits into the circle: 860, 1.2k, 12k, 1.2M; 860, 9860, 1.2万, 12万. Tenths are written below ten. */
export function clusterCountExpression(lang: Lang): ExpressionSpecification {
  const count: ExpressionSpecification = ['get', 'point_count'];
  const steps = UNITS[lang].flatMap(({ from, divisor, suffix }): unknown[] => {
    const tenths: ExpressionSpecification = ['/', ['round', ['/', count, divisor / 10]], 10];
    const whole: ExpressionSpecification = ['round', ['/', count, divisor]];
    return [from, ['concat', ['case', ['<', count, 9.95 * divisor], tenths, whole], suffix]];
  });
  return ['step', count, ['to-string', count], ...steps] as unknown as ExpressionSpecification;
}
