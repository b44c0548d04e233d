/** A plan as a file: to keep, to send, and to open again. */
import { cleanName } from '../state/scenario-text.ts';
import type { SavedPlan } from './store.ts';

const FORMAT = 'chengtu-plan';
const VERSION = 1;

export function planFile({ name, query }: Pick<SavedPlan, 'name' | 'query'>): string {
  return `${JSON.stringify({ format: FORMAT, version: VERSION, name, query }, null, 2)}\n`;
}

/** Null where the text is not a plan of a version that this page knows. */
export function readPlanFile(text: string): Pick<SavedPlan, 'name' | 'query'> | null {
  try {
    const read: unknown = JSON.parse(text);
    if (typeof read !== 'object' || read === null) return null;
    const { format, version, name, query } = read as Readonly<Record<string, unknown>>;
    if (format !== FORMAT || version !== VERSION || typeof name !== 'string' || typeof query !== 'string') return null;
    return { name: cleanName(name), query: query.startsWith('?') || query === '' ? query : `?${query}` };
  } catch {
    return null;
  }
}
