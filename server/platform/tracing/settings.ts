/** The standard variables of OpenTelemetry that the service reads itself; its SDK reads the others. */

export const PROTOCOLS = ['http/protobuf', 'http/json'] as const;
export type Protocol = (typeof PROTOCOLS)[number];

export const SAMPLERS = [
  'always_on',
  'always_off',
  'traceidratio',
  'parentbased_always_on',
  'parentbased_always_off',
  'parentbased_traceidratio',
] as const;

/** Where one of them is set, and nothing turns tracing off, traces are sent. */
export const ENDPOINTS = ['OTEL_EXPORTER_OTLP_TRACES_ENDPOINT', 'OTEL_EXPORTER_OTLP_ENDPOINT'] as const;

/** The variables of a protocol, the more special first. */
export const PROTOCOL_NAMES = ['OTEL_EXPORTER_OTLP_TRACES_PROTOCOL', 'OTEL_EXPORTER_OTLP_PROTOCOL'] as const;

export interface TracingConfig {
  /** In which form traces are sent. */
  readonly protocol: Protocol;
}

type Env = Readonly<Record<string, string | undefined>>;

/** A variable of OpenTelemetry, for which empty is not set. */
export function otelText(env: Env, name: string): string | undefined {
  const value = env[name]?.trim();
  return value === '' ? undefined : value;
}

/** Null where tracing is off. What is wrong with the settings is told by `readConfig`. */
export function tracingOf(env: Env): TracingConfig | null {
  const isOff =
    otelText(env, 'OTEL_SDK_DISABLED')?.toLowerCase() === 'true' || otelText(env, 'OTEL_TRACES_EXPORTER') === 'none';
  if (isOff || ENDPOINTS.every((name) => otelText(env, name) === undefined)) return null;
  const asked = PROTOCOL_NAMES.map((name) => otelText(env, name)).find((value) => value !== undefined);
  return { protocol: PROTOCOLS.find((protocol) => protocol === asked) ?? PROTOCOLS[0] };
}
