import type { CellsHeader } from '../../../tiles/api/coverage.ts';
import { encodeColumnar } from '../../../tiles/api/columnar-message.ts';
import { Content } from '../../platform/http/content.ts';
import { cellRings } from '../demand/rings.ts';
import type { StoredSources } from './stored.ts';
import { sumOf } from '../sums.ts';
import type { Demand } from '../types.ts';

/** Answers kept in memory, compressed; each takes some megabytes. */
const KEPT = 3;

/** Cells of demands as they are sent, kept until a demand is another. */
export class DemandCells {
  readonly #sources: StoredSources;
  readonly #kept = new Map<string, Content>();

  constructor(sources: StoredSources) {
    this.#sources = sources;
  }

  /** Rejects with `AnalysisError` where there is no demand of the id. */
  async get(id: string): Promise<Content> {
    const { key, value: demand } = await this.#sources.demand(id, '');
    const content =
      this.#kept.get(key) ?? new Content(Buffer.from(frameOf(demand)), { type: 'application/octet-stream' });
    this.#kept.delete(key);
    this.#kept.set(key, content);
    for (const oldest of [...this.#kept.keys()].slice(0, -KEPT)) this.#kept.delete(oldest);
    return content;
  }

  /** Has them compressed before they are asked for, as every browser asks for them. */
  async warm(id: string): Promise<void> {
    await (await this.get(id)).coded('br');
  }
}

function frameOf(demand: Demand): Uint8Array {
  const {
    meta: { id, key, title, provenance, source },
    shape,
    count,
    people,
    areaM2,
    lonLat,
    district,
    street,
    landUse,
    districts,
    streets,
    landUses,
  } = demand;
  const { ringSize, ring } = cellRings(demand);
  const header: CellsHeader = {
    id,
    key,
    title,
    kind: shape.kind,
    count,
    ringSize,
    people: sumOf(people),
    areaM2: sumOf(areaM2),
    districts,
    streets,
    landUses,
    provenance,
    source,
  };
  return encodeColumnar({ header, arrays: { lonLat, ring, people, areaM2, district, street, landUse } });
}
