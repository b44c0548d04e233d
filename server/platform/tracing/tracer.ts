/**
 * Traces as the rest of the service knows them. Nothing of OpenTelemetry is loaded here: where tracing is off, each of
 * these asks one question and does what it was given to do.
 */

/** By the names of the semantic conventions where they have one. No values that people have given stand in them. */
export type SpanAttributes = Readonly<Record<string, string | number | boolean>>;

/** W3C Trace Context, level 1: what another process needs to go on with a trace. */
export interface TraceContext {
  readonly traceparent: string;
  readonly tracestate?: string;
}

/** Work in progress. */
export interface OpenSpan {
  /** Notes a moment in it. */
  event(name: string): void;
}

/** What a trace says of an answer. */
export interface TracedAnswer {
  /** Pattern of the route; never the address, which may hold a secret or where somebody stands. */
  readonly route: string | null;
  readonly method: string;
  readonly status: number;
  readonly cached?: boolean;
  readonly aborted?: boolean;
}

/** A request from its arrival to its answer. */
export interface RequestTrace {
  /** What is done in `work` belongs to the request. */
  run<T>(work: () => T): T;
  end(answer: TracedAnswer): void;
}

/** The headers of a request that a trace begins with. */
interface TracedRequest {
  readonly method?: string | undefined;
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
}

export interface Tracer {
  request(request: TracedRequest): RequestTrace;
  /** Work as a part of the trace in progress; where there is none, or it is not recorded, just the work. */
  span<T>(name: string, attributes: SpanAttributes, work: (span: OpenSpan | null) => Promise<T>): Promise<T>;
  /** As `span`, as a part of a trace that another process or an earlier request began. */
  continue<T>(
    from: TraceContext,
    name: string,
    attributes: SpanAttributes,
    work: (span: OpenSpan | null) => Promise<T>,
  ): Promise<T>;
  /** The trace in progress for another process; null where there is none. */
  context(): TraceContext | null;
  traceId(): string | null;
  /** Sends what has ended by now. Never rejects. */
  flush(): Promise<void>;
  /** Sends the rest and stops, within a bounded time. Never rejects. */
  close(): Promise<void>;
}

/** One for the process, as its log is: null is off. */
let tracer: Tracer | null = null;

export function setTracer(next: Tracer | null): void {
  tracer = next;
}

/** Whether this process records traces. */
export function isTracing(): boolean {
  return tracer !== null;
}

/** A request as it arrives; null where tracing is off. */
export function traceRequest(request: TracedRequest): RequestTrace | null {
  return tracer === null ? null : tracer.request(request);
}

/** Work as a part of the trace in progress. */
export function traced<T>(
  name: string,
  attributes: SpanAttributes,
  work: (span: OpenSpan | null) => Promise<T>,
): Promise<T> {
  return tracer === null ? work(null) : tracer.span(name, attributes, work);
}

/** Work as a part of a trace that began elsewhere; by itself where that one had none. */
export function tracedFrom<T>(
  from: TraceContext | null,
  name: string,
  attributes: SpanAttributes,
  work: (span: OpenSpan | null) => Promise<T>,
): Promise<T> {
  return tracer === null || from === null ? work(null) : tracer.continue(from, name, attributes, work);
}

/** What another process needs to go on with the trace in progress; null where there is none. */
export function traceContext(): TraceContext | null {
  return tracer === null ? null : tracer.context();
}

/** Of the trace in progress, in hexadecimal; null where there is none. */
export function activeTraceId(): string | null {
  return tracer === null ? null : tracer.traceId();
}

export async function flushTraces(): Promise<void> {
  await tracer?.flush();
}

/** Sends the rest of the traces; none is made any more. */
export async function stopTracing(): Promise<void> {
  const last = tracer;
  tracer = null;
  await last?.close();
}
