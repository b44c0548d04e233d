import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Marked, type Tokens } from 'marked';
import type { Lang } from '../../platform/messages/index.ts';
import { escapeHtml } from '../../../tiles/text.ts';

const FOLDER = fileURLToPath(new URL('../../../data/docs/', import.meta.url));
/** `operations.md` is Chinese, `operations.en.md` its English; a document may have one of them alone. */
const FILE = /^([a-z0-9-]+)(\.en)?\.md$/;

export interface DocumentPage {
  readonly name: string;
  readonly title: string;
  /** The language of the text. A document that is not translated has another one than asked for. */
  readonly lang: Lang;
  readonly html: string;
}

/** The documents of a folder of Markdown, by name. They are read at once and stay as they are. */
export async function readDocuments(folder: string = FOLDER): Promise<(lang: Lang) => readonly DocumentPage[]> {
  const files = (await readdir(folder)).flatMap((file) => {
    const [, name, isEnglish] = FILE.exec(file) ?? [];
    return name === undefined
      ? []
      : [{ file, name, lang: isEnglish === undefined ? ('zh' as const) : ('en' as const) }];
  });
  const names = new Set(files.map(({ name }) => name));
  const pages = await Promise.all(
    files.map(async ({ file, name, lang }) => render(name, lang, await readFile(join(folder, file), 'utf8'), names)),
  );
  return (lang) =>
    [...names].sort().flatMap((name) => {
      const own = pages.filter((page) => page.name === name);
      return own.find((page) => page.lang === lang) ?? own[0] ?? [];
    });
}

function render(name: string, lang: Lang, text: string, names: ReadonlySet<string>): DocumentPage {
  const [, title = name] = /^# (.+)$/m.exec(text) ?? [];
  const marked = new Marked({
    gfm: true,
    renderer: {
      heading({ tokens, depth, text: heading }: Tokens.Heading): string {
        const level = String(depth);
        return `<h${level} id="${anchorOf(heading)}">${this.parser.parseInline(tokens)}</h${level}>\n`;
      },
      link({ href, tokens }: Tokens.Link): string {
        const label = this.parser.parseInline(tokens);
        const target = addressOf(href, names);
        return target === null ? label : `<a href="${escapeHtml(target)}">${label}</a>`;
      },
      table(token: Tokens.Table): string {
        const row = (cells: readonly Tokens.TableCell[], tag: 'th' | 'td'): string =>
          `<tr>${cells.map((cell) => `<${tag}>${this.parser.parseInline(cell.tokens)}</${tag}>`).join('')}</tr>`;
        const body = token.rows.map((cells) => row(cells, 'td')).join('');
        return `<div class="table" tabindex="0"><table><thead>${row(token.header, 'th')}</thead><tbody>${body}</tbody></table></div>\n`;
      },
      // By keyboard too, as it scrolls where it is wider than the page.
      code: ({ text: code }) => `<pre tabindex="0"><code>${escapeHtml(code)}</code></pre>\n`,
      // Documents are text: what looks like HTML in them is shown as it is.
      html: ({ text: html }) => escapeHtml(html),
    },
  });
  return { name, title, lang, html: marked.parse(text, { async: false }) };
}

/** Stands for the address of the documents, which depends on the page that shows one. */
export const DOCUMENTS = 'documents:';

/** Where a link of a document leads; null for files of the project, which the service does not serve. */
function addressOf(href: string, names: ReadonlySet<string>): string | null {
  if (/^(?:https?:|#)/.test(href)) return href;
  if (href.startsWith('/')) return `${DOCUMENTS}..${href}`;
  const [file = '', anchor] = href.split('#');
  const [, name, isEnglish] = FILE.exec(file) ?? [];
  if (name === undefined || !names.has(name)) return null;
  return `${DOCUMENTS}${name}?lang=${isEnglish === undefined ? 'zh' : 'en'}${anchor === undefined ? '' : `#${anchor}`}`;
}

/** As GitHub makes them, so that links work there and here. */
function anchorOf(heading: string): string {
  return heading
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\s-]/gu, '')
    .trim()
    .replace(/\s+/g, '-');
}
