/**
 * Where new streets meet the network and each other. An end joins the nearest street of the network in reach; where
 * there is none, every other new street in reach, by a link straight to it. What joins the network does not depend on
 * other new streets, so that one more of them takes no way away.
 */
import { boxOfPlaces } from '../../../tiles/tile/bbox.ts';
import { segmentM } from '../../../tiles/tile/spheroid.ts';
import { nearestPlace, fractionAt, segmentEnds, type SegmentIndex } from '../network/snap.ts';
import { edgeLine } from '../network/lines.ts';
import type { Graph } from '../types.ts';
import { crossing, nearestOnLine, placeAt, type Line, type LinePlace } from './lines.ts';

/** A new street as it was drawn. */
export interface DrawnStreet {
  readonly id: string;
  readonly line: Line;
  readonly joinM: number;
  readonly hasCrossings: boolean;
  /** Whether it may join an edge, and whether that suits all of its modes. */
  readonly fits: (edge: number) => { readonly any: boolean; readonly all: boolean };
}

/** A place of a new street at which it meets something, or ends. */
export interface Stop extends LinePlace {
  readonly joint: Joint;
}

export interface Joint {
  readonly lon: number;
  readonly lat: number;
  /** Null where no street of the network is. */
  readonly on: { readonly edge: number; readonly fraction: number } | null;
}

export interface JoinedStreet {
  /** From its beginning to its end. */
  readonly stops: readonly Stop[];
  /** Whether it meets nothing at an end. */
  readonly hasOpenEnd: boolean;
  /** Whether it meets nothing anywhere. */
  readonly isAlone: boolean;
}

/** A straight way between two new streets, by their indexes. */
export interface Link {
  readonly streets: readonly [number, number];
  readonly joints: readonly [Joint, Joint];
}

/** Stops closer to each other than this are one. */
const SAME_M = 0.5;

interface Port extends LinePlace {
  readonly street: number;
  joint: Joint;
  isJoined: boolean;
}

export function joinStreets(
  graph: Graph,
  index: SegmentIndex,
  streets: readonly DrawnStreet[],
): { readonly streets: JoinedStreet[]; readonly links: Link[] } {
  const links: Link[] = [];
  const ports: Port[][] = streets.map((street, s) => [endPort(street, s, 0), endPort(street, s, 1)]);
  streets.forEach((street, s) => {
    for (const port of ports[s] as Port[]) joinNetwork(graph, index, street, port);
  });
  streets.forEach((street, s) => {
    for (const port of (ports[s] as Port[]).slice(0, 2))
      if (port.joint.on === null) links.push(...joinOthers(streets, ports, street, port));
  });
  streets.forEach((street, s) => {
    if (street.hasCrossings) crossNetwork(graph, index, street, s, ports);
    for (let other = 0; other < s; other += 1) {
      if (street.hasCrossings || (streets[other] as DrawnStreet).hasCrossings)
        links.push(...crossOther(streets, ports, [other, s]));
    }
  });
  const joined = ports.map((own) => {
    const [start, end] = own as [Port, Port];
    const inner = own.slice(2).sort((a, b) => a.segment - b.segment || a.along - b.along);
    return {
      stops: [start, ...inner, end],
      hasOpenEnd: !start.isJoined || !end.isJoined,
      isAlone: !own.some(({ isJoined }) => isJoined),
    };
  });
  return { streets: joined, links };
}

function endPort({ line }: DrawnStreet, street: number, end: 0 | 1): Port {
  const place = placeAt(line, end);
  return { ...place, street, joint: { lon: place.lon, lat: place.lat, on: null }, isJoined: false };
}

function joinNetwork(graph: Graph, index: SegmentIndex, { joinM, fits }: DrawnStreet, port: Port): void {
  const near = (isUsable: (edge: number) => boolean) =>
    nearestPlace(graph, port, { index, maxDistanceM: joinM, isUsable });
  const found = near((edge) => fits(edge).all) ?? near((edge) => fits(edge).any);
  if (found === null) return;
  const { edge, fraction } = found;
  const { lon, lat } = placeAt(edgeLine(graph, edge), fraction);
  port.joint = { lon, lat, on: { edge, fraction } };
  port.isJoined = true;
}

/** Joins an end to all other new streets in reach: at an end of those, or on their lines. */
function joinOthers(streets: readonly DrawnStreet[], ports: Port[][], { joinM }: DrawnStreet, port: Port): Link[] {
  return streets.flatMap(({ line }, street) => {
    if (street === port.street) return [];
    const { place, distanceM } = nearestOnLine(line, port.lon, port.lat);
    return distanceM <= joinM ? [link(port, portAt(ports, street, place))] : [];
  });
}

function crossNetwork(graph: Graph, index: SegmentIndex, street: DrawnStreet, s: number, ports: Port[][]): void {
  const ends = new Float64Array(4);
  const { line, fits } = street;
  for (let nth = 0; 2 * nth + 3 < line.length; nth += 1) {
    const own = [0, 1, 2, 3].map((k) => line[2 * nth + k] as number);
    for (const segment of index.tree?.search(...boxOfPlaces(own)) ?? []) {
      const edge = index.edge[segment] as number;
      if (!fits(edge).any) continue;
      segmentEnds(graph, index, segment, ends);
      const met = crossing(own, ends);
      if (met === null) continue;
      const at = nearestOnLine(own, ...pointOn(own, met[0])).place;
      const place = { ...at, segment: nth };
      if ((ports[s] as Port[]).some((port) => isSamePlace(port, place))) continue;
      const fraction = fractionAt(graph, index, { segment, along: met[1] });
      const joint = { lon: place.lon, lat: place.lat, on: { edge, fraction } };
      (ports[s] as Port[]).push({ ...place, street: s, joint, isJoined: true });
    }
  }
}

function crossOther(streets: readonly DrawnStreet[], ports: Port[][], [a, b]: readonly [number, number]): Link[] {
  const links: Link[] = [];
  const [first, second] = [(streets[a] as DrawnStreet).line, (streets[b] as DrawnStreet).line];
  for (let i = 0; 2 * i + 3 < first.length; i += 1) {
    const one = [0, 1, 2, 3].map((k) => first[2 * i + k] as number);
    for (let j = 0; 2 * j + 3 < second.length; j += 1) {
      const other = [0, 1, 2, 3].map((k) => second[2 * j + k] as number);
      const met = crossing(one, other);
      if (met === null) continue;
      const place = { ...nearestOnLine(one, ...pointOn(one, met[0])).place, segment: i };
      const there = { ...nearestOnLine(other, ...pointOn(other, met[1])).place, segment: j };
      links.push(link(portAt(ports, a, place), portAt(ports, b, there)));
    }
  }
  return links;
}

function pointOn(segment: readonly number[], share: number): [lon: number, lat: number] {
  const [ax, ay, bx, by] = segment as [number, number, number, number];
  return [ax + share * (bx - ax), ay + share * (by - ay)];
}

/** The port of a street at a place, made where there is none. */
function portAt(ports: readonly Port[][], street: number, place: LinePlace): Port {
  const own = ports[street] as Port[];
  const near = own.find((port) => isSamePlace(port, place));
  if (near !== undefined) return near;
  const made = { ...place, street, joint: { lon: place.lon, lat: place.lat, on: null }, isJoined: true };
  own.push(made);
  return made;
}

function isSamePlace(a: LinePlace, b: LinePlace): boolean {
  return segmentM(a.lon, a.lat, b.lon, b.lat) < SAME_M;
}

function link(a: Port, b: Port): Link {
  a.isJoined = b.isJoined = true;
  return { streets: [a.street, b.street], joints: [a.joint, b.joint] };
}
