import { describe, expect, it } from 'vitest';
import type { SourceInfo } from '../../../tiles/api/wire.ts';
import { sourcesHtml } from './sources-page.ts';

const HOSTILE = '<img src=x onerror=alert(1)>"\'&';
const table: SourceInfo['tables'][number] = {
  table: `gis.${HOSTILE}.t`,
  kind: 'view',
  geometryColumn: HOSTILE,
  geometryType: 'POINT',
  srid: 0,
  rows: null,
  key: [HOSTILE],
  maySelect: false,
  isServed: false,
  layer: 'layer-x',
  obstacles: [{ code: 'no-key', text: { zh: HOSTILE, en: HOSTILE }, cure: [`alter table "${HOSTILE}" add …;`] }],
  advices: [],
};
const source: SourceInfo = {
  name: 'gis',
  title: { zh: HOSTILE, en: HOSTILE },
  state: 'open',
  problem: { zh: HOSTILE, en: HOSTILE },
  functions: [
    {
      function: HOSTILE,
      arguments: HOSTILE,
      mayExecute: true,
      isServed: false,
      layer: 'f',
      obstacles: table.obstacles,
      advices: [],
    },
  ],
  tables: [table, { ...table, isServed: true, layer: 'a&b', obstacles: [], advices: table.obstacles }],
};

describe('the page of sources', () => {
  it.each(['zh', 'en'] as const)('shows names of other people as text, in %s', (lang) => {
    const html = sourcesHtml([source], lang, '../');
    expect(html).not.toMatch(/<img|onerror=alert\(1\)>/);
    expect(html).toContain('&lt;img src=x');
    expect(html).toContain(`href="../?layers=a%26b&amp;lang=${lang}"`);
    expect(html).not.toMatch(/\{\w+\}|undefined/);
  });

  it('says what each state means, and where to read how one is set', () => {
    for (const state of ['reading', 'lost', 'unusable', 'failed'] as const)
      expect(sourcesHtml([{ ...source, state, tables: [] }], 'en', './')).not.toContain('tables,');
    expect(sourcesHtml([], 'en', './')).toContain('"./docs/sources?lang=en"');
  });
});
