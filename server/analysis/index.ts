export { analysisApiError } from './api-errors.ts';
export { readStored, type Stored } from './catalogue.ts';
export { readGeoTiff } from './demand/import/geotiff-raster.ts';
export { checkCrs, windowOf } from './demand/import/pixels.ts';
export { RasterError, type PixelWindow, type Raster } from './demand/import/raster.ts';
export { createProjection } from './demand/projection.ts';
export { AnalysisEngine } from './engine/engine.ts';
export { studyWork } from './job-work.ts';
export { analysisRoutes } from './routes.ts';
