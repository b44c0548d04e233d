/** The page `/find`: whole from the service, so that it is useful before its script has come, and without any. */
import { createHash } from 'node:crypto';
import type { SearchHit } from '../../tiles/api/wire.ts';
import { formatState, MOST_ROWS, readState, typedPlace, USUAL_ROWS, type FindState } from '../../tiles/find/query.ts';
import { FIND_PAGE } from '../../tiles/find/messages.ts';
import { pageHtml, type FindView, type NamedPlace } from '../../tiles/find/page.ts';
import { rowOf } from '../../tiles/find/rows.ts';
import { LOCALES, type Lang } from '../../tiles/i18n.ts';
import type { Text } from '../../tiles/layer/layer.ts';
import { escapeHtml } from '../../tiles/text.ts';
import { anyone } from '../platform/auth/principal.ts';
import type { ApiError } from '../platform/http/errors.ts';
import { Content, HTML_TYPE } from '../platform/http/content.ts';
import type { Query } from '../platform/http/query.ts';
import { body, route, type Route } from '../platform/http/route.ts';
import { bothLanguages } from '../platform/messages/index.ts';
import type { Config } from '../platform/config.ts';
import { builtPage, notBuiltPage } from '../site/index.ts';
import { find, routeTo, type Asker, type FindParts } from './find.ts';

export interface FindPageParts extends FindParts {
  readonly config: Config;
  readonly toApiError: (error: unknown) => ApiError;
  /** Places of a name, the best first. */
  readonly placesOf: (text: string, limit: number, asker: Asker) => Promise<readonly SearchHit[]>;
}

/** Where the built page has nothing yet. */
const EMPTY = '<div id="find"></div>';
/** Places of a name that are offered. */
const MOST_PLACES = 5;

export function findPageRoute(parts: FindPageParts): Route {
  const template = builtPage(parts.config, '/find.html');
  return route({
    method: 'GET',
    path: '/find',
    auth: anyone,
    answer: body('text/html', FIND_PAGE.title),
    // It is of a moment.
    cache: 'no-store',
    cors: 'own-site',
    turn: 'kept',
    vary: ['prefix'],
    handle: async ({ parameters, preferredLang, prefix, principal, signal }) => {
      const page = await template(prefix);
      const state = readState({ get: (name) => textOf(parameters, name) });
      const lang = state.lang ?? preferredLang;
      if (page === null) return notBuiltPage(lang);
      const view = await viewOf(parts, { state, lang }, { principal, signal });
      const html = fillPage(page.html, view, formatState(state));
      return new Content(Buffer.from(html), { type: HTML_TYPE, cache: 'no-store', headers: withBoot(page.headers) });
    },
  });
}

/** A parameter that came twice, or is too long, is none. */
function textOf(parameters: Query, name: string): string | null {
  try {
    return parameters.text(name) ?? null;
  } catch {
    return null;
  }
}

/** All that the page shows. An error of the service is a sentence on the page. */
async function viewOf(
  parts: FindPageParts,
  asked: { readonly state: FindState; readonly lang: Lang },
  asker: Asker,
): Promise<FindView> {
  const empty = {
    ...asked,
    from: null,
    others: [],
    answer: null,
    route: null,
    problem: null,
    savedAt: null,
    reviewNumber: parts.config.mapReviewNumber ?? null,
  };
  try {
    const { state, from, others, problem } = await placed(parts, asked.state, asker);
    if (state.kind === null || state.place === null) return { ...empty, state, others, problem };
    const { kind, place, radiusM, filters } = state;
    const limit = state.to === null ? USUAL_ROWS : MOST_ROWS;
    const answer = await find(parts, { kind, place, radiusM, filters, limit }, new Date(), asker);
    const chosen = rowOf(answer, state.to);
    const way = chosen === null ? null : await routeTo(parts, place, chosen, asker);
    const rows = answer.rows.slice(0, USUAL_ROWS);
    const kept = chosen === null || rows.includes(chosen) ? rows : [...rows.slice(0, USUAL_ROWS - 1), chosen];
    return { ...empty, state, from, others, answer: { ...answer, rows: kept }, route: way };
  } catch (error) {
    if (asker.signal.aborted) throw error;
    parts.log.warn('find-page-failed', { error });
    const { text, values } = parts.toApiError(error);
    return { ...empty, problem: bothLanguages(FIND_PAGE.failed, { reason: bothLanguages(text, values) }) };
  }
}

/** Where is looked from: a position, or the best place of the name that was typed. */
async function placed(
  parts: FindPageParts,
  state: FindState,
  asker: Asker,
): Promise<{
  readonly state: FindState;
  readonly from: Text | null;
  readonly others: readonly NamedPlace[];
  readonly problem: Text | null;
}> {
  if (state.place !== null || state.q === '') return { state, from: null, others: [], problem: null };
  const typed = typedPlace(state.q);
  if (typed !== null) return { state: { ...state, place: typed, q: '' }, from: null, others: [], problem: null };
  const [best, ...others] = await parts.placesOf(state.q, MOST_PLACES, asker);
  if (best === undefined)
    return { state, from: null, others: [], problem: bothLanguages(FIND_PAGE['no-such-place'], { q: state.q }) };
  const { lon, lat, name } = best;
  return { state: { ...state, place: { lon, lat } }, from: name, others, problem: null };
}

/**
 * Follows what the reader chose last time before anything is drawn: the theme of the other pages, and large type.
 * `data-script` says that there will be a script.
 */
const BOOT = `(function(){var d=document.documentElement,p={};try{p=JSON.parse(localStorage.getItem('chengtu.preferences')||'{}')}catch(e){}var t=p.theme,q=matchMedia('(prefers-color-scheme: dark)').matches;d.dataset.theme=t==='dark'||t!=='light'&&q?'dark':'light';d.dataset.script='';try{if(localStorage.getItem('chengtu.find.big')==='true'&&!/[?&]big=/.test(location.search))d.dataset.big=''}catch(e){}})()`;
const BOOT_SOURCE = `'sha256-${createHash('sha256').update(BOOT).digest('base64')}'`;

/** The headers of a page that runs the script above beside those that it loads. */
function withBoot(headers: Readonly<Record<string, string>>): Record<string, string> {
  const policy = 'Content-Security-Policy';
  return {
    ...headers,
    [policy]: (headers[policy] ?? '').replace("script-src 'self'", `script-src 'self' ${BOOT_SOURCE}`),
  };
}

/**
 * Puts a view into the page as it was built.
 * @param asked the address that it answers: offline another page may be shown at an address
 */
function fillPage(template: string, view: FindView, asked: string): string {
  const { lang, state } = view;
  const title = FIND_PAGE.title[lang];
  const data = JSON.stringify({ ...view, asked }).replaceAll('<', String.raw`\u003c`);
  const big = state.big ? ' data-big=""' : '';
  const parts: readonly (readonly [string, string])[] = [
    ['<html lang="zh-CN">', `<html lang="${LOCALES[lang]}"${big}>`],
    ['<title>找设施 Find a facility</title>', `<title>${escapeHtml(title)}</title>`],
    ['</head>', `<script>${BOOT}</script></head>`],
    [
      EMPTY,
      `<div id="find">${pageHtml(view).text}</div><script type="application/json" id="find-data">${data}</script>`,
    ],
  ];
  return parts.reduce((page, [before, after]) => page.replace(before, () => after), template);
}
