/** The page in an iframe: as it was built, with its title, its links for programs, and who may speak with it. */
import { LOCALES } from '../../tiles/i18n.ts';
import { escapeHtml } from '../../tiles/text.ts';
import type { Lang } from '../platform/messages/index.ts';

export interface EmbedPage {
  readonly lang: Lang;
  readonly title: string;
  /** HTML. */
  readonly links: string;
  readonly origins: readonly string[];
}

export function fillEmbedPage(template: string, { lang, title, links, origins }: EmbedPage): string {
  const parts: readonly (readonly [string, string])[] = [
    ['<html lang="zh-CN">', `<html lang="${LOCALES[lang]}">`],
    [
      '<meta name="chengtu-embed-origins" content="" />',
      `<meta name="chengtu-embed-origins" content="${escapeHtml(origins.join(' '))}" />`,
    ],
    ['<title>城图 Chengtu</title>', `<title>${escapeHtml(title)}</title>${links}`],
  ];
  return parts.reduce((page, [before, after]) => page.replace(before, () => after), template);
}
