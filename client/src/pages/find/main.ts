/** The public's page: what the service has rendered, made quicker by a script and useful offline. */
import './find.css';
import type { FindRoute } from '../../../../tiles/api/find.ts';
import { FIND_PAGE } from '../../../../tiles/find/messages.ts';
import {
  barHtml,
  countText,
  hasMap,
  mapNoteHtml,
  pageHtml,
  promptHtml,
  resultsHtml,
  spokenText,
  topHtml,
  type FindView,
} from '../../../../tiles/find/page.ts';
import { formatState, readState, type FindState, type LonLat } from '../../../../tiles/find/query.ts';
import { rowOf } from '../../../../tiles/find/rows.ts';
import { fromSaved } from '../../../../tiles/find/saved.ts';
import { fill, LOCALES, type Lang } from '../../../../tiles/i18n.ts';
import { FACILITY_KINDS, type Text } from '../../../../tiles/layer/layer.ts';
import { basePathOf } from '../../data/base.ts';
import { ApiError } from '../../data/errors.ts';
import { fetchAnswer, fetchRoute, Unreachable } from './ask.ts';
import { keepAnswer, keepMap, savedAnswer, startOffline } from './offline.ts';
import type { drawResults } from './map.ts';
import { locate } from './position.ts';
import { bindSheet, scrollToMap } from './sheet.ts';

const BIG_KEY = 'chengtu.find.big';
const base = basePathOf(document);
const root = element('find');
let view = openingView();
let asking = new AbortController();
/** Where the reader was when the browser was asked last. */
let here: LonLat | null = null;
let map: Promise<{ readonly drawResults: typeof drawResults }> | null = null;

const isAsDrawn = /[?&]big=true/.test(location.search) === view.state.big;

// The service says so ahead of the first drawing; in development nobody does.
document.documentElement.dataset['script'] = '';
if (root.childElementCount === 0) root.innerHTML = pageHtml(view).text;
if (view.state.big) document.documentElement.dataset['big'] = '';
bindSheet(element('map'), root, (size) => FIND_PAGE[size === 'half' ? 'sheet-down' : 'sheet-up'][view.lang]);
document.addEventListener('click', onClick);
document.addEventListener('change', onFilter);
addEventListener('popstate', () => void show(readState(new URLSearchParams(location.search)), 'as-is'));
addEventListener('online', () => isWaiting() && void show(view.state, 'as-is'));
startOffline(base);
if (isWaiting() || (view.answer === null && view.problem === null)) void show(view.state, 'replace');
else {
  // What the service has drawn stays as it is: nothing moves while the reader looks.
  if (isAsDrawn) decorate();
  else render();
  void afterAnswer();
}

/** What the service has said in the page; without it, as in development and offline, only what the address says. */
function openingView(): FindView {
  const text = document.getElementById('find-data')?.textContent ?? '';
  const state = readState(new URLSearchParams(location.search));
  const lang: Lang = state.lang ?? (document.documentElement.lang.startsWith('en') ? 'en' : 'zh');
  const empty = {
    state,
    lang,
    from: null,
    others: [],
    answer: null,
    route: null,
    problem: null,
    savedAt: null,
    reviewNumber: null,
  };
  const data = text === '' ? null : (JSON.parse(text) as FindView & { readonly asked: string });
  // Offline the page that was kept stands at every address: only what it says of itself holds.
  const said =
    data === null || data.asked === formatState(state)
      ? { ...empty, ...data }
      : { ...empty, reviewNumber: data.reviewNumber, lang: state.lang ?? data.lang };
  const isBig = said.state.big || (!/[?&]big=/.test(location.search) && remembered(BIG_KEY) === 'true');
  return { ...said, state: { ...said.state, big: isBig } };
}

/** Whether what is shown is there for want of an answer of the service. */
function isWaiting(): boolean {
  return view.savedAt !== null || (view.problem !== null && view.state.place !== null);
}

type History = 'push' | 'replace' | 'as-is';

/** Shows another state: at once what is known of it, then what the service answers. */
async function show(state: FindState, history_: History): Promise<void> {
  asking.abort();
  asking = new AbortController();
  const { signal } = asking;
  const before = view;
  const isSame = before.answer !== null && sameQuestion(before.state, state) && before.savedAt === null;
  const from = nameOfPlace(before, state);
  view = { ...before, state, from, problem: null, others: [], route: null, answer: isSame ? before.answer : null };
  if (history_ !== 'as-is')
    history[history_ === 'push' ? 'pushState' : 'replaceState'](null, '', formatState(state) || location.pathname);
  if (state.kind === null || (state.place === null && navigator.onLine)) {
    view = { ...view, answer: null, savedAt: null };
    render();
    return;
  }
  if (!isSame) say(FIND_PAGE.loading[view.lang]);
  render();
  try {
    if (!isSame && state.place !== null) {
      view = { ...view, answer: await fetchAnswer(base, state, { signal, lang: view.lang }), savedAt: null };
      render();
      say(view.answer === null ? '' : countText(view, view.answer));
    } else if (!isSame) throw new Unreachable();
    await afterAnswer();
  } catch (error) {
    if (signal.aborted) return;
    if (error instanceof Unreachable) await showSaved(state, error);
    else problem(FIND_PAGE.failed, { reason: error instanceof Error ? error.message : String(error) });
  }
}

/** The service cannot be reached: what was kept of this kind. */
async function showSaved(state: FindState, { message }: Unreachable): Promise<void> {
  const saved = state.kind === null ? null : await savedAnswer(base, state.kind);
  if (saved === null) {
    problem(FIND_PAGE[navigator.onLine ? 'failed' : 'offline-nothing'], {
      reason: message || FIND_PAGE['failed-service'][view.lang],
    });
    return;
  }
  const answer = fromSaved(saved.answer, state, new Date());
  view = { ...view, state: { ...state, place: answer.place }, answer, savedAt: saved.savedAt };
  render();
  say(countText(view, answer));
  await drawMap();
}

/** The way to what was chosen, the map, and what is kept for later: nobody waits for these. */
async function afterAnswer(): Promise<void> {
  const { state, answer } = view;
  if (answer === null) return;
  const { signal } = asking;
  const chosen = rowOf(answer, state.to);
  if (chosen !== null && view.route === null && state.place !== null) {
    const route: FindRoute | null = await fetchRoute(base, state.place, chosen, { signal, lang: view.lang }).catch(
      () => null,
    );
    if (signal.aborted) return;
    view = { ...view, route };
    render();
  }
  await drawMap();
  if (view.savedAt === null) keepAnswer(base, state);
}

async function drawMap(): Promise<void> {
  if (view.state.place === null) return;
  const container = element('map');
  try {
    map ??= import('./map.ts');
    const drawn = await map;
    await drawn.drawResults(container, {
      base,
      view,
      choose: (to) => void show({ ...view.state, to }, 'push'),
      drawn: (addresses) => view.savedAt === null && keepMap(base, addresses),
    });
  } catch (error) {
    map = null;
    const isOutdated = error instanceof ApiError && error.code === 'outdated';
    container.innerHTML = mapNoteHtml(view, isOutdated ? 'map-outdated' : 'map-failed').text;
  }
}

/** Draws all but the map anew, and leaves the focus where it was. */
function render(): void {
  const focused = placeOfFocus();
  const { state, lang } = view;
  document.documentElement.lang = LOCALES[lang];
  document.documentElement.toggleAttribute('data-big', state.big);
  const main = root.querySelector('main');
  if (main !== null) main.dataset['placed'] = String(hasMap(view));
  fillIn('.find-bar', barHtml(view).text);
  const typed = root.querySelector<HTMLInputElement>('.where-text')?.value;
  fillIn('.find-top', topHtml(view).text);
  const where = root.querySelector<HTMLInputElement>('.where-text');
  if (where !== null && typed !== undefined && state.q === '' && focused === '.where-text') where.value = typed;
  const wasOpen = root.querySelector<HTMLDetailsElement>('.filters')?.open === true;
  fillIn('#results', resultsHtml(view).text);
  const filters = root.querySelector<HTMLDetailsElement>('.filters');
  if (filters !== null) filters.open = wasOpen;
  decorate();
  if (focused !== null) root.querySelector<HTMLElement>(focused)?.focus({ preventScroll: true });
}

/** What depends on the browser: the service cannot know it. */
function decorate(): void {
  const shown = { locate: 'geolocation' in navigator, say: 'speechSynthesis' in window };
  for (const [action, isShown] of Object.entries(shown))
    for (const button of root.querySelectorAll<HTMLElement>(`[data-action="${action}"]`)) button.hidden = !isShown;
  if (/MicroMessenger/i.test(navigator.userAgent))
    for (const hint of root.querySelectorAll<HTMLElement>('.wechat')) hint.hidden = false;
}

function fillIn(selector: string, html: string): void {
  const part = root.querySelector(selector);
  if (part !== null && part.innerHTML !== html) part.innerHTML = html;
}

/** A selector of what has the focus, as it will be called after the next drawing; null where that is not drawn anew. */
function placeOfFocus(): string | null {
  const { activeElement } = document;
  if (!(activeElement instanceof HTMLElement) || !root.contains(activeElement)) return null;
  const { kind, action } = activeElement.dataset;
  if (kind !== undefined) return `[data-kind="${kind}"]`;
  const row = activeElement.closest<HTMLElement>('[data-to]')?.dataset['to'];
  if (action !== undefined)
    return row === undefined ? `[data-action="${action}"]` : `[data-to="${CSS.escape(row)}"] [data-action="${action}"]`;
  const name = activeElement.getAttribute('name');
  if (name === null) return activeElement.tagName === 'SUMMARY' ? '.filters summary' : null;
  const value =
    activeElement.getAttribute('type') === 'checkbox'
      ? `[value="${CSS.escape(activeElement.getAttribute('value') ?? '')}"]`
      : '';
  return name === 'q' ? '.where-text' : `.filters [name="${name}"]${value}`;
}

function onClick(event: MouseEvent): void {
  if (!(event.target instanceof Element) || event.defaultPrevented) return;
  if (event.ctrlKey || event.metaKey || event.shiftKey || event.button !== 0) return;
  const target = event.target.closest<HTMLElement>('[data-action], [data-kind]');
  if (target === null) return;
  const { action, kind } = target.dataset;
  if (action === 'sheet') return;
  event.preventDefault();
  if (action === 'locate') void fromHere(view.state);
  else if (action === 'big') toggleBig();
  else if (action === 'say') speak(target);
  else if (action === 'map') void drawMap();
  else if (action === 'reload') location.reload();
  else {
    const state = { ...readState(new URLSearchParams(target.getAttribute('href') ?? '')), big: view.state.big };
    const chosen = FACILITY_KINDS.find((each) => each === kind);
    // The list comes first by where one is: two taps, and nothing typed.
    if (chosen !== undefined && state.place === null) void fromHere({ ...state, kind: chosen });
    else void go(state, action === 'way');
  }
}

async function go(state: FindState, isWay: boolean): Promise<void> {
  await show(state, 'push');
  if (isWay) {
    const results = element('results');
    // On a phone the way on the map is above what is said of it.
    if (matchMedia('(max-width: 767.98px)').matches) scrollToMap(element('map'));
    else results.scrollIntoView({ block: 'start' });
    results.focus({ preventScroll: true });
  }
}

/** Looks from where the reader is. Browsers tell it in WGS 84, whichever datum the maps of the country have. */
async function fromHere(state: FindState): Promise<void> {
  say(FIND_PAGE.locating[view.lang]);
  // A phone may take its time.
  fillIn('#results', promptHtml(view, 'locating').text);
  const position = await locate(navigator);
  if (typeof position === 'string') {
    await show(state, 'push');
    // Without a connection what was kept is of use all the same.
    if (view.answer !== null) return;
    problem(FIND_PAGE[position]);
    root.querySelector<HTMLElement>('.where-text')?.focus();
    return;
  }
  here = position;
  await show({ ...state, place: position, q: '', to: null }, 'push');
}

function toggleBig(): void {
  const big = !view.state.big;
  try {
    localStorage.setItem(BIG_KEY, String(big));
  } catch {
    // Then it is not remembered.
  }
  view = { ...view, state: { ...view.state, big } };
  history.replaceState(null, '', formatState(view.state) || location.pathname);
  render();
}

function speak(button: HTMLElement): void {
  const row =
    view.answer === null ? null : rowOf(view.answer, button.closest<HTMLElement>('[data-to]')?.dataset['to'] ?? null);
  if (row === null) return;
  const words = new SpeechSynthesisUtterance(spokenText(view, row));
  words.lang = LOCALES[view.lang];
  speechSynthesis.cancel();
  speechSynthesis.speak(words);
}

/** A filter that is set is asked for at once. */
function onFilter(event: Event): void {
  const form = event.target instanceof Element ? event.target.closest<HTMLFormElement>('.filters form') : null;
  if (form === null) return;
  const data = new FormData(form);
  const asked = readState({
    get: (name) => {
      const values = data.getAll(name).filter((value) => typeof value === 'string');
      return values.length === 0 ? null : values.join(',');
    },
  });
  void show({ ...view.state, filters: asked.filters, radiusM: asked.radiusM, to: null }, 'replace');
}

function problem(text: Text, values: Readonly<Record<string, string>> = {}): void {
  const said = { zh: fill(text.zh, values), en: fill(text.en, values) };
  view = { ...view, problem: said };
  render();
  say(said[view.lang]);
}

/** Tells screen readers. */
function say(text: string): void {
  element('spoken').textContent = text;
}

function sameQuestion(a: FindState, b: FindState): boolean {
  const of = ({ kind, place, radiusM, filters }: FindState): string => JSON.stringify([kind, place, radiusM, filters]);
  return of(a) === of(b);
}

function nameOfPlace(before: FindView, { place }: FindState): Text | null {
  const isSame = (a: LonLat | null): boolean => place !== null && a?.lon === place.lon && a.lat === place.lat;
  if (isSame(here)) return FIND_PAGE.here;
  return isSame(before.state.place) ? before.from : null;
}

function remembered(key: string): string | null {
  try {
    return localStorage.getItem(key);
  } catch {
    return null;
  }
}

function element(id: string): HTMLElement {
  const found = document.getElementById(id);
  if (found === null) throw new Error(`The page has no element with the id "${id}".`);
  return found;
}
