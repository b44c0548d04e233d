/** A siting run: the request made from the settings of the panel, and its progress and result in words. */
import type { SitingRequest, SitingResult, SitingStep } from '../../../../../tiles/api/siting.ts';
import type { ScenarioEdit, Study } from '../../../../../tiles/api/study.ts';
import { freeId, withEdit } from '../state/scenarios.ts';
import { roundPlace } from '../state/scenario-text.ts';
import type { SitingSettings } from '../state/types.ts';
import { studyOf, type Asked } from './question.ts';
import type { PlanSession } from './session.ts';
import type { SitingModel } from '../../../../../tiles/api/vocabulary.ts';
import type { App } from '../../../app/types.ts';
import { formatMinutes, formatPeople } from '../format.ts';

/** Relative gap to the proven bound at which the search stops. */
const GAP = 0.005;
/** Extra time for snapping, costs and candidates, which come before the search. */
const SLACK_S = 60;

/** `lscp` finds its own number, `p-median` and `p-center` know no time. */
export function needs(model: SitingSettings['model']): { readonly p: boolean; readonly within: boolean } {
  return { p: model !== 'lscp', within: model === 'lscp' || model === 'mclp' };
}

export function sitingStudy(
  asked: Asked,
  edits: readonly ScenarioEdit[],
  settings: SitingSettings,
  withinS: number,
): Study {
  const { model, p, keepExisting, minPeople, spacingM, candidates, timeLimitS, forbidden } = settings;
  const need = needs(model);
  const request: SitingRequest = {
    kind: 'siting',
    model,
    ...(need.p ? { p } : {}),
    ...(need.within ? { within: withinS } : {}),
    gap: GAP,
    timeLimitS,
    ...(forbidden.length === 0
      ? {}
      : { forbidden: forbidden.map((ring) => ({ type: 'Polygon', coordinates: [[...ring, ...ring.slice(0, 1)]] })) }),
  };
  const { facilities, edits: kept, ...study } = studyOf(asked, edits, [request]);
  return {
    ...study,
    ...(keepExisting && facilities !== undefined ? { facilities } : {}),
    ...(keepExisting && kept !== undefined ? { edits: kept } : {}),
    candidates: { cells: { minPeople, spacingM, max: candidates } },
    timeLimitS: timeLimitS + SLACK_S,
  };
}

export interface PlacedSite {
  readonly id: string;
  readonly lon: number;
  readonly lat: number;
  readonly people: number;
}

/** The chosen sites: here each is a cell of the ground. */
export function placedSites({ sites }: SitingResult): readonly PlacedSite[] {
  return sites.flatMap(({ lon, lat, ...site }) => (lon === null || lat === null ? [] : [{ ...site, lon, lat }]));
}

/** The chosen sites as edits of a scenario. */
export function sitesAsEdits(found: SitingResult, before: readonly ScenarioEdit[]): readonly ScenarioEdit[] {
  return placedSites(found).reduce<readonly ScenarioEdit[]>(
    (edits, site) => withEdit(edits, { kind: 'add', id: freeId(edits), ...roundPlace(site) }),
    before,
  );
}

const MIN_CORNERS = 3;

/** Turns the drawn corners into a no-build area; false where there are too few. */
export function finishArea(session: PlanSession): boolean {
  const corners = session.drawing.peek();
  if (corners.length < MIN_CORNERS) return false;
  const { siting } = session.state.peek();
  session.update({ siting: { ...siting, forbidden: [...siting.forbidden, corners] } });
  session.drawing.value = [];
  session.tool.value = 'look';
  return true;
}

/** Share of the way to the proof: 0 where nothing is proven, 1 where what was found is the best there is. */
export function provenShare({ gap }: Pick<SitingStep, 'gap'>): number {
  return gap === null ? 0 : Math.max(0, Math.min(1, 1 - gap));
}

/** An objective with its unit: facilities, people, people × minutes, or minutes. */
export function objectiveText(app: App, model: SitingModel, objective: number | null): string {
  const {
    i18n: { t, number },
  } = app;
  if (objective === null) return '—';
  switch (model) {
    case 'lscp':
      return t('plan.unit.facilities', { n: Math.round(objective) });
    case 'mclp':
      return formatPeople(app, objective);
    case 'p-median':
      return t('plan.unit.personMinutes', { n: number(objective / 60, { maximumFractionDigits: 0 }) });
    case 'p-center':
      return formatMinutes(app, objective);
  }
}

/** What is proven, and of which candidates. */
export function proofText(app: App, { model, status, bound, candidates }: SitingResult): string {
  const { t } = app.i18n;
  if (status === 'infeasible') return t('plan.siting.proof.infeasible', { n: candidates });
  return t(`plan.siting.proof.${model}`, { n: candidates, bound: objectiveText(app, model, bound) });
}

export function gapText({ i18n: { t, number } }: App, gap: number | null): string {
  return gap === null ? t('plan.siting.gapUnknown') : number(gap, { style: 'percent', maximumFractionDigits: 2 });
}
