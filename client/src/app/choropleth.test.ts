import { effect, signal } from '@preact/signals';
import { describe, expect, it } from 'vitest';
import { setColoured } from './choropleth.ts';
import type { App, Coloured, ColouredAreas } from './types.ts';

const areas: ColouredAreas = {
  choropleth: { layer: 'districts', colors: {}, none: '#eeeeee', line: '#ffffff' },
  title: '',
  classes: [],
  without: null,
  tell: () => ({ value: '', note: '' }),
  sources: [],
  openRows: null,
};

describe('areas coloured in place of the figure', () => {
  it('are set and given up each by themselves, and nothing is told where nothing changes', () => {
    const coloured = signal<Coloured>({});
    const app = { ui: { coloured } } as unknown as App;
    const told: Coloured[] = [];
    const stop = effect(() => void told.push(coloured.value));
    setColoured(app, 'analysis', null);
    setColoured(app, 'analysis', areas);
    setColoured(app, 'analysis', areas);
    setColoured(app, 'table', areas);
    setColoured(app, 'analysis', null);
    setColoured(app, 'analysis', null);
    stop();
    expect(told).toEqual([{}, { analysis: areas }, { analysis: areas, table: areas }, { table: areas }]);
  });
});
