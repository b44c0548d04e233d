/** Studies that were written before 0.5.0 call subdistricts streets. They go on being read. */

/** Names of ours lie no deeper: a point of the candidates of an analysis has five levels above it. */
const DEEPEST = 6;

/** Renames in place what has a former name in the body of a request. @returns whether there was any */
export function renameFormerNames(value: unknown, depth = 0): boolean {
  if (typeof value !== 'object' || value === null || depth > DEEPEST) return false;
  let isRenamed = false;
  if (!Array.isArray(value)) isRenamed = renameIn(value as Record<string, unknown>);
  for (const each of Object.values(value)) if (renameFormerNames(each, depth + 1)) isRenamed = true;
  return isRenamed;
}

function renameIn(record: Record<string, unknown>): boolean {
  let isRenamed = false;
  if (record.by === 'street') {
    record.by = 'subdistrict';
    isRenamed = true;
  }
  if (Object.hasOwn(record, 'street') && !Object.hasOwn(record, 'subdistrict')) {
    record.subdistrict = record.street;
    delete record.street;
    isRenamed = true;
  }
  return isRenamed;
}
