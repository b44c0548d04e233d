import type { CellsHeader } from '../../../tiles/api/coverage.ts';
import type { Text } from '../../../tiles/layer/layer.ts';
import { ColumnarError } from '../../../tiles/api/columnar-message.ts';
import {
  foundRows,
  onlyRow,
  readBase64OrNull,
  readNumber,
  readObject,
  readText,
  readTextOrNull,
} from '../../platform/db/rows.ts';
import { loadSql } from '../../platform/db/sql.ts';
import type { Queryable } from '../../platform/db/types.ts';
import { DEMAND } from './messages.ts';
import { AnalysisError } from '../errors.ts';
import { sumOf } from '../sums.ts';
import type { Demand } from '../types.ts';
import { storedKind } from './cells-message.ts';
import { decodeDemand, encodeDemand } from './codec.ts';

const WRITE = loadSql('analysis/demand/sql/write');
const READ = loadSql('analysis/demand/sql/read');
const LIST = loadSql('analysis/demand/sql/list');
const KEY = loadSql('analysis/demand/sql/key');

/** What the catalogue shows of a demand. */
export type DemandSummary = Pick<
  CellsHeader,
  'id' | 'title' | 'kind' | 'count' | 'people' | 'areaM2' | 'provenance' | 'source' | 'key'
>;

const KINDS = ['square', 'h3', 'points'] as const satisfies readonly CellsHeader['kind'][];

/** Keeps a demand under its id, in place of one that was there. */
export async function writeDemand(db: Queryable, demand: Demand): Promise<void> {
  const { id, key, title, provenance, source } = demand.meta;
  const meta = {
    title,
    provenance,
    source,
    kind: storedKind(demand.shape),
    count: demand.count,
    people: sumOf(demand.people),
    areaM2: sumOf(demand.areaM2),
  };
  await db.query(WRITE, [id, key, JSON.stringify(meta), Buffer.from(encodeDemand(demand))]);
}

/** Throws `AnalysisError` where there is none of the id. */
export async function loadDemand(db: Queryable, id: string): Promise<Demand> {
  const cells = readBase64OrNull(onlyRow(await db.query(READ, [id])), 'cells');
  if (cells !== null) return decodeDemand(cells);
  const ids = (await listDemands(db)).map((demand) => demand.id);
  if (ids.length === 0) throw new AnalysisError('no-demand', DEMAND['no-demand'], {}, { at: '/demand/stored' });
  throw new AnalysisError(
    'unknown-demand',
    DEMAND['unknown-demand'],
    { id, ids: ids.join(', ') },
    { at: '/demand/stored' },
  );
}

/** Key of a stored demand, which is cheap to ask for; null where there is none of the id. */
export async function demandKey(db: Queryable, id: string): Promise<string | null> {
  return readTextOrNull(onlyRow(await db.query(KEY, [id])), 'key');
}

/** Ascending by id. */
export async function listDemands(db: Queryable): Promise<readonly DemandSummary[]> {
  return foundRows(await db.query(LIST), 'id').map((row) => {
    const meta = readObject(row, 'meta');
    const kind = KINDS.find((item) => item === meta.kind);
    if (kind === undefined) throw new ColumnarError('A stored demand is of no known kind.');
    return {
      id: readText(row, 'id'),
      key: readText(row, 'key'),
      kind,
      title: textOf(meta.title),
      source: textOf(meta.source),
      provenance: readText(meta, 'provenance'),
      count: readNumber(meta, 'count'),
      people: readNumber(meta, 'people'),
      areaM2: readNumber(meta, 'areaM2'),
    };
  });
}

function textOf(value: unknown): Text {
  const part = (lang: keyof Text): string => {
    const text =
      typeof value === 'object' && value !== null ? (value as Partial<Record<string, unknown>>)[lang] : undefined;
    return typeof text === 'string' ? text : '';
  };
  return { zh: part('zh'), en: part('en') };
}
