/** Resources as pages for people: whole HTML that needs no script. */
import type { Lang } from '../../tiles/i18n.ts';
import type { Text } from '../../tiles/layer/layer.ts';
import { escapeHtml } from '../../tiles/text.ts';
import { otherLanguage, PageFrame } from '../platform/http/page.ts';
import { say } from '../platform/messages/index.ts';
import { inFormat } from './links.ts';
import { OGC } from './messages.ts';

const FRAME = new PageFrame(new URL('page.css', import.meta.url));
export const PAGE_HEADERS = FRAME.headers();

/** A part of a page that is HTML already: everything else is text, and escaped. */
export interface Html {
  readonly html: string;
}

export type Cell = string | number | Html | null;

interface ExampleParts {
  readonly title: string;
  readonly notes: readonly string[];
  readonly content: Html;
}

interface PictureParts {
  /** CSS px. */
  readonly width: number;
  readonly height: number;
  readonly alt: string;
  readonly lang: Lang;
}

export interface Crumb {
  readonly title: string;
  /** Absolute. */
  readonly href: string;
}

export interface PageParts {
  readonly lang: Lang;
  readonly base: string;
  readonly city: Text;
  /** Absolute address of the resource, with its query. */
  readonly self: string;
  /** The way to it. */
  readonly crumbs: readonly Crumb[];
  readonly title: string;
  readonly body: readonly Html[];
  /** Media type of its JSON. */
  readonly jsonType: string;
}

export function pageHtml({ lang, base, city, self, crumbs, title, body, jsonType }: PageParts): string {
  const service = say(OGC['api-title'], lang, { city });
  const address = (other: Lang): string => {
    const url = new URL(inFormat(self, 'html'));
    url.searchParams.set('lang', other);
    return url.href;
  };
  const home = { title: service, href: `${base}/ogc?f=html&lang=${lang}` };
  const json = inFormat(self, 'json');
  const way = [home, ...crumbs].map(({ href, title: text }) => link(href, text).html);
  const ends = [
    link(json, 'JSON'),
    link(`${base}/docs?lang=${lang}`, OGC.docs[lang]),
    link(`${base}/?lang=${lang}`, OGC.map[lang]),
  ];
  return FRAME.html({
    lang,
    title: `${title} · ${service}`,
    icon: `${base}/favicon.svg`,
    head: `<link rel="alternate" type="${escapeHtml(jsonType)}" href="${escapeHtml(json)}">`,
    body: `<header><nav>${way.join('<span aria-hidden="true">›</span>')}</nav>${otherLanguage(lang, { address, name: OGC.language })}</header>
<main>
<h1>${escapeHtml(title)}</h1>
${body.map(({ html }) => html).join('\n')}
</main>
<footer>${actions(ends).html}</footer>`,
  });
}

export function link(href: string, text: string): Html {
  return { html: `<a href="${escapeHtml(href)}">${escapeHtml(text)}</a>` };
}

export function paragraph(text: string, kind?: 'soft'): Html {
  return { html: `<p${kind === undefined ? '' : ` class="${kind}"`}>${escapeHtml(text)}</p>` };
}

export function heading(text: string): Html {
  return { html: `<h2>${escapeHtml(text)}</h2>` };
}

export function actions(links: readonly Html[]): Html {
  return { html: `<p class="actions">${links.map(({ html }) => html).join('')}</p>` };
}

export function code(text: string): Html {
  return { html: `<code>${escapeHtml(text)}</code>` };
}

export function list(items: readonly Cell[]): Html {
  return { html: `<ul>${items.map((item) => `<li>${cellHtml(item)}</li>`).join('')}</ul>` };
}

/** Lines of code. */
export function block(text: string, id: string): Html {
  return { html: `<pre tabindex="0"><code id="${id}">${escapeHtml(text)}</code></pre>` };
}

/** Part of a page that is closed at first. */
export function example({ title, notes, content }: ExampleParts): Html {
  const parts = [...notes.map((each) => paragraph(each, 'soft')), content];
  return {
    html: `<details><summary>${escapeHtml(title)}</summary>${parts.map(({ html }) => html).join('')}</details>`,
  };
}

/** A still picture of the service, in the colours of the page. @param address of a picture, without its look */
export function picture(address: string, { width, height, alt, lang }: PictureParts): Html {
  const of = (theme: 'light' | 'dark', ratio: '' | '@2x'): string => {
    const url = new URL(address.replace('{size}', `${String(width)}x${String(height)}${ratio}`));
    url.searchParams.set('theme', theme);
    url.searchParams.set('lang', lang);
    return escapeHtml(url.href);
  };
  const set = (theme: 'light' | 'dark'): string => `${of(theme, '')} 1x, ${of(theme, '@2x')} 2x`;
  return {
    html: `<picture><source media="(prefers-color-scheme: dark)" srcset="${set('dark')}"><img src="${of('light', '')}" srcset="${set('light')}" width="${String(width)}" height="${String(height)}" alt="${escapeHtml(alt)}" loading="lazy"></picture>`,
  };
}

/** Rows without a value are left out. */
export function facts(rows: readonly (readonly [title: string, value: Cell])[]): Html {
  const shown = rows.filter(([, value]) => value !== null && value !== '');
  return {
    html: `<dl>${shown.map(([title, value]) => `<dt>${escapeHtml(title)}</dt><dd>${cellHtml(value)}</dd>`).join('')}</dl>`,
  };
}

export function table(head: readonly string[], rows: readonly (readonly Cell[])[]): Html {
  const cells = (row: readonly Cell[]): string =>
    row.map((cell) => `<td${typeof cell === 'number' ? ' class="number"' : ''}>${cellHtml(cell)}</td>`).join('');
  return {
    html: `<div class="scroll" tabindex="0"><table><thead><tr>${head
      .map((each) => `<th scope="col">${escapeHtml(each)}</th>`)
      .join('')}</tr></thead><tbody>${rows.map((row) => `<tr>${cells(row)}</tr>`).join('')}</tbody></table></div>`,
  };
}

function cellHtml(cell: Cell): string {
  if (cell === null) return '';
  return typeof cell === 'object' ? cell.html : escapeHtml(String(cell));
}
