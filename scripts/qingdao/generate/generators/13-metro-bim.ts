import { definite, pointFeature } from '../features.ts';
import { knownSpot } from '../known/spot.ts';
import { LINGSHANWEI_DEPOT, METRO_LINES } from '../metro.ts';
import type { MetroLine, Station } from '../metro.ts';
import { lineThrough } from '../sketch.ts';
import type { DemoFeature, Generator, Spot, World } from '../types.ts';

interface Stop extends Spot {
  readonly name: { readonly zh: string; readonly en: string };
}

export default {
  id: '13-metro-bim',
  generate(world) {
    const lines = METRO_LINES.map((line) => ({ line, stops: line.stations.map((station) => stopAt(world, station)) }));
    const depot = stopAt(world, LINGSHANWEI_DEPOT);
    return {
      'metro-lines': lines.map(({ line, stops }) => route(line, stops)),
      'metro-stations': [
        ...lines.flatMap(({ line: { line }, stops }) =>
          stops.map((stop, i) =>
            mark(stop, {
              id: `13-${line}-${String(i + 1).padStart(2, '0')}`,
              line,
              kind: 'station',
              sequence: i + 1,
            }),
          ),
        ),
        mark(depot, { id: '13-depot', line: '13', kind: 'depot' }),
      ],
    };
  },
} satisfies Generator;

function stopAt(world: World, [zh, en, lon, lat]: Station): Stop {
  return { ...knownSpot(world, { lon, lat }), name: { zh, en } };
}

function route({ line, phase, bimUse, prizes }: MetroLine, stops: readonly Stop[]): DemoFeature {
  return {
    id: `13-line-${line}`,
    geometry: lineThrough(stops),
    provenance: 'approximate',
    properties: definite({
      name: `地铁${line}号线`,
      name_en: `Metro Line ${line}`,
      line,
      phase,
      bim_use: bimUse.zh,
      bim_use_en: bimUse.en,
      prizes,
      stations: stops.length,
    }),
  };
}

function mark(
  stop: Stop,
  { id, line, kind, sequence }: { id: string; line: MetroLine['line']; kind: 'station' | 'depot'; sequence?: number },
): DemoFeature {
  return pointFeature({
    id,
    at: stop,
    provenance: 'approximate',
    properties: {
      name: kind === 'station' ? `${stop.name.zh}站` : stop.name.zh,
      name_en: stop.name.en,
      kind,
      line,
      sequence,
      district: stop.district,
      street: stop.subdistrict,
    },
  });
}
