import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { Lang } from '../../platform/messages/index.ts';
import { SITE } from '../messages.ts';
import { escapeHtml } from '../../../tiles/text.ts';
import type { DocumentPage } from './documents.ts';

const STYLE = readFileSync(new URL('docs.css', import.meta.url), 'utf8');
const STYLE_HASH = createHash('sha256').update(STYLE).digest('base64');

/** Headers of a page that runs nothing and fetches nothing. `framedBy`: the sites that may show it within theirs. */
export function pageHeaders(framedBy: '*' | "'none'"): Readonly<Record<string, string>> {
  const policy = [
    "default-src 'none'",
    `style-src 'sha256-${STYLE_HASH}'`,
    "img-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    `frame-ancestors ${framedBy}`,
  ];
  return { 'Content-Security-Policy': policy.join('; ') };
}

export interface PageParts {
  readonly lang: Lang;
  readonly title: string;
  /** Address of the page from the root of the service, without its language. */
  readonly path: string;
  /** Relative address of the root of the service, such as `../`: the service cannot know every prefix before it. */
  readonly root: string;
  readonly documents: readonly DocumentPage[];
  /** HTML. */
  readonly body: string;
}

/** An address of the service as a page has it whose root is at `root`. */
export function from(root: string, address: string): string {
  return root + address.slice(1);
}

/** A page in the frame that all documents have: links to the others, and to the other language. */
export function docsPage({ lang, title, path, root, documents, body }: PageParts): string {
  const other = lang === 'zh' ? 'en' : 'zh';
  const links = documents.map(({ name, title: label }) => {
    const address = `/docs/${name}`;
    const current = address === path ? ' aria-current="page"' : '';
    return `<a href="${from(root, address)}?lang=${lang}"${current}>${escapeHtml(label)}</a>`;
  });
  const home = path === '/docs' ? ' aria-current="page"' : '';
  return `<!doctype html>
<html lang="${lang === 'zh' ? 'zh-CN' : 'en'}">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="icon" href="${from(root, '/favicon.svg')}" type="image/svg+xml">
<title>${escapeHtml(title)} · ${escapeHtml(SITE['docs-title'][lang])}</title>
<style>${STYLE}</style>
<a class="skip" href="#content">${escapeHtml(SITE['docs-skip'][lang])}</a>
<header>
<strong><a href="${from(root, '/docs')}?lang=${lang}"${home}>${escapeHtml(SITE['docs-title'][lang])}</a></strong>
<nav aria-label="${escapeHtml(SITE['docs-title'][lang])}">${links.join(' · ')}</nav>
<a class="lang" href="${from(root, path)}?lang=${other}" hreflang="${other}" lang="${other === 'zh' ? 'zh-CN' : 'en'}">${SITE['docs-language'][other]}</a>
</header>
<main id="content">
${body}
</main>
</html>
`;
}

/** The list of all documents. */
export function docsIndex(documents: readonly DocumentPage[], lang: Lang, root: string): string {
  const items = documents.map(
    ({ name, title }) => `<li><a href="${from(root, `/docs/${name}`)}?lang=${lang}">${escapeHtml(title)}</a></li>`,
  );
  return `<h1>${escapeHtml(SITE['docs-title'][lang])}</h1>
<p>${escapeHtml(SITE['docs-intro'][lang])}</p>
<ul>${items.join('')}</ul>
<p><a href="${from(root, '/openapi.json')}?lang=${lang}">/openapi.json</a> · <a href="${root}">${escapeHtml(SITE['docs-map'][lang])}</a></p>`;
}
