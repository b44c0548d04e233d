/** A layer by column as JSON (`ColumnsSchema`), written piece by piece: no piece takes more than some milliseconds. */
import { setImmediate } from 'node:timers/promises';
import { cityTimeOf } from '../../tiles/filter/cql2/time.ts';
import type { Attribute, LayerDefinition } from '../../tiles/layer/layer.ts';
import type { ColumnsPart } from './source.ts';

/** Texts of a dictionary that are written at a time. */
const TEXTS = 5000;

/** Encodes the values of one column. */
interface ColumnWriter {
  readonly kind: 'dictionary' | 'date' | 'number';
  /** The number that stands for a value in `data`; null or -1 for a missing one. */
  readonly write: (value: unknown) => number | null;
  /** The texts that a dictionary's `data` point at. */
  readonly texts?: ReadonlyMap<string, number>;
}

/** Takes a layer part by part: emits the ids as they come, and the other columns in `finish`. */
export class ColumnsMessage {
  readonly #emit: (piece: string | Buffer) => void;
  readonly #lon = new List();
  readonly #lat = new List();
  readonly #columns: readonly { readonly name: string; readonly writer: ColumnWriter; readonly data: List }[];
  #count = 0;

  constructor(layer: LayerDefinition, properties: readonly string[], emit: (piece: string | Buffer) => void) {
    this.#emit = emit;
    this.#columns = properties.map((name) => ({
      name,
      writer: writerOf(layer.attributes[name], layer.timeZone),
      data: new List(),
    }));
    emit(`{"layer":${JSON.stringify(layer.id)},"ids":[`);
  }

  add({ ids, lon, lat, columns }: ColumnsPart): void {
    if (ids.length === 0) return;
    this.#emit((this.#count === 0 ? '' : ',') + inside(ids));
    this.#count += ids.length;
    this.#lon.add(lon);
    this.#lat.add(lat);
    for (const [index, { writer, data }] of this.#columns.entries()) data.add((columns[index] ?? []).map(writer.write));
  }

  async finish(): Promise<void> {
    this.#emit('],"lon":[');
    this.#lon.pieces.forEach(this.#emit);
    this.#emit('],"lat":[');
    this.#lat.pieces.forEach(this.#emit);
    this.#emit('],"columns":{');
    for (const [index, { name, writer, data }] of this.#columns.entries()) {
      this.#emit(`${index === 0 ? '' : ','}${JSON.stringify(name)}:{"kind":"${writer.kind}","data":[`);
      data.pieces.forEach(this.#emit);
      this.#emit(']');
      if (writer.texts !== undefined) await this.#writeTexts(writer.texts.keys());
      this.#emit('}');
    }
    this.#emit(`},"count":${String(this.#count)}}`);
  }

  async #writeTexts(texts: Iterable<string>): Promise<void> {
    this.#emit(',"values":[');
    let batch: string[] = [];
    let comma = '';
    for (const text of texts) {
      batch.push(text);
      if (batch.length < TEXTS) continue;
      this.#emit(comma + inside(batch));
      batch = [];
      comma = ',';
      await setImmediate();
    }
    if (batch.length > 0) this.#emit(comma + inside(batch));
    this.#emit(']');
  }
}

/** A list of numbers, kept as the bytes that are sent. */
class List {
  readonly pieces: Buffer[] = [];

  add(values: readonly (number | null)[]): void {
    this.pieces.push(Buffer.from((this.pieces.length === 0 ? '' : ',') + inside(values)));
  }
}

/** A list as JSON without its brackets, so that parts can be joined. */
function inside(values: readonly (string | number | null)[]): string {
  return JSON.stringify(values).slice(1, -1);
}

function writerOf(attribute: Attribute | undefined, timeZone: string | undefined): ColumnWriter {
  if (attribute?.format === 'date' || attribute?.format === 'date-time')
    return {
      kind: 'date',
      write: (value) => (typeof value === 'string' ? (cityTimeOf(value, timeZone)?.day ?? null) : null),
    };
  if (attribute?.type === 'integer' || attribute?.type === 'number')
    return { kind: 'number', write: (value) => (typeof value === 'number' ? value : null) };
  const texts = new Map<string, number>();
  const write = (value: unknown): number => {
    if (value === null || value === undefined) return -1;
    // Attributes are flat; whatever plain SQL may have nested is shown as it is written.
    const text = typeof value === 'string' ? value : JSON.stringify(value);
    const index = texts.get(text) ?? texts.size;
    texts.set(text, index);
    return index;
  };
  return { kind: 'dictionary', write, texts };
}
