/** What other modules may use of this one: the city's own base map, made and served. */
export { BaseMap, type BaseMapInfo } from './base-map.ts';
export type { BaseFeature } from './feature.ts';
export { mercatorX, mercatorY, toPath } from './mercator.ts';
export { baseMapPaths, DEMO_BASE_MAP, importedPath, terrainPath } from './place.ts';
export { baseMapRoutes } from './routes.ts';
export { writeBaseMap, type BaseMapContents } from './write.ts';
export { BaseMapError } from './errors.ts';
export { importTerrain, type ImportTerrainReport } from './terrain/import.ts';
export { importBaseMap, type ImportBaseMapReport } from './import.ts';
