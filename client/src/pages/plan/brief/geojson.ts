/** Cells, facilities and gap areas as GeoJSON (RFC 7946), sources and assumptions as foreign members. */
import type { StreetEdit } from '../../../../../tiles/api/street-edits.ts';
import { cellId, type Cells } from '../data/cells.ts';
import { modesOf } from '../state/streets.ts';
import { dissolve } from './dissolve.ts';
import type { Subject } from './subject.ts';
import { degrees, facilitiesOf, minutesOf, notesOf, streetsOf } from './tables.ts';

export const COLLECTIONS = ['cells', 'facilities', 'gaps', 'streets'] as const;
export type CollectionId = (typeof COLLECTIONS)[number];

export interface Feature {
  readonly type: 'Feature';
  readonly id: string | number;
  readonly geometry: Readonly<Record<string, unknown>>;
  readonly properties: Readonly<Record<string, unknown>>;
}

type Position = [lon: number, lat: number];

/** A FeatureCollection in pieces of text, to be kept in a `Blob`. @param about foreign members: what it is of */
export function* geojsonPieces(
  about: object,
  id: string,
  features: Iterable<Feature>,
  featuresPerPiece = 2000,
): Generator<string> {
  const head = { type: 'FeatureCollection', collection: id, ...about };
  let piece = `${JSON.stringify(head).slice(0, -1)},"features":[\n`;
  let count = 0;
  for (const feature of features) {
    piece += `${count === 0 ? '' : ',\n'}${JSON.stringify(feature)}`;
    count += 1;
    if (count % featuresPerPiece !== 0) continue;
    yield piece;
    piece = '';
  }
  yield `${piece}\n]}\n`;
}

/** The question and the scenario that the page shows, and where everything comes from. */
export function originOf(subject: Subject): object {
  const {
    asked,
    coverage: { header },
    cells,
    scenario,
    date,
    link,
    withinS,
  } = subject;
  return {
    scenario,
    date: date.toISOString(),
    link,
    withinS,
    gapsAndFacilitiesWithinS: header.summary.withinS,
    network: asked.network,
    detour: asked.detour,
    travel: asked.travel,
    demand: asked.demand,
    group: asked.group,
    facilities: { layer: asked.layer, filter: asked.filter },
    provenance: { people: cells.header.provenance },
    dataKey: header.key,
    notes: notesOf(subject).map(({ name, value }) => `${name}: ${value}`),
  };
}

export function* featuresOf(subject: Subject, id: CollectionId): Generator<Feature> {
  switch (id) {
    case 'cells':
      for (let cell = 0; cell < subject.cells.count; cell += 1) yield cellFeature(subject, cell);
      return;
    case 'facilities':
      for (const { id: facility, lon, lat, state, people, exclusivePeople } of facilitiesOf(subject)) {
        yield {
          type: 'Feature',
          id: facility,
          geometry: { type: 'Point', coordinates: [degrees(lon), degrees(lat)] },
          properties: { state, people, exclusivePeople },
        };
      }
      return;
    case 'streets':
      for (const { edit, ...measures } of streetsOf(subject)) yield streetFeature(edit, measures);
      return;
    case 'gaps':
      for (const gap of subject.coverage.header.gaps) {
        const { rank, people, areaM2, cells, district, subdistrict, nearest } = gap;
        yield {
          type: 'Feature',
          id: rank,
          geometry: gapGeometry(subject.cells, cells),
          properties: {
            rank,
            people,
            areaM2,
            cells: cells.length,
            district,
            subdistrict,
            nearestFacility: nearest?.facility ?? null,
            meanMinutes: nearest === null ? null : minutesOf(nearest.cost),
          },
        };
      }
  }
}

/** The settings as a study has them, and what is measured of the edit. */
function streetFeature(edit: StreetEdit, measures: Feature['properties']): Feature {
  if (edit.kind === 'shut') {
    const { id, area, kind } = edit;
    return { type: 'Feature', id, geometry: { ...area }, properties: { kind, ...measures } };
  }
  const { id, line, ...settings } = edit;
  const geometry =
    line.length === 1 ? { type: 'Point', coordinates: line[0] } : { type: 'LineString', coordinates: line };
  return { type: 'Feature', id, geometry, properties: { ...settings, modes: modesOf(edit), ...measures } };
}

function cellFeature({ cells, coverage }: Subject, cell: number): Feature {
  const {
    header: { districts, subdistricts, provenance },
  } = cells;
  return {
    type: 'Feature',
    id: cellId(cells, cell),
    geometry: cellGeometry(cells, cell),
    properties: {
      people: cells.people[cell],
      areaM2: cells.areaM2[cell],
      minutes: minutesOf(coverage.cost[cell] as number),
      nearestFacility: coverage.facilities[coverage.nearest[cell] as number]?.id ?? null,
      district: districts[cells.district[cell] as number] ?? null,
      subdistrict: subdistricts[cells.subdistrict[cell] as number] ?? null,
      provenance,
    },
  };
}

/** Its outline; its place where it has none. */
export function cellGeometry(cells: Cells, cell: number): Feature['geometry'] {
  const ring = cellRing(cells, cell);
  return ring.length === 0
    ? { type: 'Point', coordinates: centre(cells, cell) }
    : { type: 'Polygon', coordinates: [[...ring, ring[0]]] };
}

function gapGeometry(cells: Cells, members: readonly number[]): Readonly<Record<string, unknown>> {
  if (cells.header.ringSize === 0)
    return { type: 'MultiPoint', coordinates: members.map((cell) => centre(cells, cell)) };
  return { type: 'MultiPolygon', coordinates: dissolve(members.map((cell) => cellRing(cells, cell))) };
}

function centre({ lonLat }: Cells, cell: number): Position {
  return [degrees(lonLat[2 * cell] as number), degrees(lonLat[2 * cell + 1] as number)];
}

/** Corners, counter-clockwise as the service gives them, not closed. */
export function cellRing({ lonLat, ring, header: { ringSize } }: Cells, cell: number): Position[] {
  return Array.from({ length: ringSize }, (_, k) => {
    const at = 2 * (cell * ringSize + k);
    return [
      degrees((lonLat[2 * cell] as number) + (ring[at] as number)),
      degrees((lonLat[2 * cell + 1] as number) + (ring[at + 1] as number)),
    ];
  });
}
