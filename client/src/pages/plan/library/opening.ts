/** Which plan the page opens with. */
import { cleanName } from '../state/scenario-text.ts';
import type { PlanStore, SavedPlan } from './store.ts';

/** In the storage of the tab: the plan that it shows, which a reload opens again. */
const CURRENT = 'chengtu.plan.current';
/** Where the one plan of a browser was kept before there was a library. */
const ONLY = 'chengtu.plan';

export interface Opening {
  readonly query: string;
  readonly plan: SavedPlan | null;
  /** The address says what to show, and it is no plan of the reader's. */
  readonly isLink: boolean;
}

/** What the browser keeps, as far as it may be used: each is null where it is forbidden. */
export interface Kept {
  readonly local: Storage | null;
  readonly tab: Storage | null;
}

/**
 * The reader's own plan where the address is empty, or is that of the plan; else what the address says.
 *
 * @param isReload the same tab has shown the page before, and shows it again
 */
export async function openingOf(
  search: string,
  store: PlanStore,
  kept: Kept,
  options: { readonly isReload: boolean; readonly name: string; readonly now: Date },
): Promise<Opening> {
  await moveOnly(store, kept.local, options).catch(() => undefined);
  const plans = await store.list().catch(() => []);
  const isEmpty = new URLSearchParams(search).toString() === '';
  if (isEmpty) {
    const [latest = null] = plans;
    return { query: latest?.query ?? '', plan: latest, isLink: false };
  }
  const current = options.isReload ? read(kept.tab, CURRENT) : null;
  const plan = plans.find(({ id }) => id === current) ?? plans.find(({ query }) => query === search) ?? null;
  return { query: search, plan, isLink: plan === null && new URLSearchParams(search).has('sc') };
}

export function keepCurrent(tab: Storage | null, id: string | null): void {
  try {
    if (id === null) tab?.removeItem(CURRENT);
    else tab?.setItem(CURRENT, id);
  } catch {
    // Without it a reload shows the plan as a link does.
  }
}

/** Takes the plan of an earlier version of the page into the library. */
async function moveOnly(
  store: PlanStore,
  local: Storage | null,
  { name, now }: { readonly name: string; readonly now: Date },
): Promise<void> {
  const query = read(local, ONLY);
  if (query === null || !store.isLasting) return;
  if (new URLSearchParams(query).has('sc'))
    await store.put({ id: ONLY, name: cleanName(name), query, changedAt: now.toISOString() }, null);
  local?.removeItem(ONLY);
}

function read(storage: Storage | null, key: string): string | null {
  try {
    return storage?.getItem(key) ?? null;
  } catch {
    return null;
  }
}
