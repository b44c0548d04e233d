import type { Columns } from '../../../../tiles/api/wire.ts';
import type { App } from '../../app/types.ts';

/** Answers of this page by request: several figures of a case are counted from the same data. */
const answers = new WeakMap<App, Map<string, Promise<Columns>>>();
const KEPT = 24;

/** Columns of a layer, requested once for each state of its data. */
export function columnsFor(app: App, layer: string, properties: readonly string[]): Promise<Columns> {
  const kept = answers.get(app) ?? new Map<string, Promise<Columns>>();
  answers.set(app, kept);
  const revision = app.layersById.peek().get(layer)?.updatedAt ?? '';
  const known = properties.filter((property) => app.layersById.peek().get(layer)?.attributes[property] !== undefined);
  const key = [layer, revision, ...known].join(' ');
  const before = kept.get(key);
  if (before !== undefined) return before;
  const answer = app.api.columns(layer, known);
  kept.set(key, answer);
  // Failed requests may be repeated; the oldest entries make room.
  answer.catch(() => kept.delete(key));
  for (const oldest of kept.keys()) if (kept.size > KEPT) kept.delete(oldest);
  return answer;
}
