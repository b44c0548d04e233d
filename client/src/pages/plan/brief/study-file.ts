/** A scenario as a study in a file: `npm run analyse` runs it, and this page opens it again. */
import type { AnalysisRequest, ScenarioEdit, Study } from '../../../../../tiles/api/study.ts';
import { DEFAULT_DETOUR } from '../../../../../tiles/api/vocabulary.ts';
import type { GeoJSONGeometry } from '../../../../../tiles/api/wire.ts';
import { foundFrom } from '../found/from-study.ts';
import { withParts } from '../found/requests.ts';
import { goalFrom } from '../siting/from-study.ts';
import { isId } from '../../../state/codec.ts';
import type { Asked } from '../session/question.ts';
import { isOfGroup, studyOf } from '../session/question.ts';
import { roundPlace } from '../state/place-text.ts';
import { cleanName } from '../state/scenario-text.ts';
import { addScenario } from '../state/scenarios.ts';
import { cleanStreet } from '../state/street-text.ts';
import { boundedStreets } from '../state/streets.ts';
import {
  MAX_EDITS,
  MAX_MINUTES,
  WAYS,
  type Changes,
  type PlanState,
  type Question,
  type Ring,
  type SitingSettings,
} from '../state/types.ts';
import { INITIAL, parsePlan, planCodec } from '../state/address.ts';
import { formatParams } from '../../../state/address.ts';

/**
 * `run`: the search that was run last, which the file repeats where it is about the same scenario; `parts`: studies of
 * the further parts that are open.
 */
export function studyFile(
  asked: Asked,
  title: string,
  changes: Changes,
  withinS: number,
  run: Study | null = null,
  parts: readonly Study[] = [],
): Study {
  const analyses: AnalysisRequest[] = [
    { kind: 'coverage', within: [withinS], by: 'district' },
    { kind: 'gaps', within: withinS },
    { kind: 'overlap', within: withinS },
    { kind: 'assignment' },
  ];
  const study = withParts({ title, ...studyOf(asked, changes, analyses) }, parts);
  if (run?.facilities === undefined || !isAbout(run, study)) return study;
  const { facilities, candidates } = run;
  return {
    ...study,
    facilities,
    ...(candidates === undefined ? {} : { candidates }),
    analyses: [...study.analyses, ...run.analyses],
  };
}

function isAbout(run: Study, study: Study): boolean {
  const subject = ({ network, travel, demand, facilities, edits, streetEdits, analyses }: Study): string => {
    const of = facilities !== undefined && 'layer' in facilities ? [facilities.layer, facilities.filter] : null;
    return JSON.stringify([network, travel, demand, groupsOf(analyses)[0], of, edits ?? [], streetEdits ?? []]);
  };
  return subject(run) === subject(study);
}

/**
 * The state with the study's question, and with its edits as an additional scenario; null where the text is not a study
 * of stored data.
 */
export function openStudy(text: string, state: PlanState): PlanState | null {
  const study = parse(text);
  if (study === null) return null;
  const { title = '' } = study;
  const within = study.analyses
    .flatMap((each) => ('within' in each ? [each.within].flat() : []))
    .find((seconds) => typeof seconds === 'number');
  return {
    ...state,
    question: questionOf(study),
    siting: sitingOf(study, state.siting),
    found: throughAddress({ ...INITIAL, found: foundFrom(study, state.found) }).found,
    minutes: within === undefined ? state.minutes : Math.max(1, Math.min(MAX_MINUTES, Math.round(within / 60))),
    scenarios: addScenario(state.scenarios, cleanName(String(title)), changesIn(study)),
  };
}

/** Edits as the page keeps them: none that is broken, repeats a street's id, or is one too many. */
function changesIn({ edits = [], streetEdits = [] }: Study): Changes {
  return {
    edits: edits.flatMap((edit) => cleanEdit(edit) ?? []).slice(0, MAX_EDITS),
    streets: boundedStreets(streetEdits.flatMap((edit) => cleanStreet(edit) ?? [])),
  };
}

/** How many edits of a file the page does not take. @param text the file, which is known to be a study */
export function editsLeftOut(text: string): { readonly edits: number; readonly streets: number } {
  const study = JSON.parse(text) as Study;
  const { edits, streets } = changesIn(study);
  return {
    edits: (study.edits?.length ?? 0) - edits.length,
    streets: (study.streetEdits?.length ?? 0) - streets.length,
  };
}

/** What the study asks, as far as the page can ask it. */
function questionOf({ network, demand, facilities, travel = {}, analyses }: Study): Question {
  const text = (value: unknown): string | null => (typeof value === 'string' ? value : null);
  const amount = (value: unknown): number | null => (typeof value === 'number' ? value : null);
  const straight = branch(network, 'straight')?.straight;
  const layer = branch(facilities, 'layer')?.layer;
  const { profile, transit, date, depart, window, speedMps, direction, ferries, slope } = travel;
  const question = {
    ...INITIAL.question,
    network: storedId(network),
    demand: storedId(demand),
    group: text(groupsOf(analyses)[0]),
    layer: isId(layer) ? layer : null,
    mode: straight === undefined ? (WAYS.find((way) => way === travel.mode) ?? 'walk') : 'straight',
    profile: text(profile),
    slope: slope === true,
    transit: text(transit),
    date: text(date),
    depart: text(depart),
    window: amount(window),
    detour: straight === undefined ? INITIAL.question.detour : (amount(straight.detour) ?? DEFAULT_DETOUR),
    speedMps: amount(speedMps),
    direction: direction === 'from-facility' ? direction : 'to-facility',
    ferries: ferries === true,
  } satisfies Question;
  return throughAddress({ ...INITIAL, question }).question;
}

/** Groups that analyses are about; undefined for those about everybody. */
function groupsOf(analyses: readonly AnalysisRequest[]): readonly unknown[] {
  return analyses.flatMap((each) => (isOfGroup(each) ? [(each as { readonly for?: unknown }).for] : []));
}

/** Settings of the study's siting, so that its limits can be seen and the same be run again; else those there are. */
function sitingOf(study: Study, now: SitingSettings): SitingSettings {
  const { analyses, candidates, facilities } = study;
  const request = analyses.find((each) => each.kind === 'siting');
  const goal = goalFrom(study, now);
  if (request === undefined) return throughAddress({ ...INITIAL, siting: { ...now, ...goal } }).siting;
  const layer = branch(candidates, 'layer');
  const cells = branch(candidates, 'cells')?.cells;
  const existing = branch(facilities, 'layer');
  const siting = {
    ...now,
    model: request.model,
    p: request.p ?? now.p,
    budget: request.budget ?? null,
    timeLimitS: request.timeLimitS ?? now.timeLimitS,
    forbidden: (request.forbidden ?? []).flatMap(ringOf),
    useCapacities: request.useCapacities === true,
    wholeCells: request.wholeCells === true,
    keepExisting: facilities !== undefined,
    from: layer?.layer ?? null,
    minPeople: cells?.minPeople ?? now.minPeople,
    spacingM: cells?.spacingM ?? now.spacingM,
    candidates: cells?.max ?? now.candidates,
    costBy: layer?.cost ?? null,
    cost: layer?.defaultCost ?? cells?.cost ?? null,
    capacityBy: existing?.capacity ?? null,
    capacity: existing?.defaultCapacity ?? null,
    newCapacityBy: layer?.capacity ?? null,
    newCapacity: layer?.defaultCapacity ?? cells?.capacity ?? null,
    ...goal,
  };
  return throughAddress({ ...INITIAL, siting }).siting;
}

/** The choice where it is the kind that has the key: a file may hold anything. */
function branch<C extends object, K extends string>(
  choice: C | undefined,
  key: K,
): Extract<C, Record<K, unknown>> | undefined {
  return typeof choice === 'object' && choice !== null && Object.hasOwn(choice, key)
    ? (choice as Extract<C, Record<K, unknown>>)
    : undefined;
}

/** Of the polygons that the page draws, not closed. */
function ringOf({ type, coordinates }: GeoJSONGeometry): Ring[] {
  const [ring] = type === 'Polygon' && Array.isArray(coordinates) ? (coordinates as unknown[]) : [];
  const isPlace = (at: unknown): at is [number, number] =>
    Array.isArray(at) && typeof at[0] === 'number' && typeof at[1] === 'number';
  return Array.isArray(ring) && ring.every(isPlace) ? [ring.slice(0, -1)] : [];
}

/** Nothing gets in by a file that a link could not hold. */
function throughAddress(state: PlanState): PlanState {
  return parsePlan(formatParams(planCodec.format(state)));
}

function parse(text: string): Study | null {
  try {
    const study = JSON.parse(text) as Partial<Study> | null;
    const isStudy =
      typeof study === 'object' &&
      study !== null &&
      Array.isArray(study.analyses) &&
      study.analyses.every((each: unknown) => typeof each === 'object' && each !== null) &&
      (study.edits === undefined || Array.isArray(study.edits)) &&
      (study.streetEdits === undefined || Array.isArray(study.streetEdits)) &&
      (storedId(study.network) !== null || isTimed(study.network)) &&
      storedId(study.demand) !== null;
    return isStudy ? (study as Study) : null;
  } catch {
    return null;
  }
}

/** Straight lines in seconds: the page knows no costs in metres. */
function isTimed(network: Study['network']): boolean {
  const straight: unknown = branch(network, 'straight')?.straight;
  return typeof straight === 'object' && straight !== null && (straight as { costUnit?: unknown }).costUnit !== 'm';
}

function storedId(choice: unknown): string | null {
  const stored = (choice as { readonly stored?: unknown } | null | undefined)?.stored;
  return typeof stored === 'string' && isId(stored) ? stored : null;
}

function cleanEdit(edit: Partial<ScenarioEdit> | null): ScenarioEdit | null {
  if (typeof edit?.id !== 'string' || edit.id === '') return null;
  if (edit.kind === 'remove') return { kind: 'remove', id: edit.id };
  const { lon, lat } = edit as { lon?: unknown; lat?: unknown };
  const isPlace = typeof lon === 'number' && typeof lat === 'number' && Math.abs(lon) <= 180 && Math.abs(lat) <= 85;
  if (!isPlace || (edit.kind !== 'add' && edit.kind !== 'move')) return null;
  return { kind: edit.kind, id: edit.id, ...roundPlace({ lon, lat }) };
}
