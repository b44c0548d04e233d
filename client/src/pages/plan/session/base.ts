/**
 * What is requested once for each question: the catalogue, the cells, and the coverage of the whole city without edits.
 */
import { computed, effect, signal, type ReadonlySignal } from '@preact/signals';
import { asApiError } from '../../../data/errors.ts';
import { createResource, type Remote, type Resource } from '../../../data/remote.ts';
import type { AnalysisCatalogue } from '../../../../../tiles/api/coverage.ts';
import type { App } from '../../../app/types.ts';
import { filterText } from '../../../data/filter-text.ts';
import type { PlanApi } from '../api/plan-api.ts';
import { readCells, type Cells } from '../data/cells.ts';
import { wholeCoverage } from '../data/coverage.ts';
import type { Question } from '../state/types.ts';
import { askedOf, coverageRequest, type Asked } from './question.ts';
import type { Base } from './variant.ts';

export interface BaseData {
  readonly catalogue: Resource<AnalysisCatalogue>;
  readonly asked: ReadonlySignal<Asked | null>;
  readonly cells: ReadonlySignal<Cells | null>;
  readonly base: ReadonlySignal<Remote<Base>>;
  readonly reload: () => void;
  /** Facilities have changed since they were read. */
  readonly isOutdated: ReadonlySignal<boolean>;
}

export function loadBase(
  app: App,
  api: PlanApi,
  question: ReadonlySignal<Question>,
  withinS: ReadonlySignal<number>,
): BaseData {
  const { recoveries } = app.connection;
  const catalogue = createResource(() => api.catalogue(), recoveries);
  const asked = computed<Asked | null>(() => {
    const known = catalogue.state.value.value;
    // A filter is parsed with the attributes of its layer, so nobody knows it until the layers have loaded.
    if (known === null || (app.catalogue.state.value.value === null && app.catalogue.state.value.loading)) return null;
    return askedOf(question.value, known, (id) => {
      const layer = app.layersById.value.get(id);
      return layer === undefined ? null : filterText(layer, app.store.filters.value[id]);
    });
  });
  // A new catalogue does not change the question.
  const askedText = computed(() => JSON.stringify(asked.value));

  const base = signal<Remote<Base>>({ loading: true, value: null, error: null });
  const cells = signal<Cells | null>(null);
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
    const read = async (): Promise<Base> => {
      const known = cells.peek();
      const [own, answer] = await Promise.all([
        known?.header.id === wanted.demand ? known : api.cells(wanted.demand, controller.signal).then(readCells),
        api.coverage(coverageRequest(wanted, [], withinS.peek(), 'all'), controller.signal),
      ]);
      // The population was loaded anew since, with other cells.
      const isFresh = own.header.key === (answer.header as { readonly demandKey?: unknown }).demandKey;
      const fitting = isFresh ? own : readCells(await api.cells(wanted.demand, controller.signal));
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

  effect(() => {
    if (recoveries.value > 0 && base.peek().error !== null) attempt.value = attempt.peek() + 1;
  });
  return {
    catalogue,
    asked,
    cells,
    base,
    reload: () => {
      attempt.value += 1;
    },
    isOutdated: computed(() => !base.value.loading && version.value !== readVersion.value),
  };
}
