import type { MultiLineString, Position } from 'geojson';
import { feature } from 'topojson-client';
import { topology } from 'topojson-server';
import { presimplify, simplify } from 'topojson-simplify';

/**
 * Visvalingam's simplification of lines that meet at their ends: ends and junctions stay, triangles smaller than
 * `areaDeg2` (square degrees) go. Lines that vanish are left out.
 */
export function simplifyLines(lines: readonly (readonly Position[])[], areaDeg2: number): Position[][] {
  const geometry: MultiLineString = { type: 'MultiLineString', coordinates: lines.map((line) => [...line]) };
  const collection = {
    type: 'FeatureCollection' as const,
    features: [{ type: 'Feature' as const, properties: null, geometry }],
  };
  const simple = simplify(presimplify(topology({ lines: collection })), areaDeg2);
  const object = simple.objects.lines;
  if (!object) throw new Error('The topology lost its lines.');
  return feature(simple, object).features.flatMap(({ geometry: g }) =>
    g.type === 'MultiLineString' ? g.coordinates : [],
  );
}
