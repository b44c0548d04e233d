import { OverviewSchema } from '../../tiles/api/overview.ts';
import { anyone, PUBLIC } from '../platform/auth/principal.ts';
import { Content } from '../platform/http/content.ts';
import { json, route, type Route } from '../platform/http/route.ts';
import { OVERVIEW } from './messages.ts';
import { makeOverview, type OverviewParts, readKey } from './service.ts';

/** The answer of the data as it is now is kept: everybody who opens the map asks for it. */
export function overviewRoutes(parts: OverviewParts): readonly Route[] {
  let kept: { readonly key: string; readonly answer: Promise<Content> } | null = null;
  return [
    route({
      method: 'GET',
      path: '/overview',
      auth: anyone,
      turn: 'passed',
      answer: json(OverviewSchema),
      cache: 'revalidate',
      cors: 'any-site',
      docs: { tag: 'layers', id: 'getOverview', summary: OVERVIEW['get-overview'], examples: ['/overview'] },
      handle: async () => {
        // Nobody's request ends what others wait for, so it is made without the signal of whoever asks first.
        const stored = await readKey(parts, parts.db.as(PUBLIC, {}));
        if (kept?.key !== stored.key) {
          const answer = makeOverview(parts, stored).then((overview) => Content.json(overview));
          const begun = { key: stored.key, answer };
          kept = begun;
          answer.catch(() => {
            if (kept === begun) kept = null;
          });
        }
        return kept.answer;
      },
    }),
  ];
}
