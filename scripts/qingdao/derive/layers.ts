import gcoord from 'gcoord';
import type { Feature, FeatureCollection, MultiLineString, MultiPolygon, Polygon, Position } from 'geojson';
import { merge, mesh, type TopoGeometry } from 'topojson-client';
import { topology } from 'topojson-server';
import { areaM2, distanceM, ringAreaM2 } from '../../../tiles/tile/spheroid.ts';
import { CITY_PACKAGE, DISTRICTS, SEA } from './city.ts';
import { faceContains, type Face } from './faces.ts';
import { subdistrictNameEn } from './names.ts';
import { readCity, type Division } from './packages.ts';
import { splitPinched } from './polygonize.ts';
import { LATTICE, toLattice, type Lattice } from './segments.ts';
import { SUBDISTRICT_PLACES } from './subdistrict-places.ts';

export interface BaseLayers {
  readonly districts: FeatureCollection<Polygon | MultiPolygon>;
  readonly subdistricts: FeatureCollection<Polygon | MultiPolygon>;
  readonly sea: FeatureCollection<Polygon | MultiPolygon>;
  readonly coast: FeatureCollection<MultiLineString>;
}

const degrees = (p: Position): Position => [(p[0] as number) / LATTICE, (p[1] as number) / LATTICE];
const collection = <G extends Polygon | MultiPolygon | MultiLineString>(
  features: Feature<G>[],
): FeatureCollection<G> => ({ type: 'FeatureCollection', features });

function lengthM(line: readonly Position[]): number {
  const at = (p: Position): { lon: number; lat: number } => ({ lon: p[0] as number, lat: p[1] as number });
  return line.slice(1).reduce((sum, p, i) => sum + distanceM(at(line[i] as Position), at(p)), 0);
}

/** RFC 7946: outer rings counter-clockwise, holes clockwise, one polygon where one will do, the largest first. */
function tidyPolygons({ coordinates }: MultiPolygon): Polygon | MultiPolygon {
  const polygons = coordinates
    // Islands that touch in one point come out of the merge as one hole, which is not a valid ring.
    .map(([shell = [], ...holes]) =>
      [shell, ...holes.flatMap((hole) => splitPinched(hole))].map((ring, i) => {
        const points = ring.map(degrees);
        return ringAreaM2(points) > 0 === (i === 0) ? points : points.reverse();
      }),
    )
    .sort((a, b) => Math.abs(ringAreaM2(b[0] ?? [])) - Math.abs(ringAreaM2(a[0] ?? [])));
  return polygons.length === 1 && polygons[0]
    ? { type: 'Polygon', coordinates: polygons[0] }
    : { type: 'MultiPolygon', coordinates: polygons };
}

/** Merges the labelled faces, whose vertices are shared exactly, into the layers of the base map. */
export function baseLayers(
  dir: string,
  faces: readonly Face[],
  labels: readonly string[],
  subdistricts: readonly Division[],
): BaseLayers {
  const { objects, ...rest } = topology({
    faces: {
      type: 'FeatureCollection',
      features: faces.map(({ rings }, index) => ({
        type: 'Feature',
        properties: { label: labels[index] as string },
        geometry: { type: 'Polygon', coordinates: rings.map((ring) => ring.map((p) => [...p])) },
      })),
    },
  });
  const faceTopology = { objects, ...rest };
  const object = objects.faces;
  if (!object) throw new Error('The topology lost its faces.');
  const label = (geometry: TopoGeometry): string => String(geometry.properties?.label);
  const area = (matches: (label: string) => boolean): Polygon | MultiPolygon =>
    tidyPolygons(
      merge(
        faceTopology,
        object.geometries.filter((g) => matches(label(g))),
      ),
    );
  const feature = (
    code: string,
    name: string,
    nameEn: string,
    geometry: Polygon | MultiPolygon,
    center: Position,
  ): Feature<Polygon | MultiPolygon> => ({
    type: 'Feature',
    id: code,
    geometry,
    properties: { name, name_en: nameEn, center, area_km2: Math.round(areaM2(geometry) / 1e4) / 100 },
  });
  const holds = (code: string, point: Lattice): boolean =>
    faces.some((face, index) => labels[index]?.startsWith(code) === true && faceContains(face, point));
  /** The point itself where it lies in the area, otherwise the middle of its largest face. */
  const centre = (code: string, wanted: Position): Position => {
    const point = toLattice(wanted[0] as number, wanted[1] as number);
    if (holds(code, point)) return degrees([...point]);
    const largest = faces.filter((_, index) => labels[index]?.startsWith(code)).sort((a, b) => b.area - a.area)[0];
    if (!largest) throw new Error(`No face belongs to ${code}.`);
    return degrees(largest.inside.map(Math.round));
  };
  const seats = new Map(
    readCity(dir, CITY_PACKAGE).map(({ name, seat }) => [
      name,
      gcoord.transform([...seat], gcoord.GCJ02, gcoord.WGS84),
    ]),
  );

  return {
    districts: collection(
      DISTRICTS.map(({ code, packageName, zh, en }) =>
        feature(
          code,
          zh,
          en,
          area((each) => each.startsWith(code)),
          centre(code, seats.get(packageName) ?? [0, 0]),
        ),
      ),
    ),
    subdistricts: collection(
      subdistricts.map(({ code, name }) =>
        feature(
          code,
          name,
          subdistrictNameEn(name),
          area((each) => each === code),
          centre(code, [...(SUBDISTRICT_PLACES[code.slice(0, 6)]?.[code.slice(6)] ?? [0, 0])]),
        ),
      ),
    ),
    sea: collection([
      {
        type: 'Feature',
        id: SEA,
        properties: { name: '海域', name_en: 'Sea' },
        geometry: area((each) => each === SEA),
      },
    ]),
    coast: collection(
      DISTRICTS.flatMap(({ code, zh, en }): Feature<MultiLineString>[] => {
        const lines = mesh(
          faceTopology,
          object,
          (a, b) => (label(a) === SEA && label(b).startsWith(code)) || (label(b) === SEA && label(a).startsWith(code)),
        );
        if (lines.coordinates.length === 0) return [];
        const coordinates = lines.coordinates.map((line) => line.map(degrees));
        const lengthKm = Math.round(coordinates.reduce((sum, line) => sum + lengthM(line), 0) / 100) / 10;
        return [
          {
            type: 'Feature',
            id: `coast-${code}`,
            properties: { name: `${zh}海岸线`, name_en: `Coast of ${en}`, district: code, length_km: lengthKm },
            geometry: { type: 'MultiLineString', coordinates },
          },
        ];
      }),
    ),
  };
}
