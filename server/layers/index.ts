export { LayerStatsCache } from './layer-stats.ts';
export { layerRoutes } from './routes.ts';
