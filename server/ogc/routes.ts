/** The public layers by the standards of OGC: features, vector tiles and styles. */
import type { Route } from '../platform/http/route.ts';
import { collectionRoutes } from './collection-routes.ts';
import type { OgcRoutesParts } from './context.ts';
import { itemRoutes } from './item-routes.ts';
import { serviceRoutes } from './service-routes.ts';
import { styleRoutes } from './style-routes.ts';
import { tilesetRoutes } from './tileset-routes.ts';

export function ogcRoutes(parts: OgcRoutesParts): readonly Route[] {
  const routes: readonly Route[] = [
    ...serviceRoutes(parts, () => routes),
    ...collectionRoutes(parts),
    ...itemRoutes(parts),
    ...tilesetRoutes(parts),
    ...styleRoutes(parts),
  ];
  return routes;
}
