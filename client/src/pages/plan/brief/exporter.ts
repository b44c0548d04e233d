/** Runs one export at a time, with progress, cancellation and errors. */
import { signal, type ReadonlySignal } from '@preact/signals';
import { downloadFile, type MadeFile } from '../../../app/download.ts';
import type { App } from '../../../app/types.ts';
import type { PlanSession } from '../session/session.ts';
import { CanvasError } from '../../../app/canvas.ts';
import { ExportError } from './export-error.ts';

export interface ExportProgress {
  readonly text: string;
  /** 0 to 1. */
  readonly share: number;
}

export interface ExportTask {
  readonly abort: AbortSignal;
  readonly progress: (progress: ExportProgress) => void;
  /** Keeps a file, to be given to the reader once all of the work is done. */
  readonly save: (file: MadeFile) => void;
}

export interface Exporter {
  readonly progress: ReadonlySignal<ExportProgress | null>;
  readonly error: ReadonlySignal<unknown>;
  /** Cancels a running export first. */
  readonly run: (work: (task: ExportTask) => Promise<void>) => Promise<void>;
  readonly cancel: () => void;
}

/** Time between two files: some browsers take the second for a part of the first. */
const BETWEEN_FILES_MS = 150;

export function createExporter({ actions, i18n: { t } }: App, download: (file: MadeFile) => void): Exporter {
  const progress = signal<ExportProgress | null>(null);
  const error = signal<unknown>(null);
  let controller = new AbortController();
  return {
    progress,
    error,
    cancel: () => controller.abort(),
    async run(work) {
      controller.abort();
      const own = new AbortController();
      controller = own;
      const files: MadeFile[] = [];
      const isCurrent = (): boolean => controller === own;
      error.value = null;
      progress.value = { text: t('plan.export.phase.file'), share: 0 };
      try {
        await work({
          abort: own.signal,
          progress: (next) => {
            if (isCurrent()) progress.value = next;
          },
          save: (file) => files.push(file),
        });
        own.signal.throwIfAborted();
        for (const [k, file] of files.entries()) {
          if (k > 0)
            await new Promise((resolve) => {
              setTimeout(resolve, BETWEEN_FILES_MS);
            });
          download(file);
        }
        actions.announce(t('plan.export.done', { n: files.length }));
      } catch (reason) {
        if (!isCurrent()) return;
        if (own.signal.aborted) actions.announce(t('plan.export.cancelled'));
        else error.value = reason;
      } finally {
        if (isCurrent()) progress.value = null;
      }
    },
  };
}

const exporters = new WeakMap<PlanSession, Exporter>();

/** The exporter of a session, which continues while another tab is open. */
export function exporterOf(app: App, session: PlanSession): Exporter {
  const known = exporters.get(session) ?? createExporter(app, downloadFile);
  exporters.set(session, known);
  return known;
}

/** A failure in words for the reader. */
export function exportErrorText({ i18n: { t } }: App, error: unknown, size: string): string {
  if (error instanceof CanvasError) return t('plan.export.error.canvas', { size });
  if (error instanceof ExportError) return t(`plan.export.error.${error.reason}`, { size });
  return t('plan.export.error.other', { reason: error instanceof Error ? error.message : String(error) });
}
