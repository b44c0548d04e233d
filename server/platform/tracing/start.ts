/** Begins tracing in this process, where the settings ask for it. */
import type { Log } from '../log/log.ts';
import type { TracingConfig } from './settings.ts';
import { setTracer } from './tracer.ts';

/** A collector that is gone fails every few seconds. */
const TELL_EVERY_MS = 60_000;

export interface TracingStart {
  /** Absent where the process does not know it. */
  readonly version?: string;
  /** What the process does. */
  readonly role: 'service' | 'analysis';
  readonly log: Log;
}

/** Resolves once spans are recorded; at once where tracing is off. */
export async function startTracing(config: TracingConfig | null, { version, role, log }: TracingStart): Promise<void> {
  if (config === null) return;
  let toldAtMs = -Infinity;
  const { openTracer } = await import('./open-telemetry.ts');
  const tracer = openTracer({
    protocol: config.protocol,
    attributes: {
      'service.name': 'chengtu',
      ...(version === undefined ? {} : { 'service.version': version }),
      'process.pid': process.pid,
      'chengtu.role': role,
    },
    onProblem: (problem) => {
      if (performance.now() - toldAtMs < TELL_EVERY_MS) return;
      toldAtMs = performance.now();
      log.warn('traces-not-sent', { error: problem });
    },
  });
  setTracer(tracer);
}
