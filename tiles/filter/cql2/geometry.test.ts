import { expect, it } from 'vitest';
import { toBox3857 } from './geometry.ts';

it('finds the box around more positions than a call takes arguments', () => {
  const coordinates = Array.from({ length: 300_000 }, (_, i): [number, number] => [(i % 600) / 10, (i % 300) / 10]);
  const corners: [number, number][] = [
    [0, 0],
    [59.9, 29.9],
  ];
  expect(toBox3857({ type: 'MultiPoint', coordinates })).toBe(toBox3857({ type: 'MultiPoint', coordinates: corners }));
});
