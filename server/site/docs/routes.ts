import Type from 'typebox';
import { LangParameter } from '../../../tiles/api/common.ts';
import { says } from '../../../tiles/api/schema.ts';
import type { SourceInfo } from '../../../tiles/api/wire.ts';
import { anyone, type Rights } from '../../platform/auth/principal.ts';
import { ApiError } from '../../platform/http/errors.ts';
import { Content, HTML_TYPE } from '../../platform/http/content.ts';
import { body, route, type Route } from '../../platform/http/route.ts';
import type { Lang } from '../../platform/messages/index.ts';
import { SITE, SOURCES_PAGE } from '../messages.ts';
import { sourcesHtml } from './sources-page.ts';
import { DOCUMENTS, readDocuments, type DocumentPage } from './documents.ts';
import { docsIndex, docsPage, from, OPEN_HEADERS, PAGE_HEADERS } from './page.ts';
import { referenceHtml, type ApiDescriptionJson } from './reference.ts';

/** Document that the reference of the interface follows. */
const API = 'api';

/** Other names of documents: of planning the methods are what most look for. */
const ALSO_CALLED: ReadonlyMap<string, string> = new Map([['methods', 'planning']]);

/** Pages for people: the documents of the project, and the reference of the interface. They need no script. */
export function docsRoutes(describe: (lang: Lang) => ApiDescriptionJson): readonly Route[] {
  const pages = new Map<string, Promise<Content>>();
  let documents: Promise<(lang: Lang) => readonly DocumentPage[]> | null = null;
  const page = (
    asked: string,
    path: string,
    lang: Lang,
    make: (all: readonly DocumentPage[], root: string) => Page,
  ): Promise<Content> => {
    const root = rootFrom(asked);
    const key = `${lang} ${root} ${path}`;
    const known = pages.get(key);
    if (known !== undefined) return known;
    documents ??= readDocuments();
    const made = documents.then((of) => {
      const all = of(lang);
      const html = docsPage({ ...make(all, root), lang, path, root, documents: all });
      return new Content(Buffer.from(html), { type: HTML_TYPE, headers: OPEN_HEADERS });
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
      handle: ({ lang, path }) =>
        page(path, '/docs', lang, (all, root) => ({
          title: SITE['docs-title'][lang],
          body: docsIndex(all, lang, root),
        })),
    }),
    route({
      ...common,
      path: '/docs/:name',
      params: Type.Object({ name: Type.String(says('文档名。', 'Name of the document.')) }),
      handle: ({ params: { name }, lang, path: asked }) => {
        const path = `/docs/${name}`;
        return page(asked, path, lang, (all, root) => {
          const document = all.find((each) => each.name === (ALSO_CALLED.get(name) ?? name));
          if (document === undefined) throw new ApiError(404, 'unknown-route', 'unknown-route', { values: { path } });
          const reference = name === API ? referenceHtml(describe(lang), lang, root) : '';
          return { title: document.title, body: linked(document.html, root) + reference };
        });
      },
    }),
  ];
}

/** Relative address of the root from a page: `/docs/api` is one folder down, `/docs/` likewise. */
function rootFrom(path: string): string {
  const depth = path.split('/').length - 2;
  return depth === 0 ? './' : '../'.repeat(depth);
}

/** Links between documents begin with what stands for their folder. Text cannot hold it so: its quotes are escaped. */
function linked(html: string, root: string): string {
  return html.replaceAll(`href="${DOCUMENTS}`, () => `href="${from(root, '/docs/')}`);
}

/** All tables of all sources, for whoever runs the service. It is made anew each time, and never kept on the way. */
export function sourcesRoute(sources: { readonly list: () => readonly SourceInfo[]; readonly rights: Rights }): Route {
  const path = '/sources';
  let documents: ReturnType<typeof readDocuments> | null = null;
  return route({
    method: 'GET',
    path,
    auth: sources.rights,
    query: Type.Object({ lang: Type.Optional(LangParameter) }),
    answer: body('text/html', SOURCES_PAGE.title),
    cache: 'no-store',
    cors: 'own-site',
    vary: ['language'],
    handle: async ({ lang, path: asked }) => {
      // They stand in the frame of the page, and take longer to read than all tables.
      documents ??= readDocuments();
      const root = rootFrom(asked);
      const html = docsPage({
        lang,
        path,
        root,
        documents: (await documents)(lang),
        title: SOURCES_PAGE.title[lang],
        body: sourcesHtml(sources.list(), lang, root),
      });
      return new Content(Buffer.from(html), { type: HTML_TYPE, headers: PAGE_HEADERS });
    },
  });
}

interface Page {
  readonly title: string;
  readonly body: string;
}
