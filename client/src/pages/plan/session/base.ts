/**
 * What is requested once for each question: the catalogue, the cells, and the coverage of the whole city without edits.
 */
import { computed, effect, signal, type ReadonlySignal } from '@preact/signals';
import { asApiError } from '../../../data/errors.ts';
import { createResource, type Remote, type Resource } from '../../../data/remote.ts';
import type {
  AnalysisCatalogue,
  CoverageHeader,
  CoverageRequest,
  CoverageSummary,
  DistrictFigures,
} from '../../../../../tiles/api/coverage.ts';
import type { App } from '../../../app/types.ts';
import { filterText } from '../../../data/filter-text.ts';
import type { PlanApi } from '../api/plan-api.ts';
import { readCells, type Cells } from '../data/cells.ts';
import { wholeCoverage } from '../data/coverage.ts';
import { NO_CHANGES } from '../state/scenarios.ts';
import type { Changes, Question } from '../state/types.ts';
import { askedOf, coverageRequest, summaryRequest, type Asked } from './question.ts';
import type { Base } from './variant.ts';

export interface BaseData {
  readonly catalogue: Resource<AnalysisCatalogue>;
  readonly asked: ReadonlySignal<Asked | null>;
  readonly cells: ReadonlySignal<Cells | null>;
  readonly base: ReadonlySignal<Remote<Base>>;
  /** Figures of the active scenario, which come before the cells do; null before, and once the question is another. */
  readonly summary: ReadonlySignal<CoverageSummary | null>;
  /** The same of the district that was asked for with it; null where none was, or no cell lies in it. */
  readonly districtFigures: ReadonlySignal<DistrictFigures | null>;
  /** True once the first figures are there, or will not come soon: on a slow line what is larger waits for them. */
  readonly isAnswered: ReadonlySignal<boolean>;
  /** Share of the cells that has come; null where none is under way, or nothing is known of it. */
  readonly progress: ReadonlySignal<number | null>;
  readonly reload: () => void;
  /** How often facilities and people were to be read anew, whatever the question: figures of before are outdated. */
  readonly readings: ReadonlySignal<number>;
  /** Facilities have changed since they were read. */
  readonly isOutdated: ReadonlySignal<boolean>;
}

/** Nothing is kept waiting for longer by an analysis that hangs. */
const ANSWER_AWAITED_MS = 8000;

export function loadBase(
  app: App,
  api: PlanApi,
  question: ReadonlySignal<Question>,
  {
    changes,
    withinS,
    district,
  }: {
    changes: ReadonlySignal<Changes>;
    withinS: ReadonlySignal<number>;
    district: ReadonlySignal<string | null>;
  },
): BaseData {
  const { recoveries } = app.connection;
  const catalogue = createResource(() => api.catalogue(), recoveries);
  const asked = computed<Asked | null>(() => {
    const known = catalogue.state.value.value;
    if (known === null) return null;
    // A filter is parsed with the attributes of its layer, so nobody knows it until the layers have loaded.
    const hasFilters = Object.keys(app.store.filters.value).length > 0;
    if (hasFilters && app.catalogue.state.value.value === null && app.catalogue.state.value.loading) return null;
    return askedOf(question.value, known, (id) => {
      const layer = app.layersById.value.get(id);
      return layer === undefined ? null : filterText(layer, app.store.filters.value[id]);
    });
  });
  // A new catalogue does not change the question.
  const askedText = computed(() => JSON.stringify(asked.value));

  const base = signal<Remote<Base>>({ loading: true, value: null, error: null });
  const cells = signal<Cells | null>(null);
  const figures = signal<{ readonly of: string | null; readonly header: CoverageHeader } | null>(null);
  const summary = computed(() => figures.value?.header.summary ?? null);
  const progress = signal<number | null>(null);
  const attempt = signal(0);
  const readVersion = signal(0);
  const version = computed(() => app.live.versions.value[asked.value?.layer ?? ''] ?? 0);

  effect(() => {
    void attempt.value;
    const wanted = JSON.parse(askedText.value) as Asked | null;
    if (wanted === null) return undefined;
    const controller = new AbortController();
    readVersion.value = version.peek();
    base.value = { loading: true, value: null, error: null };
    figures.value = null;
    progress.value = null;
    const cellsOf = async (key: string): Promise<Cells> => {
      const { demand: id, group } = wanted;
      const known = cells.peek();
      if (known?.header.id === id && known.header.key === key && known.group === group) return known;
      const onProgress = (share: number): void => {
        if (!controller.signal.aborted) progress.value = share;
      };
      const options = { signal: controller.signal, onProgress };
      return readCells(await api.cells({ id, key, ...(group === null ? {} : { for: group }) }, options), group);
    };
    const ask = async (request: CoverageRequest) => {
      const answer = await api.coverage(request, controller.signal);
      controller.signal.throwIfAborted();
      return { ...answer, header: answer.header as CoverageHeader };
    };
    const read = async (): Promise<Base> => {
      // Figures alone are small: they come before cells, which would take their share of a slow line.
      const of = district.peek();
      const { header } = await ask(summaryRequest(wanted, changes.peek(), withinS.peek(), of));
      figures.value = { of, header };
      const whole = coverageRequest(wanted, NO_CHANGES, withinS.peek(), 'packed');
      const [own, answer] = await Promise.all([cellsOf(header.demandKey), ask(whole)]);
      // The population may have been loaded anew since, with other cells.
      const fitting = own.header.key === answer.header.demandKey ? own : await cellsOf(answer.header.demandKey);
      controller.signal.throwIfAborted();
      cells.value = fitting;
      return { asked: wanted, cells: fitting, coverage: wholeCoverage(answer, fitting) };
    };
    read().then(
      (value) => {
        if (!controller.signal.aborted) base.value = { loading: false, value, error: null };
      },
      (error: unknown) => {
        if (!controller.signal.aborted) base.value = { loading: false, value: null, error: asApiError(error) };
      },
    );
    return () => controller.abort();
  });

  const isAnswered = signal(false);
  const stopAwaiting = setTimeout(() => {
    isAnswered.value = true;
  }, ANSWER_AWAITED_MS);
  effect(() => {
    const { value, error } = catalogue.state.value;
    const isHopeless = error !== null || base.value.error !== null || (value !== null && asked.value === null);
    if (summary.value === null && !isHopeless) return;
    clearTimeout(stopAwaiting);
    isAnswered.value = true;
  });

  // The slider has moved, or another district is chosen, while cells still come.
  effect(() => {
    const [known, seconds, of] = [figures.value, withinS.value, district.value];
    const wanted = asked.peek();
    if (known === null || wanted === null || base.value.value !== null) return undefined;
    if (known.header.summary.withinS === seconds && (of === null || of === known.of)) return undefined;
    const controller = new AbortController();
    api.coverage(summaryRequest(wanted, changes.peek(), seconds, of), controller.signal).then(
      ({ header }) => {
        if (!controller.signal.aborted && figures.peek() !== null)
          figures.value = { of, header: header as CoverageHeader };
      },
      // Those of the cells come in any case, or say what fails.
      () => undefined,
    );
    return () => controller.abort();
  });

  effect(() => {
    if (recoveries.value > 0 && base.peek().error !== null) attempt.value = attempt.peek() + 1;
  });
  return {
    catalogue,
    asked,
    cells,
    base,
    summary,
    districtFigures: computed(() => figures.value?.header.district ?? null),
    isAnswered,
    progress,
    reload: () => {
      attempt.value += 1;
    },
    readings: attempt,
    isOutdated: computed(() => !base.value.loading && version.value !== readVersion.value),
  };
}
