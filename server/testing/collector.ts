/** A collector of traces as OTLP over HTTP defines it, in both of its forms. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gunzipSync } from 'node:zlib';
import { PbfReader } from 'pbf';

export interface CollectedSpan {
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId: string;
  readonly name: string;
  /** 1 internal, 2 server, 3 client. */
  readonly kind: number;
  /** 2 is an error. */
  readonly status: number;
  readonly attributes: Readonly<Record<string, unknown>>;
  readonly events: readonly string[];
  /** Of the process that made it. */
  readonly resource: Readonly<Record<string, unknown>>;
}

export interface Collector {
  readonly url: string;
  readonly spans: readonly CollectedSpan[];
  /** The content types that came. */
  readonly forms: ReadonlySet<string>;
  /** All that came, as it came. */
  readonly bytes: () => Buffer;
  close(): Promise<void>;
}

/** `hangs`: takes everything and never answers. */
export async function openCollector({ hangs = false }: { readonly hangs?: boolean } = {}): Promise<Collector> {
  const spans: CollectedSpan[] = [];
  const forms = new Set<string>();
  const bodies: Buffer[] = [];
  const server = createServer((req, res) => {
    const chunks: Buffer[] = [];
    req.on('data', (chunk: Buffer) => chunks.push(chunk));
    req.on('end', () => {
      const sent = Buffer.concat(chunks);
      const body = req.headers['content-encoding'] === 'gzip' ? gunzipSync(sent) : sent;
      const type = req.headers['content-type'] ?? '';
      bodies.push(body);
      forms.add(type);
      spans.push(...(type === 'application/json' ? spansOfJson(body) : spansOfProtobuf(body)));
      if (!hangs) res.writeHead(200, { 'Content-Type': type }).end(type === 'application/json' ? '{}' : '');
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`,
    spans,
    forms,
    bytes: () => Buffer.concat(bodies),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

type Attributes = Record<string, unknown>;

interface JsonAttribute {
  readonly key: string;
  readonly value: Readonly<Record<string, unknown>>;
}

interface JsonSpan extends Pick<CollectedSpan, 'traceId' | 'spanId' | 'name' | 'kind'> {
  readonly parentSpanId?: string;
  readonly attributes: readonly JsonAttribute[];
  readonly events: readonly { readonly name: string }[];
  readonly status: { readonly code?: number };
}

interface JsonTraces {
  readonly resourceSpans: readonly {
    readonly resource: { readonly attributes: readonly JsonAttribute[] };
    readonly scopeSpans: readonly { readonly spans: readonly JsonSpan[] }[];
  }[];
}

function spansOfJson(body: Buffer): CollectedSpan[] {
  const attributesOf = (list: readonly JsonAttribute[]): Attributes =>
    Object.fromEntries(list.map(({ key, value }) => [key, Object.values(value)[0]]));
  return (JSON.parse(body.toString()) as JsonTraces).resourceSpans.flatMap(({ resource, scopeSpans }) =>
    scopeSpans.flatMap(({ spans }) =>
      spans.map(({ parentSpanId = '', attributes, events, status, ...span }) => ({
        ...span,
        parentSpanId,
        attributes: attributesOf(attributes),
        events: events.map(({ name }) => name),
        status: status.code ?? 0,
        resource: attributesOf(resource.attributes),
      })),
    ),
  );
}

/** Reads a message by what each of its fields is. The numbers are those of opentelemetry-proto 1. */
function read<T>(pbf: PbfReader, into: T, fields: Readonly<Record<number, (into: T, pbf: PbfReader) => void>>): T {
  const end = pbf.readVarint() + pbf.pos;
  return pbf.readFields((tag, to: T) => fields[tag]?.(to, pbf), into, end);
}

function readValue(pbf: PbfReader): unknown {
  return read<{ value?: unknown }>(
    pbf,
    {},
    {
      1: (to, from) => (to.value = from.readString()),
      2: (to, from) => (to.value = from.readBoolean()),
      3: (to, from) => (to.value = from.readVarint(true)),
      4: (to, from) => (to.value = from.readDouble()),
    },
  ).value;
}

function addAttribute(to: Attributes, pbf: PbfReader): void {
  const { key, value } = read<{ key: string; value?: unknown }>(
    pbf,
    { key: '' },
    { 1: (of, from) => (of.key = from.readString()), 2: (of, from) => (of.value = readValue(from)) },
  );
  to[key] = value;
}

type OpenSpan = { -readonly [Key in keyof CollectedSpan]: CollectedSpan[Key] } & {
  attributes: Attributes;
  events: string[];
};

function spansOfProtobuf(body: Buffer): CollectedSpan[] {
  const all: CollectedSpan[] = [];
  const pbf = new PbfReader(body);
  const hex = (): string => Buffer.from(pbf.readBytes()).toString('hex');
  const readSpan = (resource: Attributes): OpenSpan =>
    read<OpenSpan>(
      pbf,
      { traceId: '', spanId: '', parentSpanId: '', name: '', kind: 0, status: 0, attributes: {}, events: [], resource },
      {
        1: (to) => (to.traceId = hex()),
        2: (to) => (to.spanId = hex()),
        4: (to) => (to.parentSpanId = hex()),
        5: (to) => (to.name = pbf.readString()),
        6: (to) => (to.kind = pbf.readVarint()),
        9: (to) => addAttribute(to.attributes, pbf),
        11: (to) => to.events.push(read(pbf, { name: '' }, { 2: (of) => (of.name = pbf.readString()) }).name),
        15: (to) => (to.status = read(pbf, { code: 0 }, { 3: (of) => (of.code = pbf.readVarint()) }).code),
      },
    );
  pbf.readFields((tag) => {
    if (tag !== 1) return;
    const resource: Attributes = {};
    read(pbf, resource, {
      1: (to) => read(pbf, to, { 1: (attributes) => addAttribute(attributes, pbf) }),
      2: () => read(pbf, null, { 2: () => all.push(readSpan(resource)) }),
    });
  }, null);
  return all;
}
