/** Lays out how long the restores took, and whether they brought all back. */
import { say, type Lang } from '../../../server/platform/messages/index.ts';
import { machineLines } from '../../bench/table.ts';
import { RESTORE_DRILL } from '../../cli/messages/drill-restore.ts';
import type { Restore, Target } from './look.ts';
import type { RestoreResult } from './run.ts';

const COLUMNS = ['restored', 'copy', 'replay', 'serve', 'edits', 'lost', 'loss', 'timeline'] as const;

export function renderResult(result: RestoreResult, lang: Lang): string {
  const text = (key: keyof typeof RESTORE_DRILL, values = {}): string => say(RESTORE_DRILL[key], lang, values);
  const head = COLUMNS.map((column) => text(`column-${column}`));
  const broken = brokenPromises(result);
  return [
    ...[head, head.map(() => '---'), ...result.restores.map((restore) => rowOf(restore, lang))].map(
      (cells) => `| ${cells.join(' | ')} |`,
    ),
    '',
    text('figures', {
      features: result.features.toLocaleString('en-US'),
      load: seconds(result.loadS),
      size: megabytes(result.databaseBytes),
      backup: seconds(result.backupS),
      bytes: megabytes(result.backupBytes),
      log: megabytes(result.archivedBytes),
      way: RESTORE_DRILL[`log-${result.log}`],
    }),
    ...machineLines(result.machine, lang),
    ...broken.map(({ promise, to, said }) =>
      text('broken', { promise: RESTORE_DRILL[`promise-${promise}`], to: RESTORE_DRILL[`to-${to}`], said }),
    ),
    text(broken.length === 0 ? 'kept' : 'not-kept'),
  ].join('\n');
}

export type Promised = 'edits' | 'sync' | 'counts' | 'tiles' | 'browsers' | 'export' | 'doctor' | 'timeline';

export interface BrokenPromise {
  readonly promise: Promised;
  readonly to: Target;
  readonly said: string;
}

/** What did not hold, restore by restore. */
export function brokenPromises({ log, restores }: Pick<RestoreResult, 'log' | 'restores'>): readonly BrokenPromise[] {
  return restores.flatMap((restore, nth) => {
    const { to, holes, unwanted, lost, counts, wrongTiles, heldTiles, isExportAlike, complaints, timeline } = restore;
    const earlier = restores.slice(0, nth).map((other) => other.timeline);
    // To a moment that was archived nothing may be lost; to the end what had not left the server yet.
    const wrongEdits = [...holes, ...unwanted, ...(to === 'moment' && lost > 0 ? [String(lost)] : [])];
    const broken: Readonly<Record<Promised, string | null>> = {
      edits: wrongEdits.length > 0 ? wrongEdits.join('\n') : null,
      sync: log === 'sync' && to === 'end' && lost > 0 ? String(lost) : null,
      counts,
      tiles: wrongTiles.length > 0 ? wrongTiles.join('\n') : null,
      browsers: heldTiles.length > 0 ? heldTiles.join('\n') : null,
      export: isExportAlike ? null : to,
      doctor: complaints.length > 0 ? complaints.join('\n') : null,
      timeline: timeline > 1 && !earlier.includes(timeline) ? null : String(timeline),
    };
    return (Object.keys(broken) as Promised[]).flatMap((promise) => {
      const said = broken[promise];
      return said === null ? [] : [{ promise, to, said }];
    });
  });
}

function rowOf({ to, copyS, replayS, serveS, expected, lost, lossS, timeline }: Restore, lang: Lang): string[] {
  return [
    say(RESTORE_DRILL[`to-${to}`], lang),
    ...[copyS, replayS, serveS].map(seconds),
    ...[expected, lost].map((count) => count.toLocaleString('en-US')),
    lost === 0 ? '–' : seconds(lossS),
    String(timeline),
  ];
}

function seconds(value: number): string {
  return `${value.toFixed(1)} s`;
}

function megabytes(bytes: number): string {
  return `${Math.round(bytes / 1e6).toLocaleString('en-US')} MB`;
}
