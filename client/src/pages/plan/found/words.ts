/** What parts say about themselves, and what their numbers count. */
import type { EquityResult, OpportunitiesResult } from '../../../../../tiles/api/accessibility-results.ts';
import type { App } from '../../../app/types.ts';
import type { Part } from '../state/types.ts';
import type { Told } from './ask.ts';
import { formatShare, placeName } from '../format.ts';
import { groupName, isHouseholds, wordsOf } from '../words.ts';

type EquityGroup = EquityResult['groups'][number];

/** Headings of the planners' guide, in both languages. */
const ANCHORS: Readonly<Record<Part, Readonly<Record<'zh' | 'en', string>>>> = {
  opportunities: { zh: '衰减函数', en: 'decay' },
  backup: { zh: '数字的含义', en: 'what-the-numbers-mean' },
  huff: { zh: '衰减函数', en: 'decay' },
  equity: { zh: '人群', en: 'groups-of-people' },
  ways: { zh: '几种出行方式并排', en: 'several-ways-of-travelling-side-by-side' },
};

/** Address of the method in the planners' guide. */
export function methodLink({ base, store }: App, part: Part): string {
  const lang = store.language.value;
  return `${base}/docs/planning?lang=${lang}#${encodeURIComponent(ANCHORS[part][lang])}`;
}

/**
 * What the facilities of a study offer: title of the attribute that it counts with its unit, or facilities. Those that
 * are weighted by how far they are do not count one by one.
 */
export function offerText({ i18n: { t, text }, layersById }: App, { study }: Pick<Told, 'study'>): string {
  const { attribute, decay } = study.analyses.find((each) => each.kind === 'opportunities') ?? {};
  const isWeighted = decay !== undefined && decay.kind !== 'cumulative';
  if (attribute === undefined) return t(isWeighted ? 'plan.found.facilitiesWeighted' : 'plan.found.facilities');
  const layer = study.facilities !== undefined && 'layer' in study.facilities ? study.facilities.layer : '';
  const known = layersById.value.get(layer)?.attributes[attribute];
  const title = known === undefined ? attribute : text(known.title);
  if (known?.unit === undefined) return isWeighted ? t('plan.found.weighted', { title }) : title;
  return t(isWeighted ? 'plan.found.withUnitWeighted' : 'plan.found.withUnit', { title, unit: text(known.unit) });
}

/** What can be reached, in a figure and what it is: the median, or how many reach none where that is half or more. */
export function opportunitiesAnswer(
  app: App,
  told: Pick<Told, 'study'>,
  { median, none, people }: Pick<OpportunitiesResult, 'median' | 'none' | 'people'>,
): { readonly figure: string; readonly text: string } {
  const { t } = app.i18n;
  const n = askedMinutes(told);
  if (median === 0)
    return { figure: formatShare(app, none, people), text: t('plan.found.opportunities.without', { n }) };
  return {
    figure: median === null ? '—' : amountText(app, median),
    text: t('plan.found.opportunities.answer', { offer: offerText(app, told), n }),
  };
}

/** Parts are about the whole city, also where the sentence asks about a district: says so there, null elsewhere. */
export function scopeText(app: App, district: string | null): string | null {
  return district === null ? null : app.i18n.t('plan.found.scope', { area: placeName(app, district) });
}

/** The time that a part was asked about, which is not that of the slider while the answer is an earlier one. */
export function askedMinutes({ study }: Pick<Told, 'study'>): number {
  const seconds = study.analyses.flatMap((each) => ('within' in each ? [each.within].flat() : []));
  return (seconds.find((each) => typeof each === 'number') ?? 0) / 60;
}

/** A number of what is offered: whole where it can be, else in three digits. */
export function amountText({ i18n: { number } }: App, value: number): string {
  return Number.isInteger(value) || value >= 1000
    ? number(Math.round(value))
    : number(value, { maximumSignificantDigits: 3 });
}

export function ratioText({ i18n: { number } }: App, value: number | null): string {
  return value === null ? '—' : number(value, { minimumFractionDigits: 2, maximumFractionDigits: 2 });
}

/** Name of a group of people; everybody where there is none. */
export function groupText({ i18n: { t }, store }: App, group: string | null): string {
  return group === null ? t('plan.found.everybody') : groupName(group, store.language.value);
}

/** Members of a group in their own unit: households are no persons. */
export function membersText({ i18n: { number }, store }: App, people: number, group: string | null): string {
  const { heads } = wordsOf(group)[store.language.value];
  return `${number(Math.round(people))} ${heads}`;
}

/**
 * Share that a group has of everybody who is not served, 0 to 1; null where everybody is, and for households, which are
 * no part of persons.
 */
export function shareOfUnserved({ groups }: EquityResult, { group, worstPeople }: EquityGroup): number | null {
  const all = groups.find((each) => each.group === null)?.worstPeople ?? 0;
  return all === 0 || (group !== null && isHouseholds(group)) ? null : worstPeople / all;
}

/** A class of the opportunities: none, from one limit to the next, or above the last. */
export function classText(
  app: App,
  { limits, isWhole }: { readonly limits: readonly number[]; readonly isWhole: boolean },
  k: number,
): string {
  const { t } = app.i18n;
  if (k === 0) return t('plan.found.none');
  const [below, upTo] = [limits[k - 2] ?? 0, limits[k - 1]];
  const from = isWhole ? below + 1 : below;
  if (upTo === undefined) return t(isWhole ? 'plan.found.from' : 'plan.found.above', { n: amountText(app, from) });
  if (from === upTo) return amountText(app, upTo);
  return t('plan.found.range', { from: amountText(app, from), to: amountText(app, upTo) });
}

const FULL_PX = 11.5;
const NARROW_PX = 6.4;

/** About as wide as it is drawn beside a chart, in px: Han fill a square, others about half of one. */
export function nameWidth(name: string): number {
  return [...name].reduce((sum, each) => sum + (each >= '\u2e80' ? FULL_PX : NARROW_PX), 0);
}

/** As much of the name of a group as there is room for, less the words that groups have in common. */
export function fittingName(name: string, mostPx: number): string {
  if (nameWidth(name) <= mostPx) return name;
  const own = name.replace(/^people (?:aged |of )?/, '');
  const characters = [...own];
  for (let kept = characters.length; kept > 0; kept -= 1) {
    const short = kept === characters.length ? own : `${characters.slice(0, kept).join('')}…`;
    if (nameWidth(short) <= mostPx) return short;
  }
  return '…';
}
