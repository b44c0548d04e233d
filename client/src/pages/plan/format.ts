/** Numbers of the planners' page with their units, and names of what they are about. */
import type { CoverageSummary } from '../../../../tiles/api/coverage.ts';
import type { Study } from '../../../../tiles/api/study.ts';
import { DEFAULT_DETOUR } from '../../../../tiles/api/vocabulary.ts';
import type { App } from '../../app/types.ts';
import type { LonLat } from '../../format/geometry.ts';
import type { Cells } from './data/cells.ts';
import { cellAt } from './data/selection.ts';
import { departureText } from './when.ts';
import { countsNoFacilities, type Asked } from './session/question.ts';
import type { PlanSession } from './session/session.ts';
import type { Question } from './state/types.ts';

const M2_PER_KM2 = 1e6;

/** With the unit of those who are counted: persons, or households. */
export function formatPeople({ i18n: { t } }: App, people: number): string {
  return t('plan.unit.people', { n: Math.round(people) });
}

/** Persons, also where a group of them is asked about. */
export function formatEverybody({ i18n: { t } }: App, people: number): string {
  return t('plan.unit.everybody', { n: Math.round(people) });
}

/** Signed, for what is gained or lost. */
export function formatPeopleChange({ i18n: { t, number } }: App, people: number): string {
  return t('plan.unit.peopleChange', { n: number(Math.round(people), { signDisplay: 'exceptZero' }) });
}

export function formatMinutes({ i18n: { t, number } }: App, seconds: number | null): string {
  if (seconds === null || !Number.isFinite(seconds)) return t('plan.noWay');
  return t('plan.unit.minutes', { n: number(seconds / 60, { maximumFractionDigits: 1 }) });
}

export function formatArea({ i18n: { t, number } }: App, areaM2: number): string {
  return t('plan.unit.area', { n: number(areaM2 / M2_PER_KM2, { maximumFractionDigits: 2 }) });
}

export function formatShare({ i18n: { number } }: App, part: number, whole: number): string {
  return whole === 0
    ? '—'
    : number(part / whole, { style: 'percent', minimumFractionDigits: 1, maximumFractionDigits: 1 });
}

/** How many facilities there are, and how many of them serve nobody as they join no road. */
export function facilitiesText(
  { i18n: { t } }: App,
  { facilities, unconnectedFacilities }: Pick<CoverageSummary, 'facilities' | 'unconnectedFacilities'>,
): string {
  const all = t('plan.unit.facilities', { n: facilities });
  return unconnectedFacilities === 0 ? all : t('plan.figure.facilitiesUnconnected', { all, n: unconnectedFacilities });
}

/** Part of all people, and how many of all live near no road. */
export function peopleOfText(
  app: App,
  part: number,
  { people, unconnectedPeople }: Pick<CoverageSummary, 'people' | 'unconnectedPeople'>,
): string {
  const { t } = app.i18n;
  const of = t('plan.figure.of', { part: formatPeople(app, part), whole: formatPeople(app, people) });
  return unconnectedPeople === 0
    ? of
    : t('plan.figure.ofUnconnected', { of, people: formatPeople(app, unconnectedPeople) });
}

/** Name of a district or subdistrict by its code; the code itself where nobody knows it. */
export function placeName({ catalogue, i18n }: App, code: string | null): string {
  if (code === null) return i18n.t('plan.noPlace');
  const name = catalogue.state.value.value?.areas[code];
  return name === undefined ? code : i18n.text(name);
}

/** Sites of a search stand on centres of cells; their places are rounded. */
const SITE_REACH_M = 50;

/** Name of the subdistrict, or else the district, of the cell that a site stands on. */
export function sitePlace(app: App, cells: Cells | null, { lon, lat }: LonLat): string {
  const cell = cells === null ? -1 : cellAt(cells, lon, lat, SITE_REACH_M);
  if (cells === null || cell < 0) return app.i18n.t('plan.noPlace');
  const { subdistricts, districts } = cells.header;
  return placeName(app, subdistricts[cells.subdistrict[cell] ?? -1] ?? districts[cells.district[cell] ?? -1] ?? null);
}

/** Who travels; the id where the service knows no such profile. */
function profileTitle({ i18n: { text } }: App, { catalogue }: Pick<PlanSession, 'catalogue'>, profile: string): string {
  const known = catalogue.state.value.value?.profiles.find(({ id }) => id === profile);
  return known === undefined ? profile : text(known.title);
}

/** The way of travelling, or whoever travels that way, as a choice. */
export function wayText(
  app: App,
  known: Pick<PlanSession, 'catalogue'>,
  { mode, profile }: Pick<Question, 'mode' | 'profile'>,
): string {
  const { t } = app.i18n;
  if (profile === null) return t(`plan.modeOn.${mode}`);
  return profile === 'wheelchair' || profile === 'no-stairs'
    ? t(`plan.profileOn.${profile}`)
    : t('plan.profileOn.other', { title: profileTitle(app, known, profile) });
}

/** The way of travelling, as it stands within a sentence. */
export function wayInText(app: App, session: PlanSession): string {
  const { state, asked } = session;
  const { question } = state.value;
  // Without streets the question is answered in straight lines, whatever it says.
  return wayInFull(app, session, asked.value?.network === null ? { ...question, mode: 'straight' } : question);
}

type WayOfTravel = Pick<Question, 'mode' | 'speedMps' | 'profile' | 'slope' | 'ferries' | 'detour'>;

function wayInFull(app: App, session: PlanSession, { mode: way, ...travel }: WayOfTravel): string {
  const { t, number } = app.i18n;
  const { speedMps, profile, slope, ferries, detour } = travel;
  const own =
    speedMps === null || way === 'drive'
      ? ''
      : ` ${t('plan.unit.speed', { n: number(speedMps, { maximumFractionDigits: 2 }) })}`;
  if (way === 'straight') return t('plan.modeIn.straight', { detour: number(detour), speed: own });
  return [
    profile === null || way === 'transit'
      ? t(`plan.modeIn.${way}`)
      : t('plan.profileIn', { mode: t(`plan.modeIn.${way}`), title: profileTitle(app, session, profile) }),
    own,
    slope && way === 'walk' ? t('plan.modeIn.slope') : '',
    ferries ? t('plan.modeIn.ferries') : '',
  ].join('');
}

/** How a study travels, when, in which direction, and along which streets. */
export function travelText(app: App, session: PlanSession, { network, travel = {} }: Study): string {
  const { t, text } = app.i18n;
  const { mode = 'walk', speedMps = null, profile = null, slope = false, ferries = false, direction } = travel;
  const straight = network !== undefined && 'straight' in network ? network.straight : null;
  const id = network !== undefined && 'stored' in network ? network.stored : null;
  const roads = session.catalogue.state.value.value?.networks.find((each) => each.id === id);
  const way = straight === null ? mode : 'straight';
  const detour = straight?.detour ?? DEFAULT_DETOUR;
  return [
    wayInFull(app, session, { mode: way, speedMps, profile, slope, ferries, detour }) + departureText(app, travel),
    t(`plan.direction.${direction ?? 'to-facility'}`),
    ...(id === null ? [] : [roads === undefined ? id : text(roads.title)]),
  ].join(t('list.separator'));
}

/** The way of travelling, and when people set out where that counts. */
export function modeText(app: App, session: PlanSession): string {
  const travel = session.asked.value?.travel;
  return wayInText(app, session) + (travel === undefined ? '' : departureText(app, travel));
}

/** What the page itself takes for granted. */
export function pageAssumptions({ i18n: { t } }: App, asked: Asked): string[] {
  const { group } = asked;
  return [
    t('plan.assumptions.cells'),
    t('plan.assumptions.limit'),
    ...(group === null ? [] : [t('plan.assumptions.group', { group })]),
    ...(countsNoFacilities(asked) ? [t('plan.facility.uncounted')] : []),
  ];
}

/** Where the figures come from: people, roads and facilities. */
export function sourceText(app: App, session: PlanSession): string {
  const {
    i18n: { t, text },
  } = app;
  const asked = session.asked.value;
  const known = session.catalogue.state.value.value;
  const [network, demand, lines] = [
    known?.networks.find(({ id }) => id === asked?.network),
    known?.demands.find(({ id }) => id === asked?.demand),
    known?.transits.find(({ id }) => id === asked?.travel.transit),
  ];
  const layer = app.layersById.value.get(asked?.layer ?? '');
  const with_ = (source: string, provenance: string): string =>
    t('plan.info.sourceOf', { source, provenance: provenanceText(app, provenance) });
  return t('plan.info.source', {
    people: demand === undefined ? '—' : with_(text(demand.source), demand.provenance),
    roads:
      asked?.network === null
        ? t('plan.info.noRoads')
        : network === undefined
          ? '—'
          : with_(text(network.source), network.provenance),
    facilities: layer === undefined ? '—' : with_(text(layer.source), Object.keys(layer.provenance).join(' ')),
    more: lines === undefined ? '' : t('plan.info.timetables', { lines: with_(text(lines.source), lines.provenance) }),
  });
}

function provenanceText({ i18n: { t } }: App, provenance: string): string {
  const known = (['official', 'imported', 'approximate', 'synthetic'] as const).filter((each) =>
    provenance.split(' ').includes(each),
  );
  return known.length === 0 ? provenance : known.map((each) => t(`provenance.${each}`)).join(t('list.separator'));
}
