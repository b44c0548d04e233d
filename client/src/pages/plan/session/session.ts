/**
 * The planners' page: state of the address in, the city under every scenario out. Panel, map and charts draw from it.
 */
import { batch, computed, effect, signal, type ReadonlySignal, type Signal } from '@preact/signals';
import type { DistrictFigures } from '../../../../../tiles/api/coverage.ts';
import type { StreetEdit } from '../../../../../tiles/api/street-edits.ts';
import type { ScenarioEdit } from '../../../../../tiles/api/study.ts';
import type { App } from '../../../app/types.ts';
import type { LonLat } from '../../../format/geometry.ts';
import type { EventSourceLike } from '../../../data/stream.ts';
import type { PlanApi } from '../api/plan-api.ts';
import { sumWithin, type Coverage } from '../data/coverage.ts';
import type { Indicator } from '../data/indicator.ts';
import { chosenCells, figuresOf, type Figures, type Selected } from '../data/selection.ts';
import {
  freeId,
  withEdit,
  activeScenario,
  addScenario,
  changeActive,
  changesOf,
  deleteScenario,
  isUnchanged,
  renameScenario,
} from '../state/scenarios.ts';
import { withoutStreet, withStreet } from '../state/streets.ts';
import { roundPlace } from '../state/place-text.ts';
import { cleanName } from '../state/scenario-text.ts';
import { BASE, type Changes, type PlanState, type Question, type Scenario, type Scenarios } from '../state/types.ts';
import { begin, redo, replace, step, undo, type UndoHistory } from '../state/undo.ts';
import { wordsOf } from '../words.ts';
import { loadBase, type BaseData } from './base.ts';
import { changedQuestion } from './question-change.ts';
import type { ClosureResult } from '../../../../../tiles/api/closure.ts';
import type { SitingResult } from '../../../../../tiles/api/siting.ts';
import { countedOf } from './question.ts';
import type { Painting } from '../data/painting.ts';
import { closingOf, proposalOf, proposedSites, withClosed } from './proposal.ts';
import type { Closing, Proposal, ProposedSite } from './proposal.ts';
import { createRun, type Run } from './run.ts';
import { differencesOf, runOfPeople } from './run-fit.ts';
import { createVariant, type Variant } from './variant.ts';

export type Tool = 'look' | 'add' | 'move' | 'area' | 'street' | 'shut';
type Rest = Omit<PlanState, 'scenarios'>;

export interface PlanSession extends BaseData {
  readonly app: App;
  readonly api: PlanApi;
  readonly state: ReadonlySignal<PlanState>;
  readonly update: (change: Partial<Rest>) => void;
  /** Changes the question, and tells of what had to be left out of it for that. */
  readonly ask: (change: Partial<Question>) => void;
  /** Takes over a whole state, such as that of a study from a file; it can be undone, unless it `isOther` plan. */
  readonly open: (state: PlanState, options?: { readonly isOther?: boolean }) => void;
  readonly minutes: ReadonlySignal<number>;
  /** Seconds of the slider. */
  readonly withinS: ReadonlySignal<number>;

  readonly history: ReadonlySignal<UndoHistory<Scenarios>>;
  readonly undo: () => void;
  readonly redo: () => void;
  readonly activeName: ReadonlySignal<string>;
  readonly nameOf: (id: string) => string;
  readonly choose: (id: string) => void;
  readonly add: (name: string, changes?: Changes) => void;
  readonly duplicate: () => void;
  readonly rename: (id: string, name: string) => void;
  readonly remove: (id: string) => void;
  readonly edit: (edits: readonly ScenarioEdit[]) => void;
  readonly setEdits: (edits: readonly ScenarioEdit[]) => void;
  /** Adds a street edit, or changes the one of its id. Changes of one `group` that follow each other are one step. */
  readonly editStreet: (edit: StreetEdit, group?: string) => void;
  readonly removeStreet: (id: string) => void;
  /** Adds a facility, selects it and returns its id. */
  readonly addFacility: (place: { readonly lon: number; readonly lat: number }) => string;

  /** What the active scenario changes, the edit under the pointer included. */
  readonly changes: ReadonlySignal<Changes>;
  readonly edits: ReadonlySignal<readonly ScenarioEdit[]>;
  readonly streets: ReadonlySignal<readonly StreetEdit[]>;
  /** The edit that a drag would make, until it is released. */
  readonly preview: Signal<ScenarioEdit | null>;
  readonly streetPreview: Signal<StreetEdit | null>;
  readonly active: Variant;
  /** The scenario beside it, where two are compared. */
  readonly beside: Variant;
  /** The scenario that the active one is compared with: the one beside it, or else the current situation. */
  readonly reference: ReadonlySignal<Coverage | null>;

  /** 1 by cell of the area that the sentence names; null for the whole city, for an unknown area, and without cells. */
  readonly areaCells: ReadonlySignal<Uint8Array | null>;
  /**
   * Of that area in the active scenario at the slider's time: from the summary at once, then from the cells. Null while
   * nothing is known of it, and for an unknown area.
   */
  readonly figures: ReadonlySignal<AreaFigures | null>;
  readonly selected: Signal<Selected | null>;
  /** 1 by cell for what is selected, or else for the area of the sentence; null where that is the whole city. */
  readonly chosen: ReadonlySignal<Uint8Array | null>;
  /** The indicator of a standards check that was picked for the map. */
  readonly indicator: Signal<Indicator | null>;
  /** The same while its tab is open: elsewhere the map shows travel times. */
  readonly shownIndicator: ReadonlySignal<Indicator | null>;
  readonly tool: Signal<Tool>;
  /** Points of the street or the area being drawn. */
  readonly drawing: Signal<readonly (readonly [lon: number, lat: number])[]>;
  /** Where the pointer is while something is drawn: there the line would go next. */
  readonly pointer: Signal<LonLat | null>;
  /** Takes a tool, and drops what another was drawing. */
  readonly take: (tool: Tool) => void;

  /** The last search; without its numbers while the page asks about other people than it counts. */
  readonly siting: Run;
  /** What the last search has found. */
  readonly proposal: ReadonlySignal<Proposal | null>;
  /** Its sites as list, map and brief number them; empty where there is none. */
  readonly proposed: ReadonlySignal<readonly ProposedSite[]>;
  /** Whether the map shows them: while their tab is open, and until they are adopted. */
  readonly isProposing: ReadonlySignal<boolean>;
  /** Which facilities the last search would close. */
  readonly closing: ReadonlySignal<Closing | null>;
  /** Edits as map and legend mark them: with those facilities while their tab is open, and until they are adopted. */
  readonly marked: ReadonlySignal<readonly ScenarioEdit[]>;
  /** What the map shows in place of travel times, while the part that it belongs to is open. */
  readonly painting: Signal<Painting | null>;
  /** The result that was made a scenario. */
  readonly adopted: Signal<SitingResult | ClosureResult | null>;
  readonly compliance: Run;
}

type AreaFigures = Omit<Figures, 'cells'>;

const NO_SITES: readonly ProposedSite[] = [];
/** The slider has settled once it has not moved for this long. */
const SETTLE_MS = 250;

export function createSession(
  app: App,
  api: PlanApi,
  initial: PlanState,
  openEvents: (url: string) => EventSourceLike | null,
): PlanSession {
  const { scenarios: firstScenarios, ...firstRest } = initial;
  const rest = signal<Rest>(firstRest);
  const history = signal(begin(firstScenarios));
  const state = computed((): PlanState => ({ ...rest.value, scenarios: history.value.present }));
  const update = (change: Partial<Rest>): void => {
    rest.value = { ...rest.peek(), ...change };
  };
  const minutes = computed(() => rest.value.minutes);
  const withinS = computed(() => minutes.value * 60);
  const group = computed(() => rest.value.question.group);
  effect(() => {
    app.i18n.words.value = wordsOf(group.value);
  });
  const settledS = settled(withinS);
  const [preview, streetPreview] = [signal<ScenarioEdit | null>(null), signal<StreetEdit | null>(null)];
  const committed = computed(() => changesOf(history.value.present, history.value.present.active));
  const base = loadBase(
    app,
    api,
    computed(() => rest.value.question),
    { changes: committed, withinS: settledS, district: computed(() => rest.value.area) },
  );
  const edits = computed(() =>
    preview.value === null ? committed.value.edits : withEdit(committed.value.edits, preview.value),
  );
  const streets = computed(() =>
    streetPreview.value === null ? committed.value.streets : withStreet(committed.value.streets, streetPreview.value),
  );
  const changes = computed((): Changes => ({ edits: edits.value, streets: streets.value }));
  /** Of a scenario those that the question is answered with: the same text asks for nothing anew. */
  const counted = (of: Changes): Changes => (base.asked.value === null ? of : countedOf(base.asked.value, of));
  const besideChanges = computed(() => {
    const { comparison, other } = rest.value;
    return comparison === 'off' ? null : counted(changesOf(history.value.present, other));
  });
  const whole = computed(() => base.base.value.value);
  const active = createVariant(
    api,
    whole,
    computed(() => counted(changes.value)),
    settledS,
  );
  const beside = createVariant(api, whole, besideChanges, settledS);

  const searching = createRun(api, openEvents);
  const siting: Run = {
    ...searching,
    state: computed(() => runOfPeople(searching.state.value, base.asked.value)),
  };
  const adopted = signal<SitingResult | ClosureResult | null>(null);
  const closing = computed(() => closingOf(siting.state.value));
  const proposal = computed(() => proposalOf(siting.state.value));
  /** What the last search asked in another way than the page does now. */
  const differing = computed(() => {
    const [now, { study }] = [base.asked.value, siting.state.value];
    if (now === null || study === null) return [];
    return differencesOf(study, { asked: now, changes: changes.value, withinS: withinS.value });
  });
  /** Gains of the sites are those of the present question: of another one the sites have none. */
  const isOfQuestion = computed(() => !differing.value.some((part) => part === 'layer' || part === 'way'));
  const proposedChanges = computed(() => (isOfQuestion.value ? (proposal.value?.after ?? null) : null));
  const proposing = createVariant(api, whole, proposedChanges, settledS);
  const proposed = computed(() => {
    const [now, found] = [whole.value, proposal.value];
    if (found === null) return NO_SITES;
    if (now === null || !isOfQuestion.value) return proposedSites(found, null);
    const isOfActive = JSON.stringify(found.before) === JSON.stringify(counted(changes.value));
    const before = isUnchanged(found.before) ? now.coverage : isOfActive ? active.coverage.value : null;
    const after = proposing.coverage.value;
    return proposedSites(found, { before, after, people: now.cells.people, withinS: withinS.value });
  });

  effect(() => {
    if (app.connection.recoveries.value === 0) return;
    for (const { error, retry } of [active, beside, proposing]) if (error.peek() !== null) retry();
  });

  const selected = signal<Selected | null>(null);
  effect(() => {
    const [now, what] = [whole.value, selected.value];
    if (what?.kind === 'street' && !streets.value.some(({ id }) => id === what.id)) selected.value = null;
    if (now === null || what?.kind !== 'facility') return;
    const isThere =
      edits.value.some(({ id }) => id === what.id) || now.coverage.facilities.some(({ id }) => id === what.id);
    // It was added by an edit that was undone, or by another scenario.
    if (!isThere) selected.value = null;
  });
  const areaCode = computed(() => rest.value.area);
  const areaCells = computed(() => {
    const [cells, code] = [base.cells.value, areaCode.value];
    const index = code === null ? -1 : (cells?.header.districts.indexOf(code) ?? -1);
    return cells === null || index < 0 ? null : chosenCells({ kind: 'group', by: 'district', index }, cells, null);
  });
  const figures = computed((): AreaFigures | null => {
    const [cells, coverage, own] = [base.cells.value, active.coverage.value, areaCells.value];
    const early = base.summary.value;
    if (coverage === null) {
      const ofDistrict = base.districtFigures.value;
      const of = areaCode.value === null ? early : ofDistrict?.district === areaCode.value ? ofDistrict : null;
      return of === null || early?.withinS !== withinS.value ? null : figuresIn(of);
    }
    if (areaCode.value !== null) {
      // Cells and answer belong together, but do not change in the same step.
      const fits = cells !== null && coverage.cost.length === cells.count;
      return fits && own !== null ? figuresOf(own, cells, coverage.cost, withinS.value) : null;
    }
    const { people, areaM2 } = coverage;
    return {
      people: people.total,
      areaM2: areaM2.total,
      peopleWithin: sumWithin(people, withinS.value),
      areaM2Within: sumWithin(areaM2, withinS.value),
    };
  });
  const indicator = signal<Indicator | null>(null);
  const [tool, pointer] = [signal<Tool>('look'), signal<LonLat | null>(null)];
  const drawing = signal<readonly (readonly [lon: number, lat: number])[]>([]);
  const steps = createSteps(app, history, rest);
  return {
    ...base,
    app,
    api,
    state,
    update,
    ask(change) {
      const known = base.catalogue.state.peek().value ?? { networks: [], demands: [], profiles: [] };
      const { question, dropped } = changedQuestion(rest.peek().question, change, known);
      update({ question });
      const { t } = app.i18n;
      const parts = dropped.map((part) => t(`plan.dropped.${part}`)).join(t('list.separator'));
      if (dropped.length > 0) app.actions.notify({ key: 'plan.dropped', params: { parts } });
    },
    minutes,
    withinS,
    history,
    ...steps,
    changes,
    edits,
    streets,
    preview,
    streetPreview,
    active,
    beside,
    areaCells,
    figures,
    selected,
    open(next, { isOther = false } = {}) {
      const { scenarios, ...others } = next;
      const isSame = JSON.stringify(scenarios) === JSON.stringify(history.peek().present);
      batch(() => {
        rest.value = others;
        if (isOther) history.value = begin(scenarios);
        else if (!isSame) history.value = step(history.peek(), scenarios);
        selected.value = null;
        preview.value = null;
        streetPreview.value = null;
      });
    },
    addFacility(place) {
      const id = freeId(edits.peek());
      batch(() => {
        steps.edit([{ kind: 'add', id, ...roundPlace(place) }]);
        selected.value = { kind: 'facility', id };
      });
      return id;
    },
    reference: computed(() =>
      rest.value.comparison === 'off' ? (whole.value?.coverage ?? null) : beside.coverage.value,
    ),
    chosen: computed(() => {
      const cells = base.cells.value;
      // A street has no people of its own: all of them stay to be seen.
      if (selected.value === null || selected.value.kind === 'street') return areaCells.value;
      return cells === null ? null : chosenCells(selected.value, cells, active.coverage.value);
    }),
    indicator,
    shownIndicator: computed(() => (rest.value.tab === 'standards' ? indicator.value : null)),
    tool,
    drawing,
    pointer,
    take: (next) =>
      batch(() => {
        if (next !== tool.peek()) drawing.value = [];
        tool.value = next;
        pointer.value = null;
      }),
    siting,
    proposal,
    proposed,
    isProposing: computed(
      () => rest.value.tab === 'siting' && proposal.value !== null && proposal.value.found !== adopted.value,
    ),
    closing,
    marked: computed(() => {
      // Facilities of another layer are not on the map.
      const isShown = rest.value.tab === 'siting' && !differing.value.includes('layer');
      const found = isShown ? closing.value?.found : undefined;
      return found === undefined || found === adopted.value ? edits.value : withClosed(found, edits.value);
    }),
    painting: signal(null),
    adopted,
    compliance: createRun(api, openEvents),
  };
}

function figuresIn({ people, areaM2, coveredPeople, coveredAreaM2 }: Omit<DistrictFigures, 'district'>): AreaFigures {
  return { people, areaM2, peopleWithin: coveredPeople, areaM2Within: coveredAreaM2 };
}

/** Whether the sentence names an area that the population has no cells in. */
export function isUnknownArea({ state, cells }: Pick<PlanSession, 'state' | 'cells'>): boolean {
  const { area } = state.value;
  return area !== null && cells.value !== null && !cells.value.header.districts.includes(area);
}

type Steps = Pick<
  PlanSession,
  | 'undo'
  | 'redo'
  | 'activeName'
  | 'nameOf'
  | 'choose'
  | 'add'
  | 'duplicate'
  | 'rename'
  | 'remove'
  | 'edit'
  | 'setEdits'
  | 'editStreet'
  | 'removeStreet'
>;

function createSteps(
  { i18n: { t }, actions }: App,
  history: Signal<UndoHistory<Scenarios>>,
  rest: Signal<Rest>,
): Steps {
  const present = (): Scenarios => history.peek().present;
  const take = (next: Scenarios, group: string | null = null): void => {
    if (next !== present()) history.value = step(history.peek(), next, group);
    forgetDeleted(rest, next.list);
  };
  const newName = (): string => t('plan.scenario.new', { n: present().list.length + 1 });
  const move = (next: UndoHistory<Scenarios>, message: 'plan.undone' | 'plan.redone'): void => {
    if (next === history.peek()) return;
    history.value = next;
    forgetDeleted(rest, next.present.list);
    actions.announce(t(message));
  };
  const nameOf = (id: string): string => {
    if (id === BASE) return t('plan.scenario.base');
    const name = history.value.present.list.find((each) => each.id === id)?.name ?? '';
    return name === '' ? t('plan.scenario.unnamed') : name;
  };
  return {
    nameOf,
    activeName: computed(() => nameOf(history.value.present.active)),
    undo: () => move(undo(history.peek()), 'plan.undone'),
    redo: () => move(redo(history.peek()), 'plan.redone'),
    choose(id) {
      if (id !== present().active) history.value = replace(history.peek(), { ...present(), active: id });
    },
    add: (name, changes) => take(addScenario(present(), name === '' ? newName() : name, changes)),
    duplicate() {
      const name = cleanName(t('plan.scenario.copyOf', { name: nameOf(present().active) }));
      take(addScenario(present(), name, activeScenario(present()) ?? undefined));
    },
    rename: (id, name) => take(renameScenario(present(), id, name), `rename ${id}`),
    remove: (id) => take(deleteScenario(present(), id)),
    edit: (edits) =>
      take(changeActive(present(), (changes) => ({ edits: edits.reduce(withEdit, changes.edits) }), newName())),
    setEdits: (edits) => take(changeActive(present(), () => ({ edits }), newName())),
    editStreet: (edit, group) =>
      take(
        changeActive(present(), ({ streets }) => ({ streets: withStreet(streets, edit) }), newName()),
        group,
      ),
    removeStreet: (id) =>
      take(changeActive(present(), ({ streets }) => ({ streets: withoutStreet(streets, id) }), newName())),
  };
}

/** Comparing with a deleted scenario falls back to the current situation. */
function forgetDeleted(rest: Signal<Rest>, list: readonly Scenario[]): void {
  const { other } = rest.peek();
  if (other !== BASE && !list.some(({ id }) => id === other)) rest.value = { ...rest.peek(), other: BASE };
}

/** The value once it has not changed for a moment. */
function settled(value: ReadonlySignal<number>): ReadonlySignal<number> {
  const rest = signal(value.peek());
  effect(() => {
    const next = value.value;
    if (next === rest.peek()) return undefined;
    const timer = setTimeout(() => {
      rest.value = next;
    }, SETTLE_MS);
    return () => clearTimeout(timer);
  });
  return rest;
}
