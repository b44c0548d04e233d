/** The page of a facility: whole HTML that needs no script. */
import type { Item } from '../../tiles/api/wire.ts';
import { sharedText, stateClass } from '../../tiles/hours/index.ts';
import { LOCALES, type Lang } from '../../tiles/i18n.ts';
import type { Text } from '../../tiles/layer/layer.ts';
import { escapeHtml } from '../../tiles/text.ts';
import { otherLanguage, PageFrame } from '../platform/http/page.ts';
import { say, type MessageValues } from '../platform/messages/index.ts';
import { PROBLEMS } from './checks.ts';
import { jsonLd } from './json-ld.ts';
import { CERTAINTY, FACILITIES, KINDS, PROBLEM_TITLES } from './messages.ts';
import type { Fact, FacilityLayer, FacilityView } from './view.ts';

const FRAME = new PageFrame(new URL('page.css', import.meta.url));
/** Pages send their forms to this service alone. */
export const PAGE_HEADERS = FRAME.headers({ forms: "'self'" });

/** Where a page stands: its own address, and the way from it to the root of the service. */
export interface PagePlace {
  readonly lang: Lang;
  /** Relative, such as `../../`. */
  readonly root: string;
  /** Relative address of the same page without its query. */
  readonly self: string;
  readonly city: Text;
}

/** What became of what somebody has sent; absent where nothing was sent. */
export type Outcome = 'thanks-right' | 'thanks-wrong' | 'too-many' | 'not-understood';

export interface FacilityPageParts extends PagePlace {
  readonly layer: FacilityLayer;
  readonly item: Item;
  readonly view: FacilityView;
  /** Absolute, the same in both languages. */
  readonly url: string;
  readonly source: string;
  readonly firstAt: Date | null;
  readonly confirmedAt: Date | null;
  readonly timeZone: string;
  readonly outcome: Outcome | undefined;
}

export function facilityPage(parts: FacilityPageParts): string {
  const { layer, item, view, url, lang } = parts;
  const data = JSON.stringify(jsonLd(layer, item, { view, url })).replaceAll('<', '\\u003c');
  const head =
    `<link rel="canonical" href="${escapeHtml(url)}?lang=${lang}">` +
    (['zh', 'en'] as const)
      .map((each) => `<link rel="alternate" hreflang="${each}" href="${escapeHtml(url)}?lang=${each}">`)
      .join('') +
    `<meta name="description" content="${escapeHtml(descriptionOf(parts))}">` +
    `<script type="application/ld+json">${data}</script>`;
  return pageHtml(parts, {
    title: view.name,
    head,
    body: [headHtml(parts), nowHtml(parts), checkHtml(parts), moreHtml(parts), aboutHtml(parts)].join('\n'),
  });
}

function descriptionOf({ layer, view, lang }: FacilityPageParts): string {
  const parts = [KINDS[layer.facility.kind][lang], view.address, view.hoursText, view.has.join(FACILITIES.list[lang])];
  return parts.filter((part) => part !== null && part !== '').join(' · ');
}

function headHtml({ layer, view, lang, root, item }: FacilityPageParts): string {
  const at = `${view.lon.toFixed(6)},${view.lat.toFixed(6)}`;
  const kind = [KINDS[layer.facility.kind][lang], view.level ?? []].flat().join(' · ');
  const { kind: facilityKind } = layer.facility;
  const feature = `${layer.id}/${item.id}`;
  const place = `lon=${view.lon.toFixed(5)}&lat=${view.lat.toFixed(5)}`;
  const go = `${root}find?kind=${facilityKind}&to=${encodeURIComponent(feature)}&lang=${lang}`;
  const others = `${root}find?kind=${facilityKind}&${place}&lang=${lang}`;
  const map = `${root}?layers=${layer.id}&sel=${encodeURIComponent(feature)}&lang=${lang}#16/${view.lat.toFixed(5)}/${view.lon.toFixed(5)}`;
  const geo = `geo:${view.lat.toFixed(6)},${view.lon.toFixed(6)}?q=${at.split(',').toReversed().join(',')}(${encodeURIComponent(view.name)})`;
  return `<p class="kind">${escapeHtml(kind)}</p>
<h1>${escapeHtml(view.name)}</h1>
<p class="state"><span class="chip ${stateClass(view.state)}">${escapeHtml(view.stateText)}</span>${
    view.reason === null ? '' : ` <span class="soft">${escapeHtml(view.reason)}</span>`
  }</p>
<p class="actions">${[
    link(go, FACILITIES.go[lang], 'button primary'),
    link(map, FACILITIES['on-map'][lang], 'button'),
    link(geo, FACILITIES['open-app'][lang], 'button'),
    link(others, FACILITIES['find-others'][lang], 'button'),
  ].join('')}</p>`;
}

/** What people need first: price, hours, access, services, address. */
function nowHtml({ layer, view, lang }: FacilityPageParts): string {
  const rows = [
    row(titleOf(layer, layer.facility.fee) ?? '', view.fee),
    sharedRow(view, lang),
    hoursRow(view, lang),
    row(titleOf(layer, layer.facility.accessible) ?? FACILITIES.accessible[lang], yesNo(view.accessible, lang)),
    view.has.length + view.hasNot.length === 0
      ? ''
      : `<dt>${FACILITIES.services[lang]}</dt><dd>${servicesHtml(view, lang)}</dd>`,
    ...view.services.map(({ title, value }) => row(title, value)),
    row(titleOf(layer, layer.facility.maxHeight) ?? '', view.maxHeight),
    row(FACILITIES.address[lang], view.address),
    view.phone === null
      ? ''
      : `<dt>${FACILITIES.phone[lang]}</dt><dd>${link(`tel:${view.phone.replace(/[^\d+]/g, '')}`, view.phone)}</dd>`,
  ];
  return `<dl class="facts">${rows.join('')}</dl>`;

  function titleOf({ attributes }: FacilityLayer, id: string | undefined): string | undefined {
    return id === undefined ? undefined : attributes[id]?.title[lang];
  }
}

function yesNo(value: boolean | null, lang: Lang): string | null {
  return value === null ? null : FACILITIES[value ? 'yes' : 'no'][lang];
}

function servicesHtml({ has, hasNot }: FacilityView, lang: Lang): string {
  const list =
    has.length === 0 ? '' : `<ul class="services">${has.map((each) => `<li>${escapeHtml(each)}</li>`).join('')}</ul>`;
  const missing = say(FACILITIES['has-not'], lang, { list: hasNot.join(FACILITIES.list[lang]) });
  return list + (hasNot.length === 0 ? '' : `<p class="soft">${escapeHtml(missing)}</p>`);
}

function hoursRow({ week, hoursText }: FacilityView, lang: Lang): string {
  if (hoursText === null) return '';
  const lines = week.map(({ title, value }) => `<div>${escapeHtml(title)} <b>${escapeHtml(value)}</b></div>`).join('');
  const written = escapeHtml(say(FACILITIES['hours-as-written'], lang, { text: hoursText }));
  return `<dt>${FACILITIES.hours[lang]}</dt><dd>${lines}<div class="soft">${written}</div></dd>`;
}

function sharedRow({ shared }: FacilityView, lang: Lang): string {
  return row(FACILITIES['shared-now'][lang], shared === null ? null : sharedText(shared, lang));
}

/** One tap says that all is right; the rest unfolds. */
function checkHtml({ lang, self, outcome, root }: FacilityPageParts): string {
  const said =
    outcome === undefined ? '' : `<p class="said" role="status">${escapeHtml(FACILITIES[outcome][lang])}</p>`;
  const action = `${self}/checks?lang=${lang}`;
  const problems = PROBLEMS.map(
    (problem) =>
      `<label class="choice"><input type="radio" name="problem" value="${problem}" required> ${escapeHtml(PROBLEM_TITLES[problem][lang])}</label>`,
  );
  const open = outcome === 'not-understood' ? ' open' : '';
  return `<section id="check" class="check">
<h2>${FACILITIES['still-right'][lang]}</h2>
${said}
<form method="post" action="${escapeHtml(action)}"><button class="button primary" name="verdict" value="right">${FACILITIES['all-right'][lang]}</button></form>
<details${open}><summary class="button">${FACILITIES['not-right'][lang]}</summary>
<form method="post" action="${escapeHtml(action)}">
<fieldset><legend>${FACILITIES['what-wrong'][lang]}</legend>${problems.join('')}</fieldset>
<label class="note">${escapeHtml(FACILITIES.note[lang])}<textarea name="note" maxlength="300" rows="3"></textarea></label>
<button class="button primary" name="verdict" value="wrong">${FACILITIES.send[lang]}</button>
</form></details>
<p class="soft">${escapeHtml(FACILITIES.privacy[lang])}</p>
<p>${link(`${self}/sign?lang=${lang}`, FACILITIES.sign[lang])} · ${link(`${root}find?lang=${lang}`, FACILITIES['find-facilities'][lang])}</p>
</section>`;
}

function moreHtml({ view: { others }, lang }: FacilityPageParts): string {
  if (others.length === 0) return '';
  return `<details><summary>${FACILITIES.more[lang]}</summary><dl class="facts">${factRows(others)}</dl></details>`;
}

function aboutHtml({ layer, item, view, lang, source, firstAt, confirmedAt, timeZone }: FacilityPageParts): string {
  const date = (at: Date | null): string | null => (at === null ? null : dateText(at, lang, timeZone));
  const rows = [
    row(FACILITIES.confirmed[lang], date(confirmedAt)),
    row(FACILITIES.updated[lang], date(new Date(item.updatedAt))),
    row(FACILITIES['known-since'][lang], date(firstAt)),
    row(FACILITIES.source[lang], source),
    row(FACILITIES.owner[lang], layer.owner[lang]),
    row(FACILITIES.position[lang], `${view.lat.toFixed(6)}, ${view.lon.toFixed(6)}`),
    row(FACILITIES.id[lang], item.id),
  ];
  return `<section><h2>${FACILITIES.about[lang]}</h2>
<p class="certainty ${item.provenance}">${escapeHtml(CERTAINTY[item.provenance][lang])}</p>
<dl class="facts">${rows.join('')}</dl></section>`;
}

/** A page that says what is not there, and where to go on. */
export function missingPage(
  place: PagePlace,
  {
    key,
    text,
  }: { readonly key: 'not-found' | 'gone'; readonly text: { readonly of: Text; readonly values: MessageValues } },
): string {
  const { lang, root } = place;
  return pageHtml(place, {
    title: FACILITIES[key][lang],
    head: '<meta name="robots" content="noindex">',
    body: `<h1>${FACILITIES[key][lang]}</h1>
<p>${escapeHtml(say(text.of, lang, text.values))}</p>
<p class="actions">${link(`${root}find?lang=${lang}`, FACILITIES['find-facilities'][lang], 'button primary')}${link(`${root}?lang=${lang}`, FACILITIES['the-map'][lang], 'button')}</p>`,
  });
}

export function pageHtml(
  { lang, root, self, city }: PagePlace,
  { title, head, body }: { readonly title: string; readonly head: string; readonly body: string },
): string {
  const service = say(FACILITIES['service-name'], lang, { city });
  const address = (other: Lang): string => `${self}?lang=${other}`;
  return FRAME.html({
    lang,
    title: `${title} · ${service}`,
    icon: `${root}favicon.svg`,
    head,
    body: `<header><a href="${root}find?lang=${lang}">${escapeHtml(service)}</a>${otherLanguage(lang, { address, name: FACILITIES.language })}</header>
<main>
${body}
</main>`,
  });
}

export function link(href: string, text: string, kind?: string): string {
  return `<a${kind === undefined ? '' : ` class="${kind}"`} href="${escapeHtml(href)}">${escapeHtml(text)}</a>`;
}

export function dateText(at: Date, lang: Lang, timeZone: string): string {
  return at.toLocaleDateString(LOCALES[lang], { timeZone, year: 'numeric', month: 'long', day: 'numeric' });
}

function factRows(facts: readonly Fact[]): string {
  return facts.map(({ title, value }) => row(title, value)).join('');
}

function row(title: string, value: string | null): string {
  return value === null ? '' : `<dt>${escapeHtml(title)}</dt><dd>${escapeHtml(value)}</dd>`;
}
