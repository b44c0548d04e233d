export { CityOverview } from './city-overview.ts';
export { overviewRoutes } from './routes.ts';
