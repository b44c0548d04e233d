import Type from 'typebox';
import { LangParameter } from '../../../tiles/api/common.ts';
import { says } from '../../../tiles/api/schema.ts';
import type { SourceInfo } from '../../../tiles/api/wire.ts';
import { anyone, type Rights } from '../../platform/auth/principal.ts';
import { ApiError } from '../../platform/http/errors.ts';
import { Content } from '../../platform/http/content.ts';
import { body, route, type Route } from '../../platform/http/route.ts';
import type { Lang } from '../../platform/messages/index.ts';
import { SITE, SOURCES_PAGE } from '../messages.ts';
import { sourcesHtml } from './sources-page.ts';
import { readDocuments, type DocumentPage } from './documents.ts';
import { docsIndex, docsPage, pageHeaders } from './page.ts';
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
      return new Content(Buffer.from(html), { type: HTML_TYPE, headers: pageHeaders('*') });
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

/** All tables of all sources, for whoever runs the service. It is made anew each time, and never kept on the way. */
export function sourcesRoute(sources: { readonly list: () => readonly SourceInfo[]; readonly rights: Rights }): Route {
  const path = '/sources';
  return route({
    method: 'GET',
    path,
    auth: sources.rights,
    query: Type.Object({ lang: Type.Optional(LangParameter) }),
    answer: body('text/html', SOURCES_PAGE.title),
    cache: 'no-store',
    cors: 'own-site',
    vary: ['language'],
    handle: async ({ lang }) => {
      const documents = (await readDocuments())(lang);
      const html = docsPage({
        lang,
        path,
        documents,
        title: SOURCES_PAGE.title[lang],
        body: sourcesHtml(sources.list(), lang),
      });
      return new Content(Buffer.from(html), { type: HTML_TYPE, headers: pageHeaders("'none'") });
    },
  });
}

interface Page {
  readonly title: string;
  readonly body: string;
}
