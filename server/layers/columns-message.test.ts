import { describe, expect, it } from 'vitest';
import { testCatalogue } from '../testing/layers.ts';
import { ColumnsMessage } from './columns-message.ts';
import type { ColumnsPart } from './source.ts';

const layer = testCatalogue.layers.find(({ id }) => id === 'toilets');

async function written(parts: readonly ColumnsPart[], properties: readonly string[]): Promise<unknown> {
  if (layer === undefined) throw new Error('The catalogue has toilets.');
  const pieces: (string | Buffer)[] = [];
  const message = new ColumnsMessage(layer, properties, (piece) => pieces.push(piece));
  for (const part of parts) message.add(part);
  await message.finish();
  return JSON.parse(pieces.map(String).join(''));
}

const part = (ids: readonly string[], columns: readonly (readonly unknown[])[]): ColumnsPart => ({
  ids,
  lon: ids.map((_, n) => 120 + n / 8),
  lat: ids.map((_, n) => 36 + n / 8),
  columns,
});

describe('a layer by column', () => {
  it('is put together from its parts, with each text once', async () => {
    const parts = [
      part(
        ['a', 'b'],
        [
          ['甲', '"乙\\'],
          [3, 'many'],
          ['2017-03-01', null],
        ],
      ),
      part(['c'], [['甲'], [0.5], ['unknown']]),
      part(['d'], [[undefined], [null], ['1970-01-01T09:00:00+08:00']]),
    ];
    expect(await written(parts, ['name', 'stalls_male', 'opened'])).toEqual({
      layer: 'toilets',
      count: 4,
      ids: ['a', 'b', 'c', 'd'],
      lon: [120, 120.125, 120, 120],
      lat: [36, 36.125, 36, 36],
      columns: {
        name: { kind: 'dictionary', values: ['甲', '"乙\\'], data: [0, 1, 0, -1] },
        stalls_male: { kind: 'number', data: [3, null, 0.5, null] },
        opened: { kind: 'date', data: [17_226, null, null, 0] },
      },
    });
  });

  it.each(['UTC', 'Asia/Shanghai', 'America/New_York', 'Pacific/Kiritimati'])(
    'counts days of the city on a server in %s',
    async (serversZone) => {
      const before = process.env.TZ;
      process.env.TZ = serversZone;
      try {
        const times = [
          '2017-03-04T17:30:00Z',
          '2017-03-05T01:30:00+08:00',
          '2017-03-05T01:30:00',
          '2017-03-04T12:30:00-05:00',
          '2017-03-05T00:00:00+08:00',
          '2017-03-05',
        ];
        const message = await written([part(times, [times])], ['opened']);
        expect(message).toMatchObject({ columns: { opened: { data: times.map(() => 17_230) } } });
      } finally {
        if (before === undefined) delete process.env.TZ;
        else process.env.TZ = before;
      }
    },
  );

  it('is empty lists where it has no features', async () => {
    const nothing = { layer: 'toilets', count: 0, ids: [], lon: [], lat: [] };
    const name = { kind: 'dictionary', values: [], data: [] };
    expect(await written([], ['name'])).toEqual({ ...nothing, columns: { name } });
    expect(await written([part([], [[]])], ['name'])).toEqual({ ...nothing, columns: { name } });
    expect(await written([part([], [])], [])).toEqual({ ...nothing, columns: {} });
  });

  it('holds more texts than are written at a time', async () => {
    const texts = Array.from({ length: 12_345 }, (_, n) => `名 ${n}`);
    const message = await written([part(texts, [texts])], ['name']);
    expect(message).toMatchObject({ count: 12_345, columns: { name: { values: texts } } });
  });
});
