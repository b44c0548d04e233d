import { isRecord } from '../platform/is-record.ts';
import type { MetricsReport } from '../platform/metrics/metrics.ts';

/** What the primary tells a worker. */
export type ToWorker =
  /** Finish what was accepted, and end. */
  | { readonly type: 'stop' }
  | { readonly type: 'report-wanted'; readonly ask: number }
  | { readonly type: 'totals'; readonly ask: number; readonly text: string };

/** What a worker tells the primary. */
export type ToPrimary =
  /** Its event loop turns. */
  | { readonly type: 'beat' }
  | { readonly type: 'ready'; readonly url: string }
  /** The worker cannot start. `passing`: the reason may pass by itself, as with a lost database. */
  | { readonly type: 'failed'; readonly reason: string; readonly passing: boolean }
  | { readonly type: 'report'; readonly ask: number; readonly report: MetricsReport }
  | { readonly type: 'totals-wanted'; readonly ask: number };

/** The environment variable by which the primary gives a worker its number. */
export const WORKER_NUMBER = 'CHENGTU_WORKER';

/** Null for any other message, such as a library's. */
export function readToWorker(message: unknown): ToWorker | null {
  if (!isRecord(message)) return null;
  switch (message.type) {
    case 'stop':
      return { type: 'stop' };
    case 'report-wanted':
      return typeof message.ask === 'number' ? { type: 'report-wanted', ask: message.ask } : null;
    case 'totals':
      return typeof message.ask === 'number' && typeof message.text === 'string'
        ? { type: 'totals', ask: message.ask, text: message.text }
        : null;
    default:
      return null;
  }
}

/** Null for any other message. */
export function readToPrimary(message: unknown): ToPrimary | null {
  if (!isRecord(message)) return null;
  switch (message.type) {
    case 'beat':
      return { type: 'beat' };
    case 'ready':
      return typeof message.url === 'string' ? { type: 'ready', url: message.url } : null;
    case 'failed':
      return typeof message.reason === 'string'
        ? { type: 'failed', reason: message.reason, passing: message.passing === true }
        : null;
    case 'report':
      return typeof message.ask === 'number' && isReport(message.report)
        ? { type: 'report', ask: message.ask, report: message.report }
        : null;
    case 'totals-wanted':
      return typeof message.ask === 'number' ? { type: 'totals-wanted', ask: message.ask } : null;
    default:
      return null;
  }
}

/** Our own workers send nothing else, so this checks only what the primary reads. */
function isReport(value: unknown): value is MetricsReport {
  return (
    Array.isArray(value) &&
    value.every((metric) => isRecord(metric) && typeof metric.name === 'string' && Array.isArray(metric.values))
  );
}

/** True for any object, arrays among them. */
