/** The page `/find` as HTML: the service sends it whole, the page with JavaScript renders the same parts anew. */
import type { FindAnswer, FindRoute, FindRow } from '../api/find.ts';
import { fill, LOCALES, type Lang } from '../i18n.ts';
import { FACILITY_KINDS, type Text } from '../layer/layer.ts';
import { handOffLinks } from './hand-off.ts';
import { html, type Html } from './html.ts';
import { kindIcon } from './icons.ts';
import { FIND_PAGE, KINDS, type FindText } from './messages.ts';
import { formatState, MOST_ROWS, NO_FILTERS, RADII_M, WIDEST_M, type FindState, type LonLat } from './query.ts';
import { minutesOf, rowOf, SLOW_M_PER_MIN, WALK_M_PER_MIN } from './rows.ts';

/** A place that was found by its name. */
export interface NamedPlace extends LonLat {
  readonly name: Text;
  readonly context: Text;
}

export interface FindView {
  readonly state: FindState;
  readonly lang: Lang;
  /** Name of where is looked from; null where it is a position. */
  readonly from: Text | null;
  /** Other places of the name that was typed. */
  readonly others: readonly NamedPlace[];
  /** Null until something is looked for. */
  readonly answer: FindAnswer | null;
  readonly route: FindRoute | null;
  /** What went wrong, in words. */
  readonly problem: Text | null;
  /** When an answer was kept that is shown offline. */
  readonly savedAt: string | null;
  /** 审图号: the number under which the map may be shown; null where none is set. */
  readonly reviewNumber: string | null;
}

type Say = (key: FindText, values?: Readonly<Record<string, string | number>>) => string;

function sayIn(lang: Lang): Say {
  return (key, values = {}) => fill(FIND_PAGE[key][lang], values);
}

/** Everything between `<body>` and the scripts. */
export function pageHtml(view: FindView): Html {
  const say = sayIn(view.lang);
  return html`<a class="skip" href="#results">${say('skip')}</a>
<header class="find-bar">${barHtml(view)}</header>
<main class="find" data-placed="${String(hasMap(view))}">
<div class="find-top">${topHtml(view)}</div>
<div class="find-body">
<section id="map" class="find-map" aria-label="${say('map-label')}">${mapNoteHtml(view, 'map-loading')}</section>
<div class="find-sheet"><button type="button" class="sheet-handle" data-action="sheet" aria-label="${say('sheet-down')}"><span aria-hidden="true"></span></button>
<section id="results" class="find-results" aria-label="${say('title')}" tabindex="-1">${resultsHtml(view)}</section></div>
</div>
</main>
<p id="spoken" class="visually-hidden" role="status"></p>`;
}

/** What stands in place of the map, and how to get it where it did not come. */
export function mapNoteHtml(
  { lang }: Pick<FindView, 'lang'>,
  text: 'map-loading' | 'map-failed' | 'map-outdated',
): Html {
  const say = sayIn(lang);
  const button = (action: string, label: FindText): Html =>
    html`<button type="button" data-action="${action}">${say(label)}</button>`;
  return html`<div class="map-note"><p>${say(text)}</p>${text === 'map-failed' && button('map', 'map-again')}${text === 'map-outdated' && button('reload', 'reload')}</div>`;
}

/** What to do next, or what is being done. */
export function promptHtml({ lang }: Pick<FindView, 'lang'>, text: FindText): Html {
  return html`<p class="prompt">${sayIn(lang)(text)}</p>`;
}

/** Whether there is something to show on a map, or soon will be. */
export function hasMap({ state: { kind, place }, problem }: Pick<FindView, 'state' | 'problem'>): boolean {
  return kind !== null && place !== null && problem === null;
}

/** The bar: home, large type, the other language. */
export function barHtml({ state, lang }: FindView): Html {
  const say = sayIn(lang);
  const other = lang === 'zh' ? 'en' : 'zh';
  return html`<a class="find-home" href="./"><span class="seal" aria-hidden="true">${'城图'}</span><span>${say('map')}</span></a>
<a class="find-switch" data-action="big" href="${hrefOf({ ...state, big: !state.big })}">${say(state.big ? 'big-off' : 'big')}</a>
<a class="find-switch" href="${hrefOf({ ...state, lang: other })}" hreflang="${other}" lang="${LOCALES[other]}">${FIND_PAGE.language[other]}</a>`;
}

/** What to look for, and where from. */
export function topHtml(view: FindView): Html {
  const say = sayIn(view.lang);
  return html`<h1>${say('title')}</h1>
<nav class="kinds" aria-label="${say('kinds')}"><ul>${FACILITY_KINDS.map((kind) => tileHtml(view, kind))}</ul></nav>
${searchForm(view)}`;
}

function hrefOf(state: FindState): string {
  // An empty address would be that of the page with all it says now.
  return formatState(state) || '?';
}

function tileHtml({ state, lang }: FindView, kind: (typeof FACILITY_KINDS)[number]): Html {
  const href = hrefOf({ ...state, kind, to: null, filters: { ...NO_FILTERS, open: state.filters.open } });
  const current = state.kind === kind ? html` aria-current="true"` : null;
  return html`<li><a class="kind" data-kind="${kind}" href="${href}"${current}>${kindIcon(kind)}<span>${KINDS[kind][lang]}</span></a></li>`;
}

function searchForm({ state, lang }: FindView): Html {
  const say = sayIn(lang);
  const kept = html`${hidden('kind', state.kind)}${hidden('big', state.big ? 'true' : null)}${hidden('lang', state.lang)}`;
  return html`<form class="where" role="search" action="?" method="get">
<button type="button" class="locate" data-action="locate">${say('locate')}</button>
<input class="where-text" type="search" name="q" value="${state.q}" maxlength="100" placeholder="${say('where-hint')}" aria-label="${say('where')}" autocomplete="off" enterkeyhint="search">
${kept}<button type="submit">${say('search')}</button>
</form>`;
}

function hidden(name: string, value: string | null): Html | null {
  return value === null ? null : html`<input type="hidden" name="${name}" value="${value}">`;
}

/** What the search has found, or what to do next. */
export function resultsHtml(view: FindView): Html {
  const { state, lang, answer, problem, savedAt, others } = view;
  const say = sayIn(lang);
  const offline =
    savedAt === null
      ? null
      : html`<div class="notice"><p>${say('offline', { time: savedTime(savedAt, view) })}</p><p>${retryLink(view)}</p></div>`;
  const instead =
    others.length === 0
      ? null
      : html`<details class="others"><summary>${say('or-there', { count: others.length })}</summary>${others.map((place) => otherHtml(view, place))}</details>`;
  if (problem !== null)
    return html`${offline}<div class="notice notice-bad" role="alert"><p>${problem[lang]}</p>${state.place === null ? null : html`<p>${retryLink(view)}</p>`}</div>${instead}`;
  if (state.kind === null || answer === null)
    return html`${offline}${state.place !== null && html`<p class="quiet">${fromText(view)}</p>`}${promptHtml(view, promptOf(state))}${instead}`;
  const chosen = rowOf(answer, state.to);
  return html`${offline}${chosen === null ? null : wayHtml(view, chosen)}${headHtml(view, answer)}${instead}${
    answer.rows.length === 0 ? nothingHtml(view, answer) : listHtml(view, answer)
  }`;
}

function promptOf({ kind, place }: FindState): FindText {
  if (kind === null) return 'choose-kind';
  return place === null ? 'choose-place' : 'loading';
}

function retryLink({ state, lang }: FindView): Html {
  return html`<a class="button" data-action="retry" href="${hrefOf(state)}">${sayIn(lang)('retry')}</a>`;
}

function otherHtml(view: FindView, { lon, lat, name, context }: NamedPlace): Html {
  const { state, lang } = view;
  const href = hrefOf({ ...state, place: { lon, lat }, q: name[lang] });
  const where = context[lang] === '' ? name[lang] : `${name[lang]}（${context[lang]}）`;
  return html`<a href="${href}">${where}</a> `;
}

function headHtml(view: FindView, answer: FindAnswer): Html {
  const { lang } = view;
  const say = sayIn(lang);
  const more = answer.rows.length < answer.found ? ` · ${say('shown', { count: answer.rows.length })}` : '';
  return html`<div class="results-head"><h2>${countText(view, answer)}</h2>
<p class="quiet">${fromText(view)}${answer.rows.length > 0 && ` · ${say(answer.measured === 'street' ? 'by-street' : 'by-line')}${more}`}</p>
${answer.rows.length > 0 && isSample(answer) ? html`<p class="quiet">${say('sample')}</p>` : null}
${filtersHtml(view, answer)}</div>`;
}

/** How many there are: also what a screen reader is told. */
export function countText({ lang }: Pick<FindView, 'lang'>, { kind, radiusM, found, isComplete }: FindAnswer): string {
  const values = { kind: KINDS[kind][lang], radius: distanceText(radiusM, lang), count: found || MOST_ROWS };
  const texts = isComplete ? (['none', 'found'] as const) : (['none-of-nearest', 'found-at-least'] as const);
  return sayIn(lang)(texts[found === 0 ? 0 : 1], values);
}

function fromText({ lang, from, state: { place, q } }: FindView): string {
  const say = sayIn(lang);
  const name = from?.[lang] ?? q;
  if (name !== '') return say('from-here', { name });
  if (place === null) return '';
  return say('from-coordinates', { lon: place.lon.toFixed(4), lat: place.lat.toFixed(4) });
}

function nothingHtml({ state, lang }: FindView, { wider }: FindAnswer): Html {
  const say = sayIn(lang);
  const clear = JSON.stringify(state.filters) !== JSON.stringify(NO_FILTERS);
  return html`<div class="nothing">${
    wider === null
      ? html`<p>${say(clear ? 'none-that-fits' : 'none-at-all', { radius: distanceText(WIDEST_M, lang) })}</p>`
      : html`<a class="button button-primary" data-action="go" href="${hrefOf({ ...state, radiusM: wider })}">${say('widen', { radius: distanceText(wider, lang) })}</a>`
  }${clear ? html`<a class="button" data-action="go" href="${hrefOf({ ...state, filters: NO_FILTERS })}">${say('clear-filters')}</a>` : null}</div>`;
}

function filtersHtml({ state, lang }: FindView, { choices, titles }: FindAnswer): Html {
  const say = sayIn(lang);
  const { filters } = state;
  const box = (name: string, value: string, title: string, checked: boolean): Html =>
    html`<label class="check"><input type="checkbox" name="${name}" value="${value}"${checked ? html` checked` : null}> ${title}</label>`;
  const known = {
    open: say('filter-open'),
    spaces: say('filter-spaces'),
    accessible: say('accessible'),
    free: say('free'),
  };
  const boxes = choices.filters.flatMap((id) => {
    if (id === 'height') return [];
    if (id === 'open' || id === 'spaces' || id === 'accessible' || id === 'free')
      return [box(id, 'true', known[id], filters[id])];
    const title = titles[id];
    return title === undefined ? [] : [box('with', id, title[lang], filters.with.includes(id))];
  });
  const height = choices.filters.includes('height')
    ? html`<label>${say('filter-height')} <input type="number" name="height" min="0.5" max="9.9" step="0.1" inputmode="decimal" value="${filters.heightM ?? ''}"></label>`
    : null;
  const level =
    choices.levels.length < 2
      ? null
      : html`<label>${say('filter-level')} <select name="level"><option value="">${say('all-levels')}</option>${choices.levels.map(
          ({ value, title }) =>
            html`<option value="${value}"${filters.level === value ? html` selected` : null}>${title[lang]}</option>`,
        )}</select></label>`;
  const radius = html`<label>${say('radius')} <select name="radius">${RADII_M.map(
    (each) =>
      html`<option value="${each}"${state.radiusM === each ? html` selected` : null}>${distanceText(each, lang)}</option>`,
  )}</select></label>`;
  const place = state.place;
  const kept = [
    hidden('kind', state.kind),
    hidden('lon', place === null ? null : String(place.lon)),
    hidden('lat', place === null ? null : String(place.lat)),
    hidden('q', state.q === '' ? null : state.q),
    hidden('big', state.big ? 'true' : null),
    hidden('lang', state.lang),
  ];
  return html`<details class="filters"><summary>${say('filters')}</summary><form action="?" method="get">${kept}<div class="filter-boxes">${boxes}</div><div class="filter-fields">${level}${height}${radius}</div><button type="submit">${say('apply')}</button></form></details>`;
}

function listHtml(view: FindView, { rows }: FindAnswer): Html {
  return html`<ol class="rows">${rows.map((row) => rowHtml(view, row))}</ol>`;
}

function rowHtml(view: FindView, row: FindRow): Html {
  const { state, lang } = view;
  const say = sayIn(lang);
  const to = `${row.layer}/${row.id}`;
  const name = row.name[lang];
  return html`<li class="row" data-to="${to}"${state.to === to ? html` aria-current="true"` : null}><div class="row-what">
<h3><a href="facilities/${encodeURIComponent(row.layer)}/${encodeURIComponent(row.id)}?lang=${lang}">${name}</a></h3>
<p class="far">${farText(view, row)}</p>
<p class="chips">${stateChip(view, row)}${[...facts(view, row)].map((fact) => html`<span class="chip">${fact}</span>`)}</p>
<button type="button" class="say" data-action="say" aria-label="${say('say-of', { name })}">${say('say')}</button></div>
<a class="go" data-action="way" href="${hrefOf({ ...state, to })}" aria-label="${say('go-to', { name })}">${say('go')}</a></li>`;
}

/** Minutes and metres, and whether they are along the streets. */
export function farText(
  { lang, state }: Pick<FindView, 'lang' | 'state'>,
  { distanceM, measured }: Pick<FindRow, 'distanceM' | 'measured'>,
): string {
  const say = sayIn(lang);
  const minutes = minutesOf(distanceM, state.big ? SLOW_M_PER_MIN : WALK_M_PER_MIN);
  const text = say('walk', { minutes, distance: distanceText(distanceM, lang) });
  return measured === 'street' ? text : `${text} (${say('straight')})`;
}

/** What a voice says of a row. */
export function spokenText(view: Pick<FindView, 'lang' | 'state' | 'answer'>, row: FindRow): string {
  const parts = [row.name[view.lang], farText(view, row), stateText(view, row), ...facts(view, row)];
  return parts.join(view.lang === 'zh' ? '，' : ', ');
}

export function distanceText(metres: number, lang: Lang): string {
  const say = sayIn(lang);
  if (metres < 1000) return say('metres', { n: Math.max(10, Math.round(metres / 10) * 10) });
  return say('kilometres', { n: Number((metres / 1000).toFixed(metres < 10_000 ? 1 : 0)) });
}

const SOON_MIN = 30;

function stateChip(view: Pick<FindView, 'lang' | 'answer'>, row: FindRow): Html {
  const { state, changesInMin } = row.open;
  const look = state === 'open' && changesInMin !== null && changesInMin <= SOON_MIN ? 'soon' : state;
  return html`<span class="chip chip-${look}">${stateText(view, row)}</span>`;
}

function stateText(
  { lang, answer }: Pick<FindView, 'lang' | 'answer'>,
  { open: { state, changesInMin } }: FindRow,
): string {
  const say = sayIn(lang);
  if (state === 'unknown') return say('unknown');
  if (changesInMin === null || answer === null) return say(state);
  const time = timeText(new Date(Date.parse(answer.at) + changesInMin * 60_000), { lang, answer });
  if (state === 'closed') return say('closed-until', { time });
  return say(changesInMin <= SOON_MIN ? 'closes-soon' : 'open-until', { time });
}

/** A time of the city's day; with its weekday where that is another one. */
function timeText(moment: Date, { lang, answer }: { readonly lang: Lang; readonly answer: FindAnswer }): string {
  const zone = { timeZone: answer.timeZone } as const;
  const day = (each: Date): string => each.toLocaleDateString(LOCALES[lang], zone);
  const time = moment.toLocaleTimeString(LOCALES[lang], { ...zone, hour: '2-digit', minute: '2-digit', hour12: false });
  if (day(moment) === day(new Date(answer.at))) return time;
  return `${moment.toLocaleDateString(LOCALES[lang], { ...zone, weekday: 'short' })} ${time}`;
}

function savedTime(savedAt: string, { lang, answer }: FindView): string {
  const zone = answer === null ? {} : { timeZone: answer.timeZone };
  const form = { month: 'numeric', day: 'numeric', hour: '2-digit', minute: '2-digit', hour12: false } as const;
  return new Date(savedAt).toLocaleString(LOCALES[lang], { ...zone, ...form });
}

/** Nothing of it is real: that is said once. */
function isSample(answer: FindAnswer | null): boolean {
  return answer !== null && answer.rows.every(({ provenance }) => provenance === 'synthetic');
}

/** What decides, beside the way and the hours: few words each. */
function* facts({ lang, answer }: Pick<FindView, 'lang' | 'answer'>, row: FindRow): Generator<string> {
  const say = sayIn(lang);
  if (row.shared !== null && row.shared.freeNow !== null) yield say('free-spaces', { n: row.shared.freeNow });
  if (row.fee !== null)
    yield row.fee.value === 0 ? say('free') : `${row.fee.title[lang]} ${row.fee.value} ${row.fee.unit[lang]}`;
  if (row.level !== null) yield row.level[lang];
  if (row.accessible === true) yield say('accessible');
  if (row.maxHeightM !== null) yield say('max-height', { n: row.maxHeightM });
  for (const service of row.services.slice(0, 3)) {
    const title = answer?.titles[service];
    if (title !== undefined) yield title[lang];
  }
  if (row.provenance === 'synthetic' && !isSample(answer)) yield say('synthetic');
}

/** The chosen facility: how far, what is known, and the apps that lead there. */
function wayHtml(view: FindView, row: FindRow): Html {
  const { state, lang, route } = view;
  const say = sayIn(lang);
  const name = row.name[lang];
  const known: readonly (readonly [FindText, string | null])[] = [
    ['hours', row.hours],
    ['address', row.address?.[lang] ?? null],
    ['phone', row.phone],
  ];
  const from =
    state.place === null ? null : { ...state.place, name: view.from?.[lang] ?? (state.q || say('position')) };
  const apps = handOffLinks(from, { lon: row.lon, lat: row.lat, name });
  return html`<section class="way" aria-label="${say('way-title', { name })}"><div class="way-head"><div><h2>${name}</h2>
<p class="far">${farText(view, route ?? row)}</p></div><a class="button" data-action="go" href="${hrefOf({ ...state, to: null })}">${say('back')}</a></div>
<p class="chips">${stateChip(view, row)}</p>
<dl>${known.map(([title, value]) => value !== null && html`<div><dt>${say(title)}</dt><dd>${value}</dd></div>`)}</dl>
<p class="apps-title">${say('open-in')}</p><p class="notice wechat" hidden>${say('wechat')}</p>
<ul class="apps">${apps.map(({ app, href }) => html`<li><a class="button" data-app="${app}" href="${href}" rel="noreferrer">${say(app)}</a></li>`)}</ul>
</section>`;
}
