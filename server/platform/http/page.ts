/** The frame of pages for people: whole HTML that needs no script, and headers that let it do no more than it must. */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { LANGUAGES, type Lang } from '../../../tiles/i18n.ts';
import { escapeHtml } from '../../../tiles/text.ts';

const COMMON = readFileSync(new URL('page.css', import.meta.url), 'utf8');

/** Quoted as the header has them. */
interface Allowed {
  /** Where forms may go. */
  readonly forms?: "'none'" | "'self'";
  /** Sites that may show the page within theirs. */
  readonly framedBy?: "'none'" | '*';
}

interface FrameParts {
  readonly lang: Lang;
  readonly title: string;
  /** Address of the picture beside the title. */
  readonly icon: string;
  /** HTML. */
  readonly head?: string;
  /** HTML. */
  readonly body: string;
}

/** Pages that look alike. */
export class PageFrame {
  readonly #style: string;
  readonly #hash: string;

  /** @param style their own, which goes behind what all pages have */
  constructor(style: URL) {
    this.#style = COMMON + readFileSync(style, 'utf8');
    this.#hash = createHash('sha256').update(this.#style).digest('base64');
  }

  /** Headers of pages that run nothing, and fetch nothing but pictures of this service. */
  headers({ forms = "'none'", framedBy = "'none'" }: Allowed = {}): Readonly<Record<string, string>> {
    const policy = [
      "default-src 'none'",
      `style-src 'sha256-${this.#hash}'`,
      "img-src 'self'",
      "base-uri 'none'",
      `form-action ${forms}`,
      `frame-ancestors ${framedBy}`,
    ];
    return { 'Content-Security-Policy': policy.join('; ') };
  }

  html({ lang, title, icon, head = '', body }: FrameParts): string {
    return `<!doctype html>
<html lang="${htmlLang(lang)}">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(title)}</title>
<link rel="icon" href="${escapeHtml(icon)}" type="image/svg+xml">
${head}
<style>${this.#style}</style>
${body}
</html>
`;
  }
}

/** The way to the same page in the other language. @param address of the page in a language */
export function otherLanguage(
  lang: Lang,
  {
    address,
    name,
    kind,
  }: {
    readonly address: (lang: Lang) => string;
    readonly name: Readonly<Record<Lang, string>>;
    readonly kind?: string;
  },
): string {
  const other = LANGUAGES.find((each) => each !== lang) ?? lang;
  const own = kind === undefined ? '' : ` class="${kind}"`;
  return `<a${own} href="${escapeHtml(address(other))}" hreflang="${other}" lang="${htmlLang(other)}">${name[other]}</a>`;
}

/** Language of a page or a part of one, as HTML names it. */
export function htmlLang(lang: Lang): string {
  return lang === 'zh' ? 'zh-CN' : 'en';
}
