/** Progress of a siting run, in words and as a share. */
import type { SitingModel } from '../../../../../tiles/api/vocabulary.ts';
import type { SitingStep } from '../../../../../tiles/api/siting.ts';
import type { App } from '../../../app/types.ts';
import { formatMinutes, formatPeople } from '../format.ts';

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

export function gapText({ i18n: { t, number } }: App, gap: number | null): string {
  return gap === null ? t('plan.siting.gapUnknown') : number(gap, { style: 'percent', maximumFractionDigits: 2 });
}
