import { computed, effect, signal, type ReadonlySignal, type Signal } from '@preact/signals';
import type { LayerInfo } from '../../../../tiles/api/wire.ts';
import { asApiError } from '../../data/errors.ts';
import type { Remote } from '../../data/remote.ts';
import type { App } from '../../app/types.ts';
import { hexagonRadius, HEXAGON_PX } from '../../format/hexagon.ts';
import {
  AREA_KINDS,
  type AnalysisState,
  type AreaKind,
  type Display,
  type Measure,
  type Speed,
} from '../../state/codecs/casedata.ts';
import { evaluate, type Evaluation } from './data/crossfilter.ts';
import {
  areaAttributeOf,
  areaKindsOf,
  propertiesOf,
  readDataset,
  type CaseLayer,
  type Dataset,
} from './data/dataset.ts';
import { playedFrames, valuesOfFrames } from './data/frames.ts';
import {
  binHexagons,
  comparedGroups,
  groupByArea,
  measureGroups,
  type Groups,
  type MeasureParts,
} from './data/groups.ts';
import { toDay, toIso } from '../../../../tiles/day.ts';
import { busyDays, firstWindow, growWindow, moveWindow, type DayRange } from './data/time.ts';
import { amountLegend, type AmountLegend } from './legend.ts';

/** What somebody pointed at on the map: one row, or the rows of a hexagon or an area. */
export type Picked =
  | { readonly kind: 'row'; readonly row: number }
  | { readonly kind: 'hexagon' | AreaKind; readonly key: string };

export type Centres = ReadonlyMap<string, readonly [lon: number, lat: number]>;

/** The case analysis of one page: state of the address in, counts and groups out. Panel and map both draw from it. */
export interface AnalysisSession {
  readonly state: Signal<AnalysisState>;
  /** Of the state: what reads it alone is not made anew by each step of playback. */
  readonly display: ReadonlySignal<Display>;
  readonly update: (change: Partial<AnalysisState>) => void;
  readonly layers: ReadonlySignal<readonly CaseLayer[]>;
  readonly layer: ReadonlySignal<CaseLayer | null>;
  readonly data: ReadonlySignal<Remote<Dataset>>;
  readonly reload: () => void;
  /** The data have changed since they were read; what is counted from them waits for `reload`. */
  readonly isOutdated: ReadonlySignal<boolean>;
  readonly evaluation: ReadonlySignal<Evaluation | null>;
  /** Rows that meet every filter; the same array until the rows change, so that moving the map uploads nothing. */
  readonly selected: ReadonlySignal<Uint32Array>;
  /** The areas to add up by, where that is what the picture shows. */
  readonly areas: ReadonlySignal<AreaKind>;
  /** Hexagons, or areas; null where each row stands for itself. */
  readonly groups: ReadonlySignal<Groups | null>;
  /** What the groups stand for: hexagons always count. */
  readonly measure: ReadonlySignal<Measure>;
  /** One for each group. */
  readonly values: ReadonlySignal<Float64Array>;
  /** Colours and heights of the values. Where a period was chosen they are those of all that playback shows. */
  readonly legend: ReadonlySignal<AmountLegend>;
  /** Records at the densest spot of all that playback shows as a heat; null where the whole time is one picture. */
  readonly heatPeak: ReadonlySignal<number | null>;
  /** What measures need beside the rows. */
  readonly parts: ReadonlySignal<MeasureParts>;
  readonly window: ReadonlySignal<DayRange | null>;
  readonly setWindow: (window: DayRange | null) => void;
  /** Moves the window by `n` steps; false where there is no further step. */
  readonly stepWindow: (n: number) => boolean;
  readonly playing: Signal<boolean>;
  readonly picked: Signal<Picked | null>;
  /** Layers that were put away so that the analysis alone shows; null where none were. */
  readonly putAway: Signal<readonly string[] | null>;
  /** Zoom level that the hexagons' size, and the height of columns, go by. */
  readonly hexagonZoom: ReadonlySignal<number>;
}

/** So near to each other records of the heat map add up to one spot. */
const SPOT_PX = 8;

export function createSession(app: App): AnalysisSession {
  const { store, ui } = app;
  const state = store.analysis;
  const update = (change: Partial<AnalysisState>): void => {
    state.value = { ...state.peek(), ...change };
  };
  const part = <K extends keyof AnalysisState>(key: K): ReadonlySignal<AnalysisState[K]> =>
    computed(() => state.value[key]);

  const layers = computed(() => [...app.layersById.value.values()].filter(isCaseLayer));
  const layerId = part('layer');
  const layer = computed(() => layers.value.find(({ id }) => id === layerId.value) ?? layers.value[0] ?? null);
  const { data, reload, isOutdated } = loadData(app, layer);

  const [filters, windowState, display, chosenAreas] = [
    part('filters'),
    part('window'),
    part('display'),
    part('areas'),
  ];
  const areas = computed((): AreaKind => {
    const kinds = layer.value === null ? AREA_KINDS : areaKindsOf(layer.value, display.value);
    return kinds.find((kind) => kind === chosenAreas.value) ?? 'subdistrict';
  });
  const window = computed((): DayRange | null => {
    const chosen = windowState.value;
    return chosen === null ? null : { from: toDay(chosen.from), to: toDay(chosen.to) };
  });
  const evaluation = computed(() => {
    const { value } = data.value;
    return value === null
      ? null
      : evaluate(value, { filters: filters.value, window: window.value, bbox: ui.viewport.value?.bbox ?? null });
  });
  const selected = lasting(() => evaluation.value?.selected);
  const timeless = lasting(() => evaluation.value?.timeless);
  const centres = loadCentres(
    app,
    computed(() => (display.value === 'columns' ? (app.config.state.value.value?.roles[areas.value] ?? null) : null)),
  );
  // Half steps keep the hexagons' size on the screen without regrouping at every turn of the wheel.
  const hexagonZoom = computed(() => Math.round((ui.viewport.value?.zoom ?? 9) * 2) / 2);
  const groupRows = (rows: Uint32Array): Groups | null => {
    const [dataset, at] = [data.value.value, layer.value];
    if (dataset === null || at === null) return null;
    switch (display.value) {
      case 'hexagons':
        return binHexagons(dataset, rows, hexagonRadius(hexagonZoom.value));
      case 'areas':
      case 'columns':
        return groupByArea(dataset, rows, areaAttributeOf(at, areas.value) ?? '', centres.value);
      default:
        return null;
    }
  };
  const groups = computed(() => groupRows(selected.value));
  const parts = computed(
    (): MeasureParts => ({
      isClosed: closedTest(data.value.value, layer.value),
      people: areas.value === 'grid' ? undefined : app.overview.state.value.value?.people?.[areas.value],
    }),
  );
  const chosenMeasure = part('measure');
  const measure = computed((): Measure => {
    const chosen = chosenMeasure.value;
    // Nobody has counted the people of a hexagon or of a unit grid.
    const isCounted = chosen.kind !== 'rate' || areas.value !== 'grid';
    return display.value !== 'hexagons' && isCounted ? chosen : { kind: 'count' };
  });
  const measured = (of: Groups | null): Float64Array => {
    const dataset = data.value.value;
    if (dataset === null || of === null) return new Float64Array();
    return display.value === 'areas'
      ? comparedGroups(dataset, of, measure.value, parts.value)
      : measureGroups(dataset, of, measure.value, parts.value);
  };
  const values = computed(() => measured(groups.value));
  const [step, playback] = [part('step'), part('playback')];
  // As text: the frames are the same in each of them, and so is the legend.
  const frames = computed(() => {
    const extent = data.value.value?.days ?? null;
    return window.value === null || extent === null
      ? null
      : JSON.stringify(playedFrames({ window: window.value, extent, step: step.value, playback: playback.value }));
  });
  const scale = computed(() => {
    const dataset = data.value.value;
    if (frames.value === null || dataset === null) return values.value;
    const all = JSON.parse(frames.value) as DayRange[];
    return valuesOfFrames(dataset, timeless.value, all, (rows) => measured(groupRows(rows)));
  });
  const heatPeak = computed(() => {
    const dataset = data.value.value;
    if (display.value !== 'heat' || frames.value === null || dataset === null) return null;
    const radius = (SPOT_PX / HEXAGON_PX) * hexagonRadius(hexagonZoom.value);
    const counts = valuesOfFrames(dataset, timeless.value, JSON.parse(frames.value) as DayRange[], (rows) => {
      const { starts } = binHexagons(dataset, rows, radius);
      return Float64Array.from(starts.subarray(1), (end, index) => end - (starts[index] ?? 0));
    });
    return counts.reduce((most, count) => Math.max(most, count), 0);
  });
  const legend = computed(() => amountLegend(scale.value, measure.value, app.theme.value));

  const setWindow = (next: DayRange | null): void => {
    const extent = data.peek().value?.days ?? null;
    const whole = next === null || (extent !== null && next.from <= extent.from && next.to >= extent.to);
    update({ window: whole ? null : { from: toIso(next.from), to: toIso(next.to) } });
  };
  const stepWindow = (n: number): boolean => {
    const extent = data.peek().value?.days ?? null;
    if (extent === null) return false;
    const current = window.peek();
    const busy = busyDays(evaluation.peek()?.byDay.everywhere ?? [], extent) ?? extent;
    const move = playback.peek() === 'moving' ? moveWindow : growWindow;
    const next = current === null ? firstWindow(extent, step.peek(), busy) : move(current, extent, step.peek(), n);
    // After the last record there is nothing more to show.
    const isOver = next === null || (n > 0 && current !== null && current.to >= busy.to);
    if (!isOver) setWindow(next);
    return !isOver;
  };
  const playing = createPlayback(part('speed'), () => stepWindow(1));

  const picked = signal<Picked | null>(null);
  effect(() => {
    // A new picture clears the selection.
    void [display.value, areas.value, layerId.value, display.value === 'hexagons' ? hexagonZoom.value : 0];
    picked.value = null;
  });

  return {
    state,
    display,
    update,
    layers,
    layer,
    data,
    reload,
    isOutdated,
    evaluation,
    selected,
    groups,
    measure,
    values,
    legend,
    heatPeak,
    hexagonZoom,
    window,
    setWindow,
    stepWindow,
    playing,
    picked,
    putAway: signal(null),
    parts,
    areas,
  };
}

/** The same array for as long as its rows are the same: what depends on it is not worked out anew. */
function lasting(rows: () => Uint32Array | undefined): ReadonlySignal<Uint32Array> {
  let previous: Uint32Array = new Uint32Array();
  return computed(() => {
    const next = rows() ?? new Uint32Array();
    if (next.length !== previous.length || next.some((row, index) => row !== previous[index])) previous = next;
    return previous;
  });
}

function isCaseLayer(layer: LayerInfo): layer is CaseLayer {
  return layer.caseData !== undefined;
}

/** New data do not change a picture that somebody is reading: the page announces them, and the reader reloads. */
function loadData(
  app: App,
  layer: ReadonlySignal<CaseLayer | null>,
): Pick<AnalysisSession, 'data' | 'reload' | 'isOutdated'> {
  const data = signal<Remote<Dataset>>({ loading: true, value: null, error: null });
  const attempt = signal(0);
  const wanted = computed(() => layer.value?.id ?? null);
  const version = computed(() => app.live.versions.value[wanted.value ?? ''] ?? 0);
  const readVersion = signal(0);
  effect(() => {
    void attempt.value;
    const current = wanted.value === null ? null : layer.peek();
    if (current === null) {
      data.value = { loading: false, value: null, error: null };
      return undefined;
    }
    const controller = new AbortController();
    readVersion.value = version.peek();
    data.value = { loading: true, value: null, error: null };
    app.api.columns(current.id, propertiesOf(current.caseData), controller.signal).then(
      (columns) => {
        data.value = { loading: false, value: readDataset(columns, current.caseData), error: null };
      },
      (error: unknown) => {
        if (!controller.signal.aborted) data.value = { loading: false, value: null, error: asApiError(error) };
      },
    );
    return () => controller.abort();
  });
  return {
    data,
    reload: () => {
      attempt.value += 1;
    },
    isOutdated: computed(() => version.value !== readVersion.value),
  };
}

/** Centres of areas, requested once they are needed. Without an answer an area stands at the mean of its rows. */
function loadCentres(app: App, layer: ReadonlySignal<string | null>): ReadonlySignal<Centres> {
  const known = signal<Readonly<Record<string, Centres>>>({});
  effect(() => {
    const id = layer.value;
    if (id === null || known.peek()[id] !== undefined || !app.layersById.value.has(id)) return;
    app.api.columns(id, []).then(
      ({ ids, lon, lat }) => {
        const centres = new Map(ids.map((code, index) => [code, [lon[index] ?? 0, lat[index] ?? 0] as const]));
        known.value = { ...known.peek(), [id]: centres };
      },
      () => undefined,
    );
  });
  return computed(() => known.value[layer.value ?? ''] ?? new Map());
}

function closedTest(data: Dataset | null, layer: CaseLayer | null): (row: number) => boolean {
  const state = data?.dimensions.get(layer?.caseData.state ?? '');
  const closed = layer?.caseData.closedStates ?? [];
  const isClosed = (state?.values ?? []).map((value) => closed.includes(value));
  return (row) => isClosed[state?.codes[row] ?? -1] === true;
}

/** One step at single speed: long enough to read a picture. */
const STEP_MS = 1200;

/** Steps through time while the signal is true, and sets it to false where `step` reports no further step. */
function createPlayback(speed: ReadonlySignal<Speed>, step: () => boolean): Signal<boolean> {
  const playing = signal(false);
  effect(() => {
    if (!playing.value) return undefined;
    const timer = setInterval(() => {
      if (!step()) playing.value = false;
    }, STEP_MS / speed.value);
    return () => clearInterval(timer);
  });
  return playing;
}
