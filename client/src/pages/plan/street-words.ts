/** Street edits in words: for the panel, the report and the exports. */
import type { CoverageHeader } from '../../../../tiles/api/coverage.ts';
import type { StreetEdit } from '../../../../tiles/api/street-edits.ts';
import type { Mode } from '../../../../tiles/api/vocabulary.ts';
import type { App } from '../../app/types.ts';
import type { Cells } from './data/cells.ts';
import { formatArea } from './format.ts';
import type { Asked } from './session/question.ts';
import { countEdits } from './state/scenarios.ts';
import { areaOfM2, isInside, lengthM, modesOf, USUAL, type LineEdit, type ShutArea } from './state/streets.ts';
import type { Changes } from './state/types.ts';

/** `新建街道 1`; one of a file has an id of its own. */
export function streetTitle({ i18n: { t } }: App, edit: StreetEdit): string {
  const n = /^(?:street|area)-(\d+)$/.exec(edit.id)?.[1] ?? edit.id;
  return t(edit.kind === 'speed' && edit.factor > 1 ? 'plan.street.title.faster' : `plan.street.title.${edit.kind}`, {
    n,
  });
}

/** Its length, or its area. */
export function streetSize(app: App, edit: StreetEdit): string {
  return edit.kind === 'shut' ? formatArea(app, areaOfM2(edit)) : app.i18n.distance(lengthM(edit.line));
}

export function modesText({ i18n: { t } }: App, edit: LineEdit): string {
  return modesOf(edit)
    .map((mode) => t(`plan.street.mode.${mode}`))
    .join(t('list.separator'));
}

/** For whom, and how. */
export function settingsText(app: App, edit: StreetEdit): string {
  const { t, number } = app.i18n;
  if (edit.kind === 'shut') return t('plan.street.everybody');
  const percent = (share: number): string => number(share, { style: 'percent', maximumFractionDigits: 0 });
  const drives = modesOf(edit).includes('drive');
  return [
    modesText(app, edit),
    ...(edit.kind === 'add' && drives ? [t('plan.street.kmhOf', { n: number(edit.driveKmh ?? USUAL.driveKmh) })] : []),
    ...(edit.kind === 'add' && edit.oneWay === true ? [t('plan.street.oneWay')] : []),
    ...(edit.kind === 'add' ? [t(`plan.street.connect.${edit.connect ?? 'ends'}`)] : []),
    ...(edit.kind === 'speed' ? [t('plan.street.factorOf', { n: percent(edit.factor) })] : []),
  ].join(t('plan.street.separator'));
}

/** What a scenario changes, as numbers of each kind; empty where it changes nothing. */
export function changesText({ i18n: { t } }: App, { edits, streets }: Changes): string {
  const counts = countEdits(edits);
  const shut = streets.filter(({ kind }) => kind === 'shut').length;
  return [
    ...(edits.length === 0
      ? []
      : [t('plan.edits.counts', { added: counts.add, moved: counts.move, removed: counts.remove })]),
    ...(streets.length === shut ? [] : [t('plan.edits.streets', { n: streets.length - shut })]),
    ...(shut === 0 ? [] : [t('plan.edits.shut', { n: shut })]),
  ].join(t('plan.street.separator'));
}

const PROBLEMS = ['streets-warn-not-found', 'streets-warn-joins-nothing', 'streets-warn-open-end'] as const;

/** What the last answer says of the edit that its author should know; nothing while all is well. */
export function problemsOf(
  { i18n: { t, text } }: App,
  header: CoverageHeader | undefined,
  { id }: StreetEdit,
): string[] {
  return (header?.warnings ?? [])
    .filter(({ about }) => about?.includes(id) === true)
    .map(({ code, message }) => {
      const known = PROBLEMS.find((each) => each === code);
      return known === undefined ? text(message) : t(`plan.street.${known}`);
    });
}

/** Whether the way of travelling that is asked about is none that the edit changes. */
export function isOfOthers(asked: Asked | null, edit: StreetEdit): boolean {
  const mode = asked?.travel.mode ?? 'walk';
  // To stations and from them people walk.
  const own: Mode = mode === 'transit' ? 'walk' : mode;
  return edit.kind !== 'shut' && !modesOf(edit).includes(own);
}

/** People whose cell has its centre in the area. */
export function peopleInside({ area }: ShutArea, { count, lonLat, people }: Cells): number {
  let sum = 0;
  for (let cell = 0; cell < count; cell += 1) {
    const place = { lon: lonLat[2 * cell] as number, lat: lonLat[2 * cell + 1] as number };
    if (isInside(area, place)) sum += people[cell] as number;
  }
  return sum;
}
