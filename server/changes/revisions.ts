/** Request header of who was told of changes by another process: `If-Revision: toilets=42, zones=7`. */
export const IF_REVISION = 'if-revision';

/** Layers beyond it are passed over: no page is told of so many changes at once. */
const MOST_LAYERS = 200;

const NONE: ReadonlyMap<string, number> = new Map();

/** The revision of each layer that a header names. What cannot be read says nothing: nobody waits for it. */
export function readRevisions(header: string | readonly string[] | undefined): ReadonlyMap<string, number> {
  if (header === undefined) return NONE;
  const revisions = new Map<string, number>();
  for (const part of String(header).split(',', MOST_LAYERS)) {
    const mark = part.indexOf('=');
    const revision = Number(part.slice(mark + 1));
    if (mark > 0 && Number.isSafeInteger(revision)) revisions.set(part.slice(0, mark).trim(), revision);
  }
  return revisions;
}
