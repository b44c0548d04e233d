import Type from 'typebox';
import { LangParameter } from '../../tiles/api/common.ts';
import type { SourceInfo } from '../../tiles/api/wire.ts';
import { anyone, type Rights } from '../platform/auth/principal.ts';
import { Content } from '../platform/http/content.ts';
import { atPrefix, openApi } from '../platform/http/openapi.ts';
import { PrefixedContents } from '../platform/http/prefixed-contents.ts';
import { json, route, type Route } from '../platform/http/route.ts';
import type { Lang } from '../platform/messages/index.ts';
import type { ApiDescriptionJson } from './docs/reference.ts';
import { docsRoutes, sourcesRoute } from './docs/routes.ts';
import { SITE, TAGS } from './messages.ts';

export interface ApiDescription {
  /** All that it describes, in its order. */
  readonly routes: readonly Route[];
  readonly version: string;
  /** Databases whose tables are layers, and who is told of them: see the page `/sources`. */
  readonly sources?: { readonly list: () => readonly SourceInfo[]; readonly rights: Rights };
}

/** The description of the whole interface, written once a language. */
class ApiDocument {
  readonly #description: ApiDescription;
  readonly #written = new Map<Lang, Readonly<Record<string, unknown>>>();

  constructor(description: ApiDescription) {
    this.#description = description;
  }

  in(lang: Lang): Readonly<Record<string, unknown>> {
    const known = this.#written.get(lang);
    if (known !== undefined) return known;
    const { routes, version } = this.#description;
    const written = openApi({
      routes,
      version,
      lang,
      title: SITE['api-title'],
      tags: TAGS,
    });
    this.#written.set(lang, written);
    return written;
  }
}

/** `/openapi.json`, and the pages under `/docs` that read it. */
export function apiRoutes(description: ApiDescription): readonly Route[] {
  const contents = new PrefixedContents();
  const own: Route = route({
    method: 'GET',
    path: '/openapi.json',
    auth: anyone,
    query: Type.Object({ lang: Type.Optional(LangParameter) }),
    answer: json(Type.Unsafe<object>({ type: 'object' })),
    cache: 'revalidate',
    cors: 'any-site',
    vary: ['language', 'prefix'],
    docs: { tag: 'service', id: 'getOpenApi', summary: SITE['get-openapi'], examples: ['/openapi.json'] },
    handle: ({ lang, prefix }) => contents.of(lang, prefix, () => Content.json(atPrefix(document.in(lang), prefix))),
  });
  const document = new ApiDocument({ ...description, routes: [...description.routes, own] });
  return [
    own,
    ...docsRoutes((lang) => document.in(lang) as unknown as ApiDescriptionJson),
    ...(description.sources === undefined ? [] : [sourcesRoute(description.sources)]),
  ];
}
