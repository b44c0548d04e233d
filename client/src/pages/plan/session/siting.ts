/** A siting run: the request made from the settings of the panel, and its progress and result in words. */
import type { CandidateChoice } from '../../../../../tiles/api/place.ts';
import type { SitingResult, SitingStep } from '../../../../../tiles/api/siting.ts';
import type { Study } from '../../../../../tiles/api/study.ts';
import type { Changes, SitingSettings } from '../state/types.ts';
import { hasBudget, requestOf, seeksSites, usesCapacities } from '../siting/request.ts';
import { studyOf, type Asked } from './question.ts';
import type { SitingModel } from '../../../../../tiles/api/vocabulary.ts';
import type { App } from '../../../app/types.ts';
import { formatMinutes, formatPeople } from '../format.ts';

/** Extra time for snapping, costs and candidates, which come before the search; far more than a busy machine needs. */
const SLACK_S = 300;

export function sitingStudy(asked: Asked, changes: Changes, settings: SitingSettings, withinS: number): Study {
  const { facilities, edits: kept, ...study } = studyOf(asked, changes, [requestOf(settings, withinS)]);
  const seeks = seeksSites(settings);
  const keeps = !seeks || settings.keepExisting;
  return {
    ...study,
    ...(keeps && facilities !== undefined ? { facilities: { ...facilities, ...capacityOf(settings) } } : {}),
    ...(keeps && kept !== undefined ? { edits: kept } : {}),
    ...(seeks ? { candidates: candidatesOf(settings) } : {}),
    timeLimitS: settings.timeLimitS + SLACK_S,
  };
}

/** Of the existing facilities. */
function capacityOf(settings: SitingSettings): { readonly capacity?: string; readonly defaultCapacity?: number } {
  const { capacityBy, capacity } = settings;
  const useCapacities = usesCapacities(settings);
  return {
    ...(useCapacities && capacityBy !== null ? { capacity: capacityBy } : {}),
    ...(useCapacities && capacity !== null ? { defaultCapacity: capacity } : {}),
  };
}

function candidatesOf(settings: SitingSettings): CandidateChoice {
  const { from, minPeople, spacingM, candidates: max, newCapacityBy, newCapacity, costBy } = settings;
  const [useCapacities, isLimited] = [usesCapacities(settings), hasBudget(settings)];
  const capacity = useCapacities ? newCapacity : null;
  const cost = isLimited ? settings.cost : null;
  if (from === null)
    return {
      cells: {
        minPeople,
        spacingM,
        max,
        ...(capacity === null ? {} : { capacity }),
        ...(cost === null ? {} : { cost }),
      },
    };
  return {
    layer: from,
    ...(useCapacities && newCapacityBy !== null ? { capacity: newCapacityBy } : {}),
    ...(isLimited && costBy !== null ? { cost: costBy } : {}),
    ...(capacity === null ? {} : { defaultCapacity: capacity }),
    ...(cost === null ? {} : { defaultCost: cost }),
  };
}

export type Lack = 'cost' | 'capacity' | 'newCapacity' | 'zoneCapacity';

/** What a run needs and the settings do not say; none where it can start. */
export function lacksOf(settings: SitingSettings): readonly Lack[] {
  const { from, cost, costBy, keepExisting, capacity, capacityBy, newCapacity, newCapacityBy } = settings;
  const hasOwn = (attribute: string | null): boolean => from !== null && attribute !== null;
  const [useCapacities, seeks] = [usesCapacities(settings), seeksSites(settings)];
  const knowsNone = useCapacities && capacity === null && capacityBy === null;
  if (!seeks) return knowsNone ? ['zoneCapacity'] : [];
  return [
    ...(hasBudget(settings) && cost === null && !hasOwn(costBy) ? (['cost'] as const) : []),
    ...(keepExisting && knowsNone ? (['capacity'] as const) : []),
    ...(useCapacities && newCapacity === null && !hasOwn(newCapacityBy) ? (['newCapacity'] as const) : []),
  ];
}

/** What limits the choice, in words: number, budget, capacities. As the run was asked, not as is set now. */
export function limitsText(app: App, study: Study): string {
  const { analyses, candidates, facilities } = study;
  const {
    i18n: { t, number, text },
    layersById,
  } = app;
  const [request] = analyses;
  if (request?.kind !== 'siting') return '';
  const { p, budget, useCapacities = false, wholeCells = false } = request;
  const layer = candidates !== undefined && 'layer' in candidates ? candidates : null;
  const cells = candidates !== undefined && 'cells' in candidates ? candidates.cells : null;
  const [cost, capacity] = [cells?.cost ?? layer?.defaultCost, cells?.capacity ?? layer?.defaultCapacity];
  const unit = costUnitOf(app, study);
  const title = (of: string, attribute: string): string => {
    const known = layersById.value.get(of)?.attributes[attribute]?.title;
    return known === undefined ? attribute : text(known);
  };
  const existing = facilities !== undefined && 'layer' in facilities ? facilities : null;
  return [
    p === undefined ? null : t('plan.siting.limit.p', { n: p }),
    study.travel?.ferries === true ? t('plan.siting.limit.ferries') : null,
    budget === undefined ? null : t('plan.siting.limit.budget', { budget: number(budget), unit }),
    budget === undefined || layer?.cost === undefined
      ? null
      : t('plan.siting.limit.costBy', { attribute: title(layer.layer, layer.cost) }),
    budget === undefined || cost === undefined
      ? null
      : t(layer?.cost === undefined ? 'plan.siting.limit.cost' : 'plan.siting.limit.costElse', {
          cost: number(cost),
          unit,
        }),
    !useCapacities
      ? t('plan.siting.limit.noCapacity')
      : t(wholeCells ? 'plan.siting.limit.whole' : 'plan.siting.limit.split'),
    !useCapacities || existing?.capacity === undefined
      ? null
      : t('plan.siting.limit.capacityBy', { attribute: title(existing.layer, existing.capacity) }),
    !useCapacities || existing?.defaultCapacity === undefined
      ? null
      : t(existing.capacity === undefined ? 'plan.siting.limit.capacity' : 'plan.siting.limit.capacityElse', {
          people: number(existing.defaultCapacity),
        }),
    !useCapacities || layer?.capacity === undefined
      ? null
      : t('plan.siting.limit.newCapacityBy', { attribute: title(layer.layer, layer.capacity) }),
    !useCapacities || capacity === undefined ? null : t('plan.siting.limit.newCapacity', { people: number(capacity) }),
  ]
    .filter((part) => part !== null)
    .join(t('plan.siting.limit.separator'));
}

/** Unit of the budget: that of the attribute that costs are taken from, else ten thousand yuan. */
export function costUnit({ i18n: { t, text }, layersById }: App, layer: string | null, costBy: string | null): string {
  if (layer === null || costBy === null) return t('plan.siting.costUnit');
  const unit = layersById.value.get(layer)?.attributes[costBy]?.unit;
  return unit === undefined ? t('plan.siting.costUnitless') : text(unit);
}

/** The same of a run. */
export function costUnitOf(app: App, { candidates }: Pick<Study, 'candidates'>): string {
  const layer = candidates !== undefined && 'layer' in candidates ? candidates : null;
  return costUnit(app, layer?.layer ?? null, layer?.cost ?? null);
}

/** What the chosen sites cost together; null where they have no costs. */
export function spentOf({ sites }: SitingResult): number | null {
  return sites.length === 0 || sites.some(({ cost }) => cost === null)
    ? null
    : sites.reduce((sum, { cost }) => sum + (cost ?? 0), 0);
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
