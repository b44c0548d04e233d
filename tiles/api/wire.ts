/** Types of the HTTP API, shared by the server that answers and the client that asks; each follows from its schema. */
export type { CaseList } from './cases.ts';
export type { Bbox } from './common.ts';
export type {
  AreaName,
  Column,
  Columns,
  Counts,
  GeoJSONGeometry,
  Item,
  BriefLayerList,
  LayerInfo,
  SourceInfo,
  LayerList,
  NearbyResult,
} from './layers.ts';
export type { Problem } from './problem.ts';
export type { SearchHit, SearchResult } from './search.ts';
export type { ClientConfig, Health, ServerEvent } from './service.ts';
