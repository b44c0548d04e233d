import { otherLanguage, PageFrame } from '../../platform/http/page.ts';
import type { Lang } from '../../platform/messages/index.ts';
import { SITE } from '../messages.ts';
import { escapeHtml } from '../../../tiles/text.ts';
import type { DocumentPage } from './documents.ts';

const FRAME = new PageFrame(new URL('docs.css', import.meta.url));
export const PAGE_HEADERS = FRAME.headers();
/** Of pages that any site may show within its own. */
export const OPEN_HEADERS = FRAME.headers({ framedBy: '*' });

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
  const links = documents.map(({ name, title: label }) => {
    const address = `/docs/${name}`;
    const current = address === path ? ' aria-current="page"' : '';
    return `<a href="${from(root, address)}?lang=${lang}"${current}>${escapeHtml(label)}</a>`;
  });
  const home = path === '/docs' ? ' aria-current="page"' : '';
  const address = (other: Lang): string => `${from(root, path)}?lang=${other}`;
  return FRAME.html({
    lang,
    title: `${title} · ${SITE['docs-title'][lang]}`,
    icon: from(root, '/favicon.svg'),
    body: `<a class="skip" href="#content">${escapeHtml(SITE['docs-skip'][lang])}</a>
<header>
<strong><a href="${from(root, '/docs')}?lang=${lang}"${home}>${escapeHtml(SITE['docs-title'][lang])}</a></strong>
<nav aria-label="${escapeHtml(SITE['docs-title'][lang])}">${links.join(' · ')}</nav>
${otherLanguage(lang, { address, name: SITE['docs-language'], kind: 'lang' })}
</header>
<main id="content">
${body}
</main>`,
  });
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
