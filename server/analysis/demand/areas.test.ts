import { expect, it } from 'vitest';
import { demandOfAreas } from './areas.ts';

it('names the area that lies beyond the degrees of longitude and latitude', () => {
  const area = (id: string, ...ring: [number, number][]) => ({
    id,
    people: 4,
    geometry: { type: 'Polygon' as const, coordinates: [ring] },
  });
  const right = area('right', [120, 36], [121, 36], [121, 37], [120, 36]);
  const swapped = area('swapped', [36, 120], [36, 121], [37, 121], [36, 120]);
  expect(demandOfAreas([right]).count).toBe(1);
  const across = area('across', [179, 36], [-179, 36], [-179, 37], [179, 36]);
  expect(() => demandOfAreas([across])).toThrow(expect.objectContaining({ code: 'area-antimeridian' }));
  const world = area('world', [-180, -80], [180, -80], [180, 80], [-180, 80], [-180, -80]);
  expect(demandOfAreas([world]).count).toBe(1);
  expect(() => demandOfAreas([right, swapped])).toThrow(
    expect.objectContaining({
      code: 'area-place',
      at: '/demand/areas',
      text: expect.objectContaining({ en: expect.stringContaining('(36, 120) of area swapped') as string }) as unknown,
    }),
  );
});
