import type { RequestHandler } from 'express';
import type { CellsHeader } from '../../../tiles/analysis/coverage.ts';
import { encodeFrame } from '../../../tiles/frame.ts';
import { cellRings } from '../../analysis/demand/rings.ts';
import type { Demand } from '../../analysis/types.ts';
import type { Context } from '../../context.ts';
import { Content, send } from '../../http/respond.ts';

/** Answers kept in memory, compressed. */
const KEPT = 3;

/** `GET /analysis/demand/{id}/cells` (frame): kept in memory, compressed, until the demand is another. */
export function cellsRoute({ analysis }: Context): RequestHandler<{ id: string }> {
  const kept = new Map<string, Content>();
  return async (req, res) => {
    const { key, value: demand } = await analysis.sources.demand(req.params.id, '');
    const content = kept.get(key) ?? new Content(Buffer.from(frameOf(demand)), { type: 'application/octet-stream' });
    kept.delete(key);
    kept.set(key, content);
    for (const oldest of [...kept.keys()].slice(0, -KEPT)) kept.delete(oldest);
    await send(req, res, content);
  };
}

function frameOf(demand: Demand): Uint8Array {
  const { meta: { id, key, title, provenance, source }, shape, count, people, areaM2, lonLat, district, street, landUse, districts, streets, landUses } = demand;
  const { ringSize, ring } = cellRings(demand);
  const header: CellsHeader = {
    id, key, title, kind: shape.kind, count, ringSize, people: sum(people), areaM2: sum(areaM2), districts, streets, landUses, provenance, source,
  };
  return encodeFrame({ header, arrays: { lonLat, ring, people, areaM2, district, street, landUse } });
}

function sum(values: Float64Array): number {
  return values.reduce((total, value) => total + value, 0);
}
