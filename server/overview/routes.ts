import { OverviewSchema } from '../../tiles/api/overview.ts';
import { anyone } from '../platform/auth/principal.ts';
import { ApiError } from '../platform/http/errors.ts';
import { body, json, route, type Route } from '../platform/http/route.ts';
import type { CityOverview } from './city-overview.ts';
import { OVERVIEW } from './messages.ts';

export function overviewRoutes(overview: Pick<CityOverview, 'figures' | 'picture'>): readonly Route[] {
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
      handle: () => overview.figures(),
    }),
    route({
      method: 'GET',
      path: '/overview/picture.svg',
      auth: anyone,
      turn: 'kept',
      answer: body('image/svg+xml', OVERVIEW.picture),
      cache: 'revalidate',
      cors: 'any-site',
      docs: {
        tag: 'layers',
        id: 'getOverviewPicture',
        summary: OVERVIEW['get-picture'],
        examples: ['/overview/picture.svg'],
      },
      handle: async () => {
        const picture = await overview.picture();
        if (picture === null) throw new ApiError(404, 'no-picture', OVERVIEW['no-picture']);
        return picture;
      },
    }),
  ];
}
