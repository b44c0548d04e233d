import Type from 'typebox';
import { LangParameter } from '../../../tiles/api/common.ts';
import { says } from '../../../tiles/api/schema.ts';
import { anyone } from '../../platform/auth/principal.ts';
import { ApiError } from '../../platform/http/errors.ts';
import { Content } from '../../platform/http/content.ts';
import { body, route, type Route } from '../../platform/http/route.ts';
import type { Lang } from '../../platform/messages/index.ts';
import { SITE } from '../messages.ts';
import { readDocuments, type DocumentPage } from './documents.ts';
import { docsIndex, docsPage, DOCS_SECURITY } from './page.ts';
import { referenceHtml, type ApiDescriptionJson } from './reference.ts';

const HTML_TYPE = 'text/html; charset=utf-8';
/** Document that the reference of the interface follows. */
const API = 'api';

/** Pages for people: the documents of the project, and the reference of the interface. They need no script. */
export function docsRoutes(describe: (lang: Lang) => ApiDescriptionJson): readonly Route[] {
  const pages = new Map<string, Promise<Content>>();
  let documents: Promise<(lang: Lang) => readonly DocumentPage[]> | null = null;
  const page = (path: string, lang: Lang, make: (all: readonly DocumentPage[]) => Page): Promise<Content> => {
    const key = `${lang} ${path}`;
    const known = pages.get(key);
    if (known !== undefined) return known;
    documents ??= readDocuments();
    const made = documents.then((of) => {
      const all = of(lang);
      const html = docsPage({ ...make(all), lang, path, documents: all });
      return new Content(Buffer.from(html), { type: HTML_TYPE, headers: DOCS_SECURITY });
    });
    // An address without a document is none to remember.
    return made.then((content) => {
      pages.set(key, made);
      return content;
    });
  };
  const common = {
    method: 'GET',
    auth: anyone,
    query: Type.Object({ lang: Type.Optional(LangParameter) }),
    answer: body('text/html', SITE['docs-title']),
    cache: 'revalidate',
    cors: 'any-site',
    vary: ['language'],
  } as const;
  return [
    route({
      ...common,
      path: '/docs',
      handle: ({ lang }) =>
        page('/docs', lang, (all) => ({ title: SITE['docs-title'][lang], body: docsIndex(all, lang) })),
    }),
    route({
      ...common,
      path: '/docs/:name',
      params: Type.Object({ name: Type.String(says('文档名。', 'Name of the document.')) }),
      handle: ({ params: { name }, lang }) => {
        const path = `/docs/${name}`;
        return page(path, lang, (all) => {
          const document = all.find((each) => each.name === name);
          if (document === undefined) throw new ApiError(404, 'unknown-route', 'unknown-route', { values: { path } });
          const reference = name === API ? referenceHtml(describe(lang), lang) : '';
          return { title: document.title, body: document.html + reference };
        });
      },
    }),
  ];
}

interface Page {
  readonly title: string;
  readonly body: string;
}
