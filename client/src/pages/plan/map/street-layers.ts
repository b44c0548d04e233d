/** What deck.gl is given to draw of the streets that a scenario changes, and of what is being drawn. */
import type { Layer } from '@deck.gl/core';
import { PathLayer, ScatterplotLayer, SolidPolygonLayer, TextLayer } from '@deck.gl/layers';
import type { StreetEdit } from '../../../../../tiles/api/street-edits.ts';
import { rgb } from '../../../features/casedata/colors.ts';
import type { LonLat } from '../../../format/geometry.ts';
import type { Theme } from '../../../state/types.ts';
import { ringsOf, vertices, type Line, type StreetKind } from '../state/streets.ts';
import type { Ring } from '../state/types.ts';
import { ACCENT, FONT, FORBIDDEN, type Rgba } from './look.ts';
import { haloOf } from './markers.ts';
import { linesOf, signsOf, STREET_SIGNS, streetColor, type Sign } from './streets.ts';

const WIDTH_PX: Readonly<Record<StreetKind, number>> = { add: 5, close: 4, oneway: 4, speed: 4, shut: 2 };
const HALO_PX = 4;
const SELECTED_PX = 8;
/** Between the signs along a street. */
const SIGN_SPACING_PX = 70;

interface Stretch {
  readonly kind: StreetKind;
  readonly path: [number, number][];
}

/** @param metresPerPx on the ground, about as much as the map shows */
export function streetLayers(
  id: string,
  streets: readonly StreetEdit[],
  selectedId: string | null,
  theme: Theme,
  metresPerPx: number,
): Layer[] {
  if (streets.length === 0) return [];
  const stretches = streets.flatMap((edit): Stretch[] =>
    linesOf(edit).map((line) => ({ kind: edit.kind, path: pathOf(line) })),
  );
  const selected = streets.find((edit) => edit.id === selectedId);
  const areas = streets.flatMap((edit) => (edit.kind === 'shut' ? ringsOf(edit.area) : []));
  return [
    new SolidPolygonLayer<readonly Ring[]>({
      id: `${id}-areas`,
      data: areas,
      getPolygon: (rings) => rings.map(pathOf),
      getFillColor: [...rgb(streetColor(theme, 'shut')), 80] as Rgba,
    }),
    ...(selected === undefined
      ? []
      : [
          pathLayer(
            `${id}-selected`,
            linesOf(selected).map((line) => ({ kind: selected.kind, path: pathOf(line) })),
            [...ACCENT[theme], 255],
            ({ kind }) => WIDTH_PX[kind] + SELECTED_PX,
          ),
        ]),
    pathLayer(`${id}-halo`, stretches, [...rgb(haloOf(theme)), 230], ({ kind }) => WIDTH_PX[kind] + HALO_PX),
    pathLayer(
      `${id}-lines`,
      stretches,
      ({ kind }) => [...rgb(streetColor(theme, kind)), 255] as Rgba,
      ({ kind }) => WIDTH_PX[kind],
    ),
    signsLayer(`${id}-signs`, signsOf(streets, SIGN_SPACING_PX * metresPerPx), theme),
    ...(selected === undefined ? [] : [pointsLayer(`${id}-handles`, vertices(selected), ACCENT[theme], theme)]),
  ];
}

/** What is being drawn, and where it would go next. */
export function drawingLayers(
  id: string,
  tool: 'area' | 'street' | 'shut',
  points: Ring,
  pointer: LonLat | null,
  theme: Theme,
): Layer[] {
  if (points.length === 0) return [];
  const color = tool === 'area' ? FORBIDDEN[theme] : rgb(streetColor(theme, tool === 'street' ? 'add' : 'shut'));
  const ahead: Ring = pointer === null ? [] : [[pointer.lon, pointer.lat]];
  const ring = [...points, ...ahead];
  const [first, last] = [points.slice(0, 1), points.slice(-1)];
  const stretch = (line: Ring): Stretch[] => (line.length > 1 ? [{ kind: 'add', path: pathOf(line) }] : []);
  return [
    ...(tool === 'street' || ring.length < 3
      ? []
      : [
          new SolidPolygonLayer<Ring>({
            id: `${id}-fill`,
            data: [ring],
            getPolygon: (corners) => pathOf(corners),
            getFillColor: [...color, 50] as Rgba,
          }),
        ]),
    pathLayer(
      `${id}-ahead`,
      stretch([...last, ...ahead, ...(tool === 'street' ? [] : first)]),
      [...color, 150],
      () => 2,
    ),
    pathLayer(`${id}-line`, stretch(points), [...color, 255], () => (tool === 'street' ? WIDTH_PX.add : 2)),
    pointsLayer(
      `${id}-points`,
      points.map(([lon, lat]) => ({ lon, lat })),
      color,
      theme,
    ),
  ];
}

function pathOf(line: Line | Ring): [number, number][] {
  return line.map(([lon, lat]) => [lon, lat]);
}

function pathLayer(
  id: string,
  data: readonly Stretch[],
  getColor: readonly number[] | ((stretch: Stretch) => Rgba),
  getWidth: (stretch: Stretch) => number,
): Layer {
  return new PathLayer<Stretch>({
    id,
    data: [...data],
    getPath: ({ path }) => path,
    getColor: getColor as Rgba | ((stretch: Stretch) => Rgba),
    getWidth,
    widthUnits: 'pixels',
    capRounded: true,
    jointRounded: true,
    parameters: { depthCompare: 'always' },
  });
}

function pointsLayer(id: string, places: readonly LonLat[], color: readonly number[], theme: Theme): Layer {
  return new ScatterplotLayer<LonLat>({
    id,
    data: [...places],
    getPosition: ({ lon, lat }) => [lon, lat],
    radiusUnits: 'pixels',
    getRadius: 6,
    getFillColor: [...rgb(haloOf(theme)), 255] as Rgba,
    stroked: true,
    lineWidthUnits: 'pixels',
    getLineWidth: 3,
    getLineColor: [...color, 255] as Rgba,
    parameters: { depthCompare: 'always' },
  });
}

/** They turn with the map, as arrows have to. */
function signsLayer(id: string, signs: readonly Sign[], theme: Theme): Layer {
  return new TextLayer<Sign>({
    id,
    data: [...signs],
    characterSet: [...new Set(Object.values(STREET_SIGNS))].join(''),
    getPosition: ({ lon, lat }) => [lon, lat],
    getText: ({ sign }) => sign,
    getAngle: ({ angle }) => angle,
    billboard: false,
    getSize: 18,
    fontFamily: FONT,
    fontWeight: 700,
    getColor: ({ kind }) => [...rgb(streetColor(theme, kind)), 255] as Rgba,
    background: true,
    getBackgroundColor: [...rgb(haloOf(theme)), 240] as Rgba,
    backgroundPadding: [2, 0],
    parameters: { depthCompare: 'always' },
  });
}
