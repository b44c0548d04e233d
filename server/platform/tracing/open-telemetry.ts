/** Traces by OpenTelemetry's SDK, sent by OTLP over HTTP. Loaded only where tracing is on. */
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import {
  type Context,
  context,
  defaultTextMapGetter,
  defaultTextMapSetter,
  diag,
  DiagLogLevel,
  isSpanContextValid,
  ROOT_CONTEXT,
  type Span,
  SpanKind,
  SpanStatusCode,
  trace,
} from '@opentelemetry/api';
import { setGlobalErrorHandler, W3CTraceContextPropagator } from '@opentelemetry/core';
import { OTLPTraceExporter as JsonExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { OTLPTraceExporter as ProtobufExporter } from '@opentelemetry/exporter-trace-otlp-proto';
import { defaultResource, detectResources, envDetector, resourceFromAttributes } from '@opentelemetry/resources';
import { BasicTracerProvider, BatchSpanProcessor, type SpanExporter } from '@opentelemetry/sdk-trace-base';
import { pause } from '../pause.ts';
import type { Protocol } from './settings.ts';
import type { OpenSpan, RequestTrace, SpanAttributes, TraceContext, TracedAnswer, Tracer } from './tracer.ts';

export interface OpenTelemetryOptions {
  readonly protocol: Protocol;
  readonly attributes: SpanAttributes;
  /** Told of what the SDK cannot do, such as sending to a collector that is gone. */
  readonly onProblem: (problem: unknown) => void;
}

/** A collector that does not answer must not hold up the end of the service. */
const CLOSE_MS = 2000;
const METHODS: ReadonlySet<string> = new Set(['GET', 'HEAD', 'POST', 'DELETE', 'OPTIONS', 'PUT', 'PATCH']);

const propagator = new W3CTraceContextPropagator();

export function openTracer({ protocol, attributes, onProblem }: OpenTelemetryOptions): Tracer {
  const report = (problem: unknown): void => onProblem(problem);
  diag.setLogger(
    { error: report, warn: report, info: () => undefined, debug: () => undefined, verbose: () => undefined },
    { logLevel: DiagLogLevel.WARN, suppressOverrideMessage: true },
  );
  setGlobalErrorHandler(onProblem);
  context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
  const provider = new BasicTracerProvider({
    resource: defaultResource()
      .merge(resourceFromAttributes(attributes))
      .merge(detectResources({ detectors: [envDetector] })),
    spanProcessors: [new BatchSpanProcessor(exporterOf(protocol))],
  });
  return new OpenTelemetryTracer(provider);
}

/** Both read the endpoint, headers and time limit from the standard variables. */
function exporterOf(protocol: Protocol): SpanExporter {
  return protocol === 'http/json' ? new JsonExporter() : new ProtobufExporter();
}

class OpenTelemetryTracer implements Tracer {
  readonly #provider: BasicTracerProvider;
  readonly #tracer: ReturnType<BasicTracerProvider['getTracer']>;

  constructor(provider: BasicTracerProvider) {
    this.#provider = provider;
    this.#tracer = provider.getTracer('chengtu');
  }

  request({ method = '', headers }: Parameters<Tracer['request']>[0]): RequestTrace {
    const parent = propagator.extract(ROOT_CONTEXT, headers, defaultTextMapGetter);
    const known = METHODS.has(method) ? method : '_OTHER';
    const attributes = { 'http.request.method': known, 'url.scheme': 'http' };
    const span = this.#tracer.startSpan(known, { kind: SpanKind.SERVER, attributes }, parent);
    const own = trace.setSpan(parent, span);
    return {
      run: (work) => context.with(own, work),
      end: (answer) => endRequest(span, known, answer),
    };
  }

  span<T>(name: string, attributes: SpanAttributes, work: (span: OpenSpan | null) => Promise<T>): Promise<T> {
    // The service's own questions, asked for no request, would be traces by the thousand.
    if (trace.getActiveSpan()?.isRecording() !== true) return work(null);
    return this.#within(context.active(), name, attributes, work);
  }

  continue<T>(
    from: TraceContext,
    name: string,
    attributes: SpanAttributes,
    work: (span: OpenSpan | null) => Promise<T>,
  ): Promise<T> {
    const parent = propagator.extract(ROOT_CONTEXT, from, defaultTextMapGetter);
    return this.#within(parent, name, attributes, work);
  }

  context(): TraceContext | null {
    const carrier: { traceparent?: string; tracestate?: string } = {};
    propagator.inject(context.active(), carrier, defaultTextMapSetter);
    const { traceparent, tracestate } = carrier;
    if (traceparent === undefined) return null;
    return { traceparent, ...(tracestate === undefined ? {} : { tracestate }) };
  }

  traceId(): string | null {
    const of = trace.getActiveSpan()?.spanContext();
    return of !== undefined && isSpanContextValid(of) ? of.traceId : null;
  }

  async flush(): Promise<void> {
    // What could not be sent was told to `onProblem`.
    await this.#provider.forceFlush().catch(() => undefined);
  }

  async close(): Promise<void> {
    const { done, stop } = pause(CLOSE_MS);
    await Promise.race([this.#provider.shutdown().catch(() => undefined), done]);
    stop();
    context.disable();
    diag.disable();
  }

  async #within<T>(
    parent: Context,
    name: string,
    attributes: SpanAttributes,
    work: (span: OpenSpan | null) => Promise<T>,
  ): Promise<T> {
    const kind = Object.hasOwn(attributes, 'db.system.name') ? SpanKind.CLIENT : SpanKind.INTERNAL;
    const span = this.#tracer.startSpan(name, { kind, attributes }, parent);
    try {
      return await context.with(trace.setSpan(parent, span), () => work({ event: (at) => void span.addEvent(at) }));
    } catch (error) {
      fail(span, error);
      throw error;
    } finally {
      span.end();
    }
  }
}

function endRequest(span: Span, method: string, { route, status, cached, aborted }: TracedAnswer): void {
  if (route !== null) span.updateName(`${method} ${route}`).setAttribute('http.route', route);
  span.setAttribute('http.response.status_code', status);
  if (cached === true) span.setAttribute('chengtu.cached', true);
  if (aborted === true) span.setAttribute('chengtu.aborted', true);
  if (status >= 500) span.setAttribute('error.type', String(status)).setStatus({ code: SpanStatusCode.ERROR });
  span.end();
}

/** The kind of the error alone: its message may repeat what somebody has asked for. */
function fail(span: Span, error: unknown): void {
  const code = error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : null;
  const type = code ?? (error instanceof Error ? error.name : typeof error);
  span.setAttribute('error.type', type).setStatus({ code: SpanStatusCode.ERROR });
}
