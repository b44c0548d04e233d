import { readFile } from 'node:fs/promises';
import { beforeAll, describe, expect, it } from 'vitest';
import type { GeoJSONGeometry } from '../../../tiles/api/wire.ts';
import { createCatalogue } from '../../layers/catalogue.ts';
import { QINGDAO_FOLDER } from '../../layers/city.ts';
import { sqlText } from '../../platform/db/sql.ts';
import { datumSets, inFileDatum, SET_DATUMS, type DatumGround, type DatumSet } from '../../testing/datum-sets.ts';
import { describeDatabases } from '../../testing/describe-databases.ts';
import { runs } from '../../testing/effort.ts';
import { testCity } from '../../testing/city.ts';
import { testCatalogue } from '../../testing/layers.ts';
import { randomFrom } from '../../testing/random.ts';
import { ensureLayers } from '../layers.ts';
import { LoadErrors, type Datum } from '../types.ts';
import { checkDatum, type PlacedFeature } from './check-datum.ts';

const INSERT = sqlText(`insert into feature (layer_id, feature_id, geom, attributes, owner, visibility, provenance)
  select $1, g ->> 'id', ST_SetSRID(ST_GeomFromGeoJSON(g ->> 'geometry'), 4326), '{"name": "x"}', 'test', 'public', 'imported'
  from jsonb_array_elements($2::text::jsonb) as g`);

interface Shape {
  readonly id: string;
  readonly geometry: GeoJSONGeometry;
}

const [toilets, zones] = ['toilets', 'zones'].map((id) => testCatalogue.get(id));
if (toilets === undefined || zones === undefined) throw new Error('The test catalogue has toilets and zones.');
const catalogue = createCatalogue(
  [
    ...testCatalogue.layers,
    { ...zones, id: 'roads', geometry: 'LineString' },
    { ...zones, id: 'paths', geometry: 'LineString' },
    { ...toilets, id: 'schools' },
  ],
  testCity,
);
/** A layer of each kind of geometry, of which the database holds nothing. */
const LAYERS = { Point: 'toilets', LineString: 'paths', Polygon: 'zones' } as const;

async function base(name: string): Promise<readonly Shape[]> {
  const file = JSON.parse(await readFile(`${QINGDAO_FOLDER}base/${name}.geojson`, 'utf8')) as { features: Shape[] };
  return file.features;
}

describeDatabases('The datum of a file', { embedded: 'full' }, (database) => {
  let ground: DatumGround;

  beforeAll(async () => {
    await ensureLayers(database(), catalogue);
    const [districts, subdistricts, [sea]] = await Promise.all([base('districts'), base('streets'), base('sea')]);
    if (sea === undefined) throw new Error('The base files have the sea.');
    const roads = roadsOf(subdistricts);
    ground = {
      subdistricts: subdistricts.map(({ id, geometry }) => ({ code: id, geometry })),
      sea: sea.geometry,
      roads,
    };
    const fill = (layer: string, shapes: readonly Shape[]) => database().query(INSERT, [layer, JSON.stringify(shapes)]);
    await fill('districts', districts);
    await fill('streets', subdistricts);
    await fill(
      'roads',
      roads.map((line, n) => ({
        id: `r${n}`,
        geometry: { type: 'LineString', coordinates: line.map((at) => [...at]) },
      })),
    );
  });

  /** Made-up roads across the city: crooked ones, some 400 m apart. */
  function roadsOf(areas: readonly Shape[]): DatumGround['roads'] {
    const random = randomFrom(3);
    return areas.slice(0, 60).flatMap(({ geometry }) => {
      const [first] =
        geometry.type === 'Polygon'
          ? geometry.coordinates
          : geometry.type === 'MultiPolygon'
            ? (geometry.coordinates[0] ?? [])
            : [];
      const [lon = 0, lat = 0] = first?.[0] ?? [];
      return Array.from({ length: 12 }, (_, n) =>
        Array.from({ length: 9 }, (__, i) => {
          const [along, across] = [i * 0.0035, (n % 6) * 0.0045 + random.next() * 0.0012];
          return n < 6 ? ([lon + along, lat + across] as const) : ([lon + across, lat + along] as const);
        }),
      );
    });
  }

  /** `fits`, `unknown`, `doubtful`, or the datum that the file is refused for. */
  async function ask(
    set: Pick<DatumSet, 'geometry' | 'features'>,
    declared: Datum | null = null,
    layerId?: string,
  ): Promise<string> {
    const layer = catalogue.get(layerId ?? LAYERS[set.geometry]);
    if (layer === undefined) throw new Error(`There is no layer of ${set.geometry}.`);
    const features: readonly PlacedFeature[] = set.features;
    try {
      const given = new Set(['district', 'subdistrict', 'street']);
      const [note] = await checkDatum(database(), catalogue, { layer, features, declared, given });
      return note?.message ?? 'nothing';
    } catch (error) {
      if (!(error instanceof LoadErrors)) throw error;
      return String(error.errors[0]?.params?.['option']);
    }
  }

  it('is found where the ground tells it, and never taken for another', async () => {
    const { telling } = datumSets(ground);
    const random = randomFrom(41);
    const wrong: string[] = [];
    const total = runs({ daily: 28, full: 1000 });
    for (let n = 0; n < total; n += 1) {
      const make = telling[n % telling.length];
      const datum = SET_DATUMS[Math.floor(n / telling.length) % SET_DATUMS.length];
      if (make === undefined || datum === undefined) throw new Error('There are kinds and datums.');
      const set = inFileDatum(make(random, 30 + random.below(100)), datum);
      const told = await ask(set);
      // WGS 84 is what is taken anyway: a shore that GCJ-02 would leave as well does not tell it.
      const expected = datum === 'gcj02' || datum === 'bd09' ? [datum] : ['datum-fits', 'datum-unknown'];
      if (!expected.includes(told)) wrong.push(`${set.kind} in ${datum}: ${told}`);
      expect(
        ['gcj02', 'bd09', 'wgs84'].filter((each) => each !== datum),
        `${set.kind} in ${datum}`,
      ).not.toContain(told);
    }
    expect(wrong.length, wrong.join('; ')).toBeLessThanOrEqual(total * 0.01);
  });

  it('is not doubted of WGS 84 where nothing tells it', async () => {
    const { silent } = datumSets(ground);
    const random = randomFrom(43);
    for (let n = 0; n < runs({ daily: 16, full: 400 }); n += 1) {
      const make = silent[n % silent.length];
      if (make === undefined) throw new Error('There are kinds.');
      const set = inFileDatum(make(random, 5 + random.below(150)), 'wgs84');
      expect(await ask(set), set.kind).toMatch(/^datum-(?:fits|unknown|doubtful)$/);
    }
  });

  describe('declared', () => {
    it('is taken, with a note where another fits better', async () => {
      const make = datumSets(ground).telling[3];
      if (make === undefined) throw new Error('There are streets.');
      const random = randomFrom(5);
      const streets = make(random, 40);
      expect(await ask(inFileDatum(streets, 'gcj02'), 'gcj02')).toBe('datum-fits');
      expect(await ask(inFileDatum(streets, 'gcj02'), 'wgs84')).toBe('datum-doubtful');
      // Converted already, by a program that did not say so.
      expect(await ask(inFileDatum(streets, 'wgs84'), 'gcj02')).toBe('datum-doubtful');
      expect(await ask(inFileDatum(streets, 'wgs84'), 'cgcs2000')).toBe('datum-fits');
    });
  });

  it('is known by what the layer holds under the same ids', async () => {
    const places = datumSets(ground).silent[0];
    if (places === undefined) throw new Error('There are points anywhere.');
    const held = places(randomFrom(8), 30);
    await database().query(INSERT, ['schools', JSON.stringify(held.features)]);
    expect(await ask(inFileDatum(held, 'gcj02'), null, 'schools')).toBe('gcj02');
    expect(await ask(inFileDatum(held, 'bd09'), null, 'schools')).toBe('bd09');
    expect(await ask(inFileDatum(held, 'wgs84'), null, 'schools')).toBe('datum-fits');
    // Districts under their codes, whatever the order of their corners.
    const districts = await base('districts');
    const [first] = districts;
    if (first === undefined) throw new Error('There are districts.');
    const asked = { geometry: 'Polygon', features: [{ ...first, attributes: {} }] } as const;
    expect(await ask(inFileDatum({ kind: 'district', ...asked }, 'gcj02'), null, 'districts')).toBe('gcj02');
  });

  it('is one alone outside China', async () => {
    const features = [{ id: 'a', geometry: { type: 'Point' as const, coordinates: [24.94, 60.17] }, attributes: {} }];
    expect(await ask({ geometry: 'Point', features })).toBe('datum-elsewhere');
  });
});
