import type { IncomingMessage } from 'node:http';
import { MAX_REQUEST_KB } from '../../../tiles/api/limits.ts';
import { LONG_ADDRESS } from '../messages/api.ts';
import { ApiError } from './errors.ts';
import { htmlLang } from './page.ts';

/** Node reads twice as much, so that who asks can be told in the form that he reads. */
export const MAX_READ_KB = 2 * MAX_REQUEST_KB;

export function longRequest(): ApiError {
  return new ApiError(431, 'request-too-long', 'request-too-long', { values: { max: MAX_REQUEST_KB } });
}

/** Whether address and headers of a request are longer than they may be. */
export function isLong({ url = '', rawHeaders }: IncomingMessage): boolean {
  return rawHeaders.reduce((sum, { length }) => sum + length, url.length) > MAX_REQUEST_KB * 1024;
}

/** The refusal for whoever followed a link, in both languages: which one he reads may not be known. */
export function longAddressPage(): string {
  const parts = (['zh', 'en'] as const).map((lang) => {
    const { title, body, open } = LONG_ADDRESS;
    const text = body[lang].replace('{max}', String(MAX_REQUEST_KB));
    return `<section lang="${htmlLang(lang)}"><h1>${title[lang]}</h1><p>${text}</p><p><a href="?">${open[lang]}</a></p></section>`;
  });
  return (
    `<!doctype html><html lang="zh-CN"><meta charset="utf-8"><meta name="viewport" content="width=device-width">` +
    `<meta name="color-scheme" content="light dark"><title>${LONG_ADDRESS.title.zh} · ${LONG_ADDRESS.title.en}</title>` +
    `<body style="font:16px/1.6 system-ui,sans-serif;max-width:40rem;margin:12vh auto;padding:0 1rem">` +
    `${parts.join('')}</body></html>\n`
  );
}
