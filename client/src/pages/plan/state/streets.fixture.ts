/** Street edits of each kind; for tests. */
import type { StreetEdit } from '../../../../../tiles/api/street-edits.ts';

const LINE = [
  [120.38, 36.07],
  [120.385, 36.07],
] as const;

export const STREETS: readonly StreetEdit[] = [
  { kind: 'add', id: 'street-1', line: LINE, modes: ['walk', 'cycle'], connect: 'crossings', oneWay: true },
  { kind: 'close', id: 'street-2', line: LINE },
  { kind: 'oneway', id: 'street-3', line: LINE, withinM: 30 },
  { kind: 'speed', id: 'street-4', line: LINE, factor: 0.5 },
  {
    kind: 'shut',
    id: 'area-1',
    area: {
      type: 'Polygon',
      coordinates: [
        [
          [120.3795, 36.069],
          [120.3815, 36.069],
          [120.3815, 36.071],
          [120.3795, 36.071],
          [120.3795, 36.069],
        ],
      ],
    },
  },
];
