/** Reading what `GET /events` sends. */
import type { Bbox, ServerEvent } from '../../../tiles/api/wire.ts';

/** Names of the events, as an EventSource listens to them. */
export const EVENT_TYPES = ['hello', 'change'] as const satisfies readonly ServerEvent['type'][];

/** Null where the data are none of this program's: a newer service may say more than an open page understands. */
export function readEvent(type: ServerEvent['type'], data: unknown): ServerEvent | null {
  const body = parse(data);
  if (body === null) return null;
  if (type === 'hello') return isRevisions(body['revisions']) ? { type, revisions: body['revisions'] } : null;
  const { layer, revision, boxes } = body;
  if (typeof layer !== 'string' || typeof revision !== 'number' || !isBoxes(boxes)) return null;
  return { type, layer, revision, boxes };
}

function parse(data: unknown): Readonly<Record<string, unknown>> | null {
  try {
    const body: unknown = typeof data === 'string' ? JSON.parse(data) : null;
    return typeof body === 'object' && body !== null ? (body as Record<string, unknown>) : null;
  } catch {
    return null;
  }
}

function isRevisions(value: unknown): value is Record<string, number> {
  return (
    typeof value === 'object' &&
    value !== null &&
    Object.values(value).every((revision) => typeof revision === 'number')
  );
}

function isBoxes(value: unknown): value is Bbox[] | null {
  return (
    value === null ||
    (Array.isArray(value) &&
      value.every((box) => Array.isArray(box) && box.length === 4 && box.every((edge) => typeof edge === 'number')))
  );
}
