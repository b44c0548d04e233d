type Position = readonly number[];
type Ring = readonly Position[];

/** Twice the area within a ring; positive where it runs against the clock. */
function twiceArea(ring: Ring): number {
  let sum = 0;
  for (let at = 0; at + 1 < ring.length; at += 1) {
    const [x1 = NaN, y1 = NaN] = ring[at] ?? [];
    const [x2 = NaN, y2 = NaN] = ring[at + 1] ?? [];
    sum += x1 * y2 - x2 * y1;
  }
  return sum;
}

/**
 * Areas of the rings of a shapefile, which says of none to which it belongs: outer rings run with the clock, holes
 * against it (ESRI 1998). A hole is one of the smallest area around it. Holes around which nothing is are areas, as
 * programs write them that do not know the rule.
 */
export function areasOfRings(rings: readonly Ring[]): Ring[][] {
  const outer = rings
    .filter((ring) => twiceArea(ring) <= 0)
    .map((ring) => ({ ring, holes: [] as Ring[], box: boxOf(ring) }));
  const areas = outer.toSorted((a, b) => Math.abs(twiceArea(a.ring)) - Math.abs(twiceArea(b.ring)));
  const alone: Ring[] = [];
  for (const hole of rings.filter((ring) => twiceArea(ring) > 0)) {
    const around = areas.find(({ ring, box }) => isWithinBox(boxOf(hole), box) && isInside(hole, ring));
    if (around === undefined) alone.push(hole);
    else around.holes.push(hole);
  }
  return [...outer.map(({ ring, holes }) => [ring, ...holes]), ...alone.map((ring) => [ring])];
}

type Box = readonly [west: number, south: number, east: number, north: number];

function boxOf(ring: Ring): Box {
  let [west, south, east, north] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const [x = NaN, y = NaN] of ring) {
    west = Math.min(west, x);
    south = Math.min(south, y);
    east = Math.max(east, x);
    north = Math.max(north, y);
  }
  return [west, south, east, north];
}

function isWithinBox(inner: Box, outer: Box): boolean {
  return inner[0] >= outer[0] && inner[1] >= outer[1] && inner[2] <= outer[2] && inner[3] <= outer[3];
}

/** By the first position of the hole that is not on the outer ring: they may touch. */
function isInside(hole: Ring, outer: Ring): boolean {
  for (const position of hole) {
    const side = sideOf(position, outer);
    if (side !== 0) return side > 0;
  }
  return true;
}

/** 1 inside, -1 outside, 0 on the ring. */
function sideOf([x = NaN, y = NaN]: Position, ring: Ring): number {
  let isInside = false;
  for (let at = 0; at + 1 < ring.length; at += 1) {
    const [x1 = NaN, y1 = NaN] = ring[at] ?? [];
    const [x2 = NaN, y2 = NaN] = ring[at + 1] ?? [];
    const cross = (x2 - x1) * (y - y1) - (y2 - y1) * (x - x1);
    const isBetween = Math.min(x1, x2) <= x && x <= Math.max(x1, x2) && Math.min(y1, y2) <= y && y <= Math.max(y1, y2);
    if (cross === 0 && isBetween) return 0;
    if (y1 > y !== y2 > y && x < x1 + ((y - y1) / (y2 - y1)) * (x2 - x1)) isInside = !isInside;
  }
  return isInside ? 1 : -1;
}
