/** Closures, zones and steps of building on paper. */
import type { ClosureResult } from '../../../../../../tiles/api/closure.ts';
import type { DistrictsResult } from '../../../../../../tiles/api/districts.ts';
import type { SitingResult } from '../../../../../../tiles/api/siting.ts';
import type { App } from '../../../../app/types.ts';
import { formatMinutes, formatPeople, formatShare } from '../../format.ts';
import { facilityNames, type FacilityNamer } from '../../facility-names.ts';
import { gapText } from '../../session/siting.ts';
import { otherPeopleText, otherQuestionText } from '../../siting/fit-words.ts';
import { zoneShapes } from '../../siting/tables.ts';
import { goalRequest, goalResult, periodName, proofOf, statusText, wayOut, runWords } from '../../siting/words.ts';
import { loadText, zoneName } from '../../siting/zone-words.ts';
import { ZONE_COLORS, zonesOf } from '../../siting/zones.ts';
import { mm } from '../paper.ts';
import { assumptionTexts, warningTexts, type Subject } from '../subject.ts';
import { BODY, facts, heading, listItem, paragraph, table, warning, type DrawnBlock } from './blocks.ts';
import { INK, type Pen } from './pen.ts';

/** That the last search counts other people than the brief, which has none of its numbers; null where it does not. */
export function otherPeopleBlocks(pen: Pen, { app, session }: Subject, width: number): DrawnBlock[] | null {
  const whom = otherPeopleText(app, session);
  if (whom === null) return null;
  const { t } = app.i18n;
  return [heading(t('plan.goal.title'), width), warning(pen, t('plan.run.leftOut', { whom }), width)];
}

/** That the last search is of another question or scenario; nothing where it is not. */
export function otherQuestionBlocks(pen: Pen, { app, session }: Subject, width: number): DrawnBlock[] {
  const text = otherQuestionText(app, session);
  return text === null ? [] : [warning(pen, text, width)];
}

/** What was closed or divided, how good that is, and what is proven; nothing where there was another search. */
export function goalBlocks(pen: Pen, subject: Subject, width: number): DrawnBlock[] {
  const { app, session, cells } = subject;
  const { result, study, steps, status } = session.siting.state.peek();
  const request = goalRequest(study);
  if (request === null || request.kind === 'siting' || status === 'idle') return [];
  const { t, text } = app.i18n;
  const found = goalResult(result);
  const title = heading(t(`plan.found.file.${request.kind}`), width);
  const words = runWords(app, request);
  if (found === null || found.kind === 'siting') {
    const step = steps.at(-1) ?? null;
    const state = t(status === 'running' ? 'plan.goal.preparing' : 'plan.siting.cancelled');
    return [
      title,
      ...facts(
        pen,
        [
          { name: t('plan.brief.sitingStatus'), value: state },
          { name: words.objective, value: words.value(step?.objective ?? null) },
          { name: words.bound, value: words.value(step?.bound ?? null) },
        ],
        width,
        2,
      ),
    ];
  }
  const named = facilityNames(app, result ?? { facilities: [] });
  const [out, proof] = [wayOut(app, request, found), proofOf(app, found, words)];
  const notes = [
    ...(result?.partial === true ? [t('plan.partial')] : []),
    ...(out === null ? [] : [out]),
    ...(result?.warnings.map(({ message }) => text(message)) ?? []),
  ];
  // What the brief says elsewhere is not repeated.
  const said = new Set([...warningTexts(subject), ...assumptionTexts(subject)]);
  const assumed = (result?.assumptions ?? []).map(({ message }) => text(message)).filter((each) => !said.has(each));
  return [
    title,
    ...otherQuestionBlocks(pen, subject, width),
    ...(found.kind === 'closure' ? closureFacts(pen, app, found, width) : zoneFacts(pen, app, found, width)),
    ...facts(
      pen,
      [
        { name: words.objective, value: words.value(found.objective) },
        { name: words.bound, value: words.value(found.bound) },
        { name: words.gap, value: gapText(app, found.gap) },
      ],
      width,
      2,
    ),
    ...(proof === null ? [] : [paragraph(pen, proof, width)]),
    ...notes.filter((note) => !said.has(note)).map((note) => warning(pen, note, width)),
    ...(found.kind === 'closure'
      ? closureTable(pen, app, { found, named }, width)
      : [...zonePicture(app, found, cells, width), ...zoneTable(pen, app, { found, named }, width)]),
    ...assumed.map((each) => listItem(pen, each, width)),
    paragraph(pen, t('plan.brief.sitingBase'), width, { ...BODY, color: INK.quiet }),
  ];
}

function closureFacts(pen: Pen, app: App, found: ClosureResult, width: number): DrawnBlock[] {
  const { t } = app.i18n;
  const { today, served, meanCost } = found;
  const before = formatMinutes(app, today.meanCost);
  return facts(
    pen,
    [
      { name: t('plan.brief.sitingStatus'), value: statusText(app, found) },
      { name: t('plan.close.lost'), value: formatPeople(app, Math.max(0, today.served.people - served.people)) },
      { name: t('plan.close.mean'), value: t('plan.close.meanOf', { before, after: formatMinutes(app, meanCost) }) },
    ],
    width,
    2,
  );
}

interface NamedRun<R> {
  readonly found: R;
  readonly named: FacilityNamer;
}

function closureTable(pen: Pen, app: App, { found, named }: NamedRun<ClosureResult>, width: number): DrawnBlock[] {
  const { t, number } = app.i18n;
  return table(
    pen,
    [
      { title: t('plan.column.facilityName'), share: 4 },
      { title: t('plan.facility.place'), share: 4, numeric: true },
      { title: t('plan.found.column.servesToday'), share: 3, numeric: true },
    ],
    found.closed.map(({ id, lon, lat, people }) => [
      named(id),
      lon === null || lat === null ? '—' : `${lon.toFixed(5)}, ${lat.toFixed(5)}`,
      number(Math.round(people)),
    ]),
    width,
  );
}

function zoneFacts(pen: Pen, app: App, found: DistrictsResult, width: number): DrawnBlock[] {
  const { t } = app.i18n;
  const [mean, nearest] = [formatMinutes(app, found.meanCost), formatMinutes(app, found.nearestMeanCost)];
  return facts(
    pen,
    [
      { name: t('plan.brief.sitingStatus'), value: statusText(app, found) },
      { name: t('plan.zones.zone'), value: t('plan.zones.contiguous', { n: found.zones.length }) },
      { name: t('plan.zones.mean'), value: t('plan.zones.meanOf', { mean, nearest }) },
      ...(found.excess > 0 ? [{ name: t('plan.zones.excess'), value: formatPeople(app, found.excess) }] : []),
    ],
    width,
    2,
  );
}

const PICTURE_HEIGHT = mm(95);

/** The zones as a map of their own, north up; nothing where they have no ground. */
function zonePicture(app: App, found: DistrictsResult, cells: Subject['cells'], width: number): DrawnBlock[] {
  const zones = zonesOf(found, cells);
  const shapes = zoneShapes(found, cells);
  const corners = shapes.flat(2).flat();
  if (zones === null || corners.length === 0) return [];
  const { west, east, south, north } = boundsOf(corners);
  // Degrees of longitude are shorter than those of latitude.
  const shrink = Math.cos((((south + north) / 2) * Math.PI) / 180);
  const scale = Math.min(width / ((east - west) * shrink), PICTURE_HEIGHT / (north - south));
  const draw: DrawnBlock['draw'] = ({ context }, x, y) => {
    context.save();
    context.strokeStyle = INK.text;
    context.lineWidth = mm(0.12);
    context.lineJoin = 'round';
    shapes.forEach((polygons, zone) => {
      context.fillStyle = ZONE_COLORS.light[zones.colorOf[zone] ?? 0] ?? '';
      context.beginPath();
      for (const ring of polygons.flat()) {
        ring.forEach(([lon, lat], k) => {
          const at = [x + (lon - west) * shrink * scale, y + (north - lat) * scale] as const;
          if (k === 0) context.moveTo(...at);
          else context.lineTo(...at);
        });
        context.closePath();
      }
      context.fill('evenodd');
      context.stroke();
    });
    context.restore();
  };
  const { t } = app.i18n;
  return [heading(t('plan.found.brief.zones'), width), { height: (north - south) * scale, gap: mm(2), draw }];
}

function boundsOf(corners: readonly (readonly [lon: number, lat: number])[]): {
  readonly west: number;
  readonly east: number;
  readonly south: number;
  readonly north: number;
} {
  const bounds = { west: Infinity, east: -Infinity, south: Infinity, north: -Infinity };
  for (const [lon, lat] of corners) {
    bounds.west = Math.min(bounds.west, lon);
    bounds.east = Math.max(bounds.east, lon);
    bounds.south = Math.min(bounds.south, lat);
    bounds.north = Math.max(bounds.north, lat);
  }
  return bounds;
}

function zoneTable(pen: Pen, app: App, { found, named }: NamedRun<DistrictsResult>, width: number): DrawnBlock[] {
  const { t, number } = app.i18n;
  return table(
    pen,
    [
      { title: t('plan.zones.zone'), share: 5 },
      { title: t('plan.column.people'), share: 2.4, numeric: true },
      { title: t('plan.zones.load'), share: 2, numeric: true },
      { title: t('plan.column.mean'), share: 2, numeric: true },
    ],
    found.zones.map((zone) => [
      zoneName(app, zone, named),
      number(Math.round(zone.people)),
      loadText(app, found, zone),
      zone.meanCost === null ? '—' : number(zone.meanCost / 60, { maximumFractionDigits: 1 }),
    ]),
    width,
  );
}

/** What each step of building chose; nothing where there are no steps. */
export function periodBlocks(pen: Pen, { app, session }: Subject, found: SitingResult, width: number): DrawnBlock[] {
  const { t } = app.i18n;
  const request = goalRequest(session.siting.state.peek().study);
  if (found.periods === undefined || request === null) return [];
  const words = runWords(app, request);
  const named = session.state.peek().siting.periods;
  return [
    ...table(
      pen,
      [
        { title: t('plan.periods.step'), share: 2 },
        { title: t('plan.periods.sites'), share: 2, numeric: true },
        { title: words.objective, share: 3, numeric: true },
        { title: t('plan.goal.servedShare'), share: 2, numeric: true },
        { title: words.gap, share: 2, numeric: true },
      ],
      found.periods.map(({ chosen, objective, served, gap }, k) => [
        periodName(app, named, k),
        t('plan.unit.facilities', { n: chosen.length }),
        words.value(objective),
        formatShare(app, served.share, 1),
        gapText(app, gap),
      ]),
      width,
    ),
    paragraph(pen, t('plan.periods.proof'), width, { ...BODY, color: INK.quiet }),
  ];
}
