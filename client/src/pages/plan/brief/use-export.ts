import { useApp } from '../../../app/context.ts';
import { usePlan } from '../context.ts';
import { exporterOf, type Exporter, type ExportTask } from './exporter.ts';
import { subjectOf, type StandardSubject, type Subject } from './subject.ts';

export interface Exports {
  readonly exporter: Exporter;
  readonly isReady: boolean;
  /** Exports what the page shows now; does nothing while it is not ready. */
  readonly start: (work: (subject: Subject, task: ExportTask) => Promise<void>) => void;
}

/** Exports of the coverage, or of a standards check in its place. */
export function useExport(standard: StandardSubject | null = null): Exports {
  const app = useApp();
  const session = usePlan();
  const exporter = exporterOf(app, session);
  return {
    exporter,
    isReady: session.asked.value !== null && session.active.coverage.value !== null && session.cells.value !== null,
    start(work) {
      const subject = subjectOf(app, session, new Date(), location, standard);
      if (subject !== null) void exporter.run((task) => work(subject, task));
    },
  };
}
