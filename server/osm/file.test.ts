import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { deflateSync } from 'node:zlib';
import fc from 'fast-check';
import type { PbfWriter } from 'pbf';
import { afterAll, describe, expect, it } from 'vitest';
import { blob, bytesField, message, raw, uint32 } from '../testing/osm-writer.ts';
import type { OsmElement, OsmMember } from './block.ts';
import { OsmFileError, readOsmFile } from './file.ts';

const FIXTURES = fileURLToPath(new URL('../../data/fixtures/network/', import.meta.url));
const CORNER_CASES = join(FIXTURES, 'corner-cases.osm.pbf');
const ALL = ['node', 'way', 'relation'] as const;

const folder = mkdtempSync(join(tmpdir(), 'chengtu-osm-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function read(path: string, types: readonly OsmElement['type'][] = ALL): Promise<OsmElement[]> {
  const found: OsmElement[] = [];
  for await (const elements of readOsmFile(path, types)) found.push(...elements);
  return found;
}

function readBytes(bytes: Uint8Array): Promise<OsmElement[]> {
  const path = join(folder, 'test.osm.pbf');
  writeFileSync(path, bytes);
  return read(path);
}

const problemOf = (bytes: Uint8Array): Promise<unknown> =>
  readBytes(bytes).then(
    () => 'none',
    ({ problem, offset }: OsmFileError) => ({ problem, offset }),
  );

describe('a file of OpenStreetMap in PBF', () => {
  it('gives the elements that its XML twin has: positions, tags, references and members', async () => {
    expect(await read(CORNER_CASES)).toEqual(fromXml(readFileSync(join(FIXTURES, 'corner-cases.osm'), 'utf8')));
  });

  it('gives only the types asked for', async () => {
    const types = async (asked: readonly OsmElement['type'][]) => [
      ...new Set((await read(CORNER_CASES, asked)).map(({ type }) => type)),
    ];
    expect(await types(['way'])).toEqual(['way']);
    expect(await types(['node', 'relation'])).toEqual(['node', 'relation']);
  });

  it('may hold nodes one by one, another granularity, offsets, negative ids, and blobs that are not compressed', async () => {
    const block = blockOf({ granularity: 1000, latOffset: 500, lonOffset: -2_000_000_000 });
    expect(await readBytes(Buffer.concat([header(), blob('OSMData', raw(block))]))).toEqual([
      { type: 'node', id: -7, lon: 119.9999, lat: -36.0000005, tags: { 名: '值' } },
    ]);
  });

  it('may hold a block of no elements', async () => {
    expect(await readBytes(Buffer.concat([header(), blob('OSMData', raw(new Uint8Array(0)))]))).toEqual([]);
  });
});

describe('a file that cannot be read', () => {
  const start = header();
  const damagedIn = async (bytes: Uint8Array) => problemOf(Buffer.concat([start, bytes]));
  const dataWith = (write: (block: PbfWriter) => void): Buffer => blob('OSMData', raw(message(write)));

  it('names the features that it needs and the reader does not have', async () => {
    const error = await readBytes(header(['OsmSchema-V0.6', 'HistoricalInformation', 'LocationsOnWays'])).catch(
      (reason: unknown) => reason,
    );
    expect(error).toBeInstanceOf(OsmFileError);
    expect(error).toMatchObject({ problem: 'features', detail: 'HistoricalInformation, LocationsOnWays', offset: 0 });
  });

  it('names the compression that is not supported', async () => {
    const error = await readBytes(
      blob(
        'OSMHeader',
        message((pbf) => bytesField(pbf, 7, Buffer.from('zstd'))),
      ),
    ).catch((reason: unknown) => reason);
    expect(error).toMatchObject({ problem: 'compression', detail: 'zstd' });
  });

  it('may be cut off anywhere but between blobs, and the error says where the blob begins', async () => {
    const bytes = readFileSync(CORNER_CASES);
    const starts = blobStarts(bytes);
    expect(starts).toHaveLength(4);
    for (let length = 1; length < bytes.length; length += 1) {
      if (starts.includes(length)) continue;
      const offset = starts.findLast((at) => at < length);
      expect(await problemOf(bytes.subarray(0, length))).toEqual({ problem: 'cut-off', offset });
    }
  });

  it('has heads and blobs above the limits of the format, and nothing is read of them', async () => {
    expect(await damagedIn(Buffer.from([0, 1, 0, 1]))).toEqual({ problem: 'too-large', offset: start.length });
    const head = message((pbf) => {
      bytesField(pbf, 1, Buffer.from('OSMData'));
      pbf.writeTag(3, 0);
      pbf.writeVarint(32 * 1024 * 1024 + 1);
    });
    expect(await damagedIn(Buffer.concat([uint32(head.length), head]))).toEqual({
      problem: 'too-large',
      offset: start.length,
    });
  });

  it('unpacks to more than the format allows', async () => {
    const bomb = message((pbf) => bytesField(pbf, 3, deflateSync(Buffer.alloc(32 * 1024 * 1024 + 1))));
    expect(await damagedIn(blob('OSMData', bomb))).toEqual({ problem: 'unreadable', offset: start.length });
  });

  it('unpacks to another length than it says', async () => {
    const content = message((pbf) => {
      pbf.writeTag(2, 0);
      pbf.writeVarint(9);
      bytesField(pbf, 3, deflateSync(Buffer.alloc(10)));
    });
    expect(await damagedIn(blob('OSMData', content))).toEqual({ problem: 'unreadable', offset: start.length });
  });

  it.each<readonly [string, (block: PbfWriter) => void]>([
    [
      'columns of different lengths',
      (pbf) =>
        group(pbf, 2, [
          [1, [2, 4]],
          [8, [2]],
          [9, [2, 4]],
        ]),
    ],
    [
      'more positions than nodes',
      (pbf) =>
        group(pbf, 2, [
          [1, [2]],
          [8, [2, 4]],
          [9, [2]],
        ]),
    ],
    [
      'tags of a dense node without an end',
      (pbf) =>
        group(pbf, 2, [
          [1, [2]],
          [8, [2]],
          [9, [2]],
          [10, [1]],
        ]),
    ],
    [
      'a tag whose string is not in the table',
      (pbf) =>
        group(pbf, 3, [
          [2, [5]],
          [3, [6]],
        ]),
    ],
    [
      'a key without its value',
      (pbf) =>
        group(pbf, 3, [
          [2, [0]],
          [3, []],
        ]),
    ],
    [
      'a member without a role',
      (pbf) =>
        group(pbf, 4, [
          [8, []],
          [9, [2]],
          [10, [0]],
        ]),
    ],
    [
      'a member of an unknown type',
      (pbf) =>
        group(pbf, 4, [
          [8, [0]],
          [9, [2]],
          [10, [3]],
        ]),
    ],
    ['changesets', (pbf) => group(pbf, 5, [])],
    ['a string table of the wrong type', (pbf) => (pbf.writeTag(1, 0), pbf.writeVarint(1))],
    ['a field that ends behind its block', (pbf) => (pbf.writeTag(2, 2), pbf.writeVarint(99))],
  ])('has a block with %s', async (_, write) => {
    expect(await damagedIn(dataWith(write))).toEqual({ problem: 'unreadable', offset: start.length });
  });

  it('begins with data in place of its header, or has a blob of another name', async () => {
    expect(await problemOf(dataWith(() => undefined))).toEqual({ problem: 'unreadable', offset: 0 });
    expect(await damagedIn(blob('OSMDatb', raw(new Uint8Array(0))))).toMatchObject({ problem: 'unreadable' });
  });

  it('gives an error or the right elements, whichever of its bits is wrong', async () => {
    const bytes = readFileSync(CORNER_CASES);
    const right = JSON.stringify(await read(CORNER_CASES));
    // A step of 11 comes to every place in a byte.
    for (let bit = 0; bit < bytes.length * 8; bit += 11) {
      const flipped = Buffer.from(bytes);
      flipped[bit >> 3] = (flipped[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      const found = await readBytes(flipped).then(JSON.stringify, (error: unknown) => error);
      if (found !== right) expect(found, `bit ${bit}`).toBeInstanceOf(OsmFileError);
    }
  });

  it('gives an error or elements, whatever bytes stand in its blocks', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 60 }), fc.constantFrom(1, 2, 3, 4), async (bytes, kind) => {
        const block = dataWith((pbf) => {
          bytesField(
            pbf,
            1,
            message((table) => bytesField(table, 1, Buffer.from('a'))),
          );
          bytesField(
            pbf,
            2,
            message((inner) => bytesField(inner, kind, bytes)),
          );
        });
        const found = await readBytes(Buffer.concat([start, block])).catch((error: unknown) => error);
        if (!Array.isArray(found)) expect(found).toBeInstanceOf(OsmFileError);
      }),
      { numRuns: 300 },
    );
  });
});

function fromXml(xml: string): OsmElement[] {
  return [...xml.matchAll(/<(node|way|relation) ([^>]*?)(?:\/>|>(.*?)<\/\1>)/gs)].map(([, type, head, body = '']) => {
    const all = (name: string) => [...body.matchAll(new RegExp(`<${name} ([^>]*)/>`, 'g'))].map(([, text]) => of(text));
    const { id, lon, lat } = of(head);
    const tags = Object.fromEntries(all('tag').map(({ k = '', v = '' }) => [k, v]));
    if (type === 'node') return { type, id: Number(id), lon: Number(lon), lat: Number(lat), tags };
    if (type === 'way') return { type, id: Number(id), refs: all('nd').map(({ ref }) => Number(ref)), tags };
    const members = all('member').map(
      (member): OsmMember => ({
        type: member.type === 'node' || member.type === 'way' ? member.type : 'relation',
        ref: Number(member.ref),
        role: member.role ?? '',
      }),
    );
    return { type: 'relation', id: Number(id), members, tags };
  });
}

function of(attributes = ''): Readonly<Record<string, string>> {
  return Object.fromEntries(
    [...attributes.matchAll(/([\w:]+)=["'](.*?)["']/g)].map(([, name = '', text = '']) => [name, text]),
  );
}

function header(features: readonly string[] = ['OsmSchema-V0.6', 'DenseNodes']): Buffer {
  return blob(
    'OSMHeader',
    raw(
      message((pbf) => {
        for (const feature of features) bytesField(pbf, 4, Buffer.from(feature));
      }),
    ),
  );
}

/** A group with one element, or dense nodes, of packed lists. */
function group(pbf: PbfWriter, kind: number, lists: readonly (readonly [field: number, values: number[]])[]): void {
  const element = message((inner) => {
    for (const [field, values] of lists)
      bytesField(
        inner,
        field,
        message((list) => values.forEach((value) => list.writeVarint(value))),
      );
  });
  bytesField(
    pbf,
    2,
    message((inner) => bytesField(inner, kind, element)),
  );
}

/** A block with one node, whose places stand behind it. */
function blockOf(places: { readonly granularity: number; readonly latOffset: number; readonly lonOffset: number }) {
  const node = message((pbf) => {
    pbf.writeTag(1, 0);
    pbf.writeSVarint(-7);
    bytesField(pbf, 2, Uint8Array.of(1));
    bytesField(pbf, 3, Uint8Array.of(2));
    pbf.writeTag(8, 0);
    pbf.writeSVarint(-36_000_001);
    pbf.writeTag(9, 0);
    pbf.writeSVarint(121_999_900);
  });
  return message((pbf) => {
    bytesField(
      pbf,
      1,
      message((table) => ['', '名', '值'].forEach((text) => bytesField(table, 1, Buffer.from(text)))),
    );
    bytesField(
      pbf,
      2,
      message((inner) => bytesField(inner, 1, node)),
    );
    pbf.writeTag(17, 0);
    pbf.writeVarint(places.granularity);
    pbf.writeTag(19, 0);
    pbf.writeVarint(places.latOffset);
    pbf.writeTag(20, 0);
    pbf.writeVarint(places.lonOffset);
  });
}

/** Where blobs begin. Ends of heads are lengths of blobs, in one byte or two. */
function blobStarts(bytes: Buffer): number[] {
  const starts: number[] = [];
  for (let at = 0; at < bytes.length; ) {
    starts.push(at);
    const end = at + 4 + bytes.readUInt32BE(at);
    const [before = 0, last = 0] = bytes.subarray(end - 2, end);
    at = end + (before > 127 ? (before & 127) + last * 128 : last);
  }
  return starts;
}
