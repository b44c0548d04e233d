/** What other modules may use of this one: reading extracts of OpenStreetMap. */
export type { OsmElement, OsmMember, OsmNode, OsmRelation, OsmWay, Tags } from './block.ts';
export { isWithin, seaPolygons, type Ring, type SeaBounds } from './coast.ts';
export { MAX_HEAD_BYTES, OsmFileError, readOsmBounds, readOsmFile } from './file.ts';
