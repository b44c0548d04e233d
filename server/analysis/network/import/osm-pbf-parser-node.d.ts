// The package's own declarations say nothing of the items, nor that a transform can be extended.
declare module 'osm-pbf-parser-node' {
  import type { Transform, TransformCallback } from 'node:stream';

  interface Tagged {
    readonly tags?: Readonly<Record<string, string>>;
  }
  export interface OsmNode extends Tagged {
    readonly type: 'node';
    readonly id: number;
    readonly lon: number;
    readonly lat: number;
  }
  export interface OsmWay extends Tagged {
    readonly type: 'way';
    readonly id: number;
    readonly refs: readonly number[];
  }
  export interface OsmRelation extends Tagged {
    readonly type: 'relation';
    readonly id: number;
  }
  /** The header of the file, which has no `type`. */
  export interface OsmHeader {
    readonly type?: undefined;
    readonly required_features: readonly string[];
  }
  export type OsmItem = OsmNode | OsmWay | OsmRelation | OsmHeader;

  type WithTags = boolean | string[];

  /** Bytes in; lists of items out. Throws inside `_transform` and `_flush` where the bytes are wrong. */
  export class OSMTransform extends Transform {
    constructor(options?: { withTags?: { node?: WithTags; way?: WithTags; relation?: WithTags }; withInfo?: boolean });
    override _transform(chunk: Buffer, encoding: BufferEncoding, callback: TransformCallback): void;
    override _flush(callback: TransformCallback): void;
  }
}
