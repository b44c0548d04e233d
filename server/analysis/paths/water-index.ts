/** Water by boxes: of all that a city has, an isochrone meets little, and its library takes long over every point. */
import { bboxClip } from '@turf/bbox-clip';
import { boxContains, boxesMeet, boxOf } from '../../../tiles/tile/bbox.ts';
import { polygonsOf } from '../../../tiles/tile/spheroid.ts';
import type { Bbox, GeoJSONGeometry } from '../../../tiles/api/wire.ts';
import { Shores, type Ring } from './shores.ts';

interface BoxedRing {
  readonly ring: Ring;
  readonly box: Bbox;
}

export class WaterIndex {
  /** The outer ring of each first. */
  readonly #polygons: readonly (readonly BoxedRing[])[];
  /** Those of the frame that was asked for first: an index is of one isochrone's ground. */
  #shores: { readonly found: Shores | null } | undefined;

  constructor(water: GeoJSONGeometry) {
    this.#polygons = (polygonsOf(water) as Ring[][])
      .filter(([outer = []]) => outer.length > 0)
      .map((polygon) => polygon.map((ring) => ({ ring, box: boxOf(ring) })));
  }

  /** Whether any of it may lie in a box. */
  meets(box: Bbox): boolean {
    return this.#polygons.some(([outer]) => outer !== undefined && boxesMeet(outer.box, box));
  }

  /** Its shores, moved by so many degrees, for outlines in the frame; null where they meet each other. */
  shores(frame: Bbox, [east, north]: readonly [east: number, north: number]): Shores | null {
    this.#shores ??= {
      found: Shores.of(
        this.#polygons.map((polygon) => polygon.map(({ ring }) => moved(ring, east, north))),
        frame,
      ),
    };
    return this.#shores.found;
  }

  /** What lies in a box, cut along it. */
  within(box: Bbox): Ring[][] {
    return this.#polygons.flatMap((polygon) => {
      const [outer, ...holes] = polygon as [BoxedRing, ...BoxedRing[]];
      if (!boxesMeet(outer.box, box)) return [];
      const near = [outer, ...holes.filter((hole) => boxesMeet(hole.box, box))];
      const rings = near.every((each) => boxContains(box, each.box))
        ? near.map(({ ring }) => ring)
        : (bboxClip({ type: 'Polygon', coordinates: near.map(({ ring }) => ring) }, [...box]).geometry
            .coordinates as Ring[]);
      return rings.length === 0 ? [] : [rings];
    });
  }
}

export function moved(ring: Ring, east: number, north: number): Ring {
  return ring.map(([lon, lat]) => [(lon as number) + east, (lat as number) + north]);
}
