/** Writes small extracts of OpenStreetMap (`.osm.pbf`), uncompressed: one block, no dense nodes. */
import { PbfWriter } from 'pbf';
import type { OsmElement } from '../osm/index.ts';

const NANODEGREES = 1e9;
const GRANULARITY = 100;
const TYPES = ['node', 'way', 'relation'] as const;

/** @param bounds west, south, east and north, in degrees, as the file's header says them */
export function osmFile(elements: readonly OsmElement[], bounds?: readonly [number, number, number, number]): Buffer {
  const strings = new Map<string, number>([['', 0]]);
  const text = (value: string): number => {
    const known = strings.get(value) ?? strings.size;
    strings.set(value, known);
    return known;
  };
  const group = message((pbf) => {
    for (const element of elements)
      bytesField(pbf, { node: 1, way: 3, relation: 4 }[element.type], elementOf(element, text));
  });
  const block = message((pbf) => {
    bytesField(
      pbf,
      1,
      message((table) => {
        for (const value of strings.keys()) bytesField(table, 1, Buffer.from(value));
      }),
    );
    bytesField(pbf, 2, group);
  });
  const header = message((pbf) => {
    if (bounds !== undefined)
      bytesField(
        pbf,
        1,
        message((box) => {
          const [west, south, east, north] = bounds;
          for (const [at, value] of [west, east, north, south].entries())
            signed(box, at + 1, Math.round(value * NANODEGREES));
        }),
      );
    for (const feature of ['OsmSchema-V0.6', 'DenseNodes']) bytesField(pbf, 4, Buffer.from(feature));
  });
  return Buffer.concat([blob('OSMHeader', raw(header)), blob('OSMData', raw(block))]);
}

function elementOf(element: OsmElement, text: (value: string) => number): Uint8Array {
  const tags = Object.entries(element.tags);
  return message((pbf) => {
    if (element.type === 'node') signed(pbf, 1, element.id);
    else {
      pbf.writeTag(1, 0);
      pbf.writeVarint(element.id);
    }
    packed(
      pbf,
      2,
      tags.map(([key]) => text(key)),
    );
    packed(
      pbf,
      3,
      tags.map(([, value]) => text(value)),
    );
    if (element.type === 'node') {
      signed(pbf, 8, Math.round((element.lat * NANODEGREES) / GRANULARITY));
      signed(pbf, 9, Math.round((element.lon * NANODEGREES) / GRANULARITY));
    } else if (element.type === 'way') deltas(pbf, 8, element.refs);
    else {
      packed(
        pbf,
        8,
        element.members.map(({ role }) => text(role)),
      );
      deltas(
        pbf,
        9,
        element.members.map(({ ref }) => ref),
      );
      packed(
        pbf,
        10,
        element.members.map(({ type }) => TYPES.indexOf(type)),
      );
    }
  });
}

/** A message of Protocol Buffers. */
export function message(write: (pbf: PbfWriter) => void): Uint8Array {
  const pbf = new PbfWriter();
  write(pbf);
  return pbf.finish().slice();
}

export function bytesField(pbf: PbfWriter, number: number, bytes: Uint8Array): void {
  pbf.writeTag(number, 2);
  pbf.writeBytes(bytes);
}

function signed(pbf: PbfWriter, number: number, value: number): void {
  pbf.writeTag(number, 0);
  pbf.writeSVarint(value);
}

function packed(pbf: PbfWriter, number: number, values: readonly number[]): void {
  bytesField(
    pbf,
    number,
    message((list) => {
      for (const value of values) list.writeVarint(value);
    }),
  );
}

function deltas(pbf: PbfWriter, number: number, values: readonly number[]): void {
  bytesField(
    pbf,
    number,
    message((list) => {
      values.forEach((value, i) => list.writeSVarint(value - (values[i - 1] ?? 0)));
    }),
  );
}

/** What a blob holds, as it is. */
export function raw(bytes: Uint8Array): Uint8Array {
  return message((pbf) => bytesField(pbf, 1, bytes));
}

/** A blob with its header before it. */
export function blob(type: string, content: Uint8Array): Buffer {
  const head = message((pbf) => {
    bytesField(pbf, 1, Buffer.from(type));
    pbf.writeTag(3, 0);
    pbf.writeVarint(content.length);
  });
  return Buffer.concat([uint32(head.length), head, content]);
}

export function uint32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
}
