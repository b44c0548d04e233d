import { signal } from '@preact/signals';
import { describe, expect, it } from 'vitest';
import type { LayerInfo } from '../../../tiles/api/wire.ts';
import { areaTable } from './area-table.ts';
import type { App } from './types.ts';

const layer = (id: string, format?: 'district' | 'subdistrict') =>
  ({ id, count: 1, attributes: format === undefined ? {} : { area: { format } } }) as unknown as LayerInfo;

function appOf(...layers: readonly LayerInfo[]): App {
  return {
    shown: signal([]),
    layersById: signal(new Map(layers.map((each) => [each.id, each]))),
    store: { table: signal(null) },
  } as unknown as App;
}

describe('the table of what lies in an area', () => {
  it('is there only where features say in which they lie', () => {
    expect(areaTable(appOf(layer('trees'), layer('toilets', 'subdistrict')), 'district')).toBeNull();
  });

  it('is of the layer asked for, where that can be, else of the first that can', () => {
    const [trees, toilets, parking] = [layer('trees'), layer('toilets', 'district'), layer('parking', 'district')];
    const app = appOf(trees, toilets, parking);
    const opened = (wanted?: LayerInfo): unknown => {
      areaTable(app, 'district', wanted)?.('370202');
      return app.store.table.value;
    };
    const place = { kind: 'district', code: '370202' };
    expect(opened()).toMatchObject({ layer: 'toilets', place });
    expect(opened(parking)).toMatchObject({ layer: 'parking', place });
    expect(opened(trees)).toMatchObject({ layer: 'toilets', place });
  });
});
