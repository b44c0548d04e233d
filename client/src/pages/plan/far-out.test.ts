import { signal } from '@preact/signals';
import { describe, expect, it } from 'vitest';
import { isSeenAt } from '../../map/choropleth.ts';
import type { App } from '../../app/types.ts';
import { atZoom, sharesInPicture, subdistrictShares } from './far-out.ts';
import { CELLS } from './fixture.ts';
import type { PlanSession } from './session/session.ts';

const app = {
  config: { state: signal({ value: { roles: { subdistrict: 'subdistricts' } } }) },
  theme: signal('light'),
  ui: {},
} as unknown as App;

const cells = { ...CELLS, header: { ...CELLS.header, subdistricts: ['370202001', '370202002'] } };
const session = {
  cells: signal(cells),
  state: signal({ unit: 'subdistrict', display: 'cells', comparison: 'off' }),
  shownIndicator: signal(null),
  painting: signal(null),
  chosen: signal(null),
  active: {
    coverage: signal({ cost: new Float32Array(cells.count), header: { summary: { withinS: 900 } } }),
  },
} as unknown as PlanSession;

describe('a city by subdistrict', () => {
  it('shows its cells from close by', () => {
    const [far, near] = [10.6, 11].map((zoom) => subdistrictShares(atZoom(app, zoom), session, 'active').value);
    expect(far).toMatchObject({ layer: 'subdistricts', until: 11 });
    expect(near).toBeNull();
  });

  it('has its colours in a picture as well, whose own map is closer', () => {
    const far = sharesInPicture(atZoom(app, 10.6), session).value;
    expect(far !== null && isSeenAt(far, 11.8)).toBe(true);
    expect(sharesInPicture(atZoom(app, 11), session).value).toBeNull();
  });
});
