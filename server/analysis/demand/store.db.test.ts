import { expect, it } from 'vitest';
import { readNumber } from '../../platform/db/rows.ts';
import { sqlText } from '../../platform/db/sql.ts';
import { demandGrid } from '../../testing/demand-grids.ts';
import { describeDatabases } from '../../testing/describe-databases.ts';
import type { Queryable } from '../../platform/db/types.ts';
import { AnalysisError } from '../errors.ts';
import type { Demand } from '../types.ts';
import { cornersOf } from './cells.ts';
import { demandKey, listDemands, loadDemand, writeDemand } from './store.ts';

const SPHEROID_AREA = sqlText('select ST_Area(ST_GeomFromText($1, 4326)::geography, true) as area');

describeDatabases('stored demand', { embedded: 'full' }, (database) => {
  const code = async (work: Promise<unknown>): Promise<string> => {
    const error: unknown = await work.catch((reason: unknown) => reason);
    if (error instanceof AnalysisError) return error.code;
    throw new Error('No error.');
  };

  it('says what to do where there is none', async () => {
    expect(await code(loadDemand(database(), 'people'))).toBe('no-demand');
    expect(await listDemands(database())).toEqual([]);
    expect(await demandKey(database(), 'people')).toBeNull();
  });

  it('is read as it was written, and replaced by the next of its id', async () => {
    const first = demandGrid({ columns: 30, rows: 20, people: (c, r) => c / 7 + r, district: () => '市南区' });
    const second = demandGrid({ columns: 2, rows: 1, people: 4 });
    await writeDemand(database(), first);
    expect(await loadDemand(database(), 'grid')).toEqual(first);
    await writeDemand(database(), second);
    expect(await loadDemand(database(), 'grid')).toEqual(second);
    expect(await demandKey(database(), 'grid')).toBe(second.meta.key);
    expect(await listDemands(database())).toEqual([
      {
        id: 'grid',
        key: second.meta.key,
        title: second.meta.title,
        source: second.meta.source,
        provenance: 'synthetic',
        kind: 'square',
        count: 2,
        people: 8,
        areaM2: (second.areaM2[0] as number) + (second.areaM2[1] as number),
      },
    ]);
    expect(await code(loadDemand(database(), 'grids'))).toBe('unknown-demand');
  });

  it('goes to the database and comes from it in pieces where it is large, also as it is replaced', async () => {
    const [large, other] = [4, 5].map((people) => demandGrid({ columns: 40, rows: 30, people })) as [Demand, Demand];
    const write = (demand: Demand): Promise<void> => database().transaction((tx) => writeDemand(tx, demand, 10_000));
    await write(large);
    expect(await loadDemand(database(), 'grid', 7000)).toEqual(large);
    expect(await loadDemand(database(), 'grid')).toEqual(large);
    let asked = 0;
    const interrupted: Queryable = {
      query: async (sql, parameters) => {
        asked += 1;
        if (asked === 3) await write(other);
        return database().query(sql, parameters);
      },
    };
    expect(await loadDemand(interrupted, 'grid', 7000)).toEqual(other);
  });

  it('has areas that PostGIS measures on the spheroid too', async () => {
    const grid = demandGrid({ columns: 1, rows: 1, origin: [5900, 40_600] });
    const ring = cornersOf(grid.shape)(0);
    const wkt = `POLYGON((${[...ring, ...ring.slice(0, 1)].map((at) => at.join(' ')).join(', ')}))`;
    const [row] = await database().query(SPHEROID_AREA, [wkt]);
    expect((grid.areaM2[0] as number) / readNumber(row ?? {}, 'area')).toBeCloseTo(1, 6);
  });
});
