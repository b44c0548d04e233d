/** The reader's own plans: which of them is open, and what is written of it. */
import { batch, computed, effect, signal, type ReadonlySignal } from '@preact/signals';
import type { App } from '../../../app/types.ts';
import type { PlanSession } from '../session/session.ts';
import { assign } from '../../../state/store.ts';
import { parseMapPart, parsePlan } from '../state/address.ts';
import { cleanName } from '../state/scenario-text.ts';
import type { PlanStore, SavedPlan } from './store.ts';

export interface Plans {
  readonly isLasting: boolean;
  readonly list: ReadonlySignal<readonly SavedPlan[]>;
  /** The one that is open, and written with every change; null where none is: another's link, or nothing yet. */
  readonly current: ReadonlySignal<SavedPlan | null>;
  /** Somebody else's plan was opened by its link and has been changed: its reader may want to keep it. */
  readonly isUnsaved: ReadonlySignal<boolean>;
  readonly open: (plan: SavedPlan) => void;
  /** Keeps what the page shows as a plan of its own, and goes on with that. */
  readonly saveAs: (name: string) => Promise<void>;
  /** Leaves the open plan, and begins with the current situation. */
  readonly begin: () => void;
  readonly rename: (plan: SavedPlan, name: string) => Promise<void>;
  /** Deletes a plan, and offers to take that back. */
  readonly remove: (plan: SavedPlan) => Promise<void>;
  /** Adds a plan from elsewhere, and opens it. */
  readonly add: (plan: Pick<SavedPlan, 'name' | 'query'>) => Promise<void>;
  /** Reads the list again: other tabs write it too. */
  readonly refresh: () => Promise<void>;
  /** Takes what the page shows now, as `planQuery` writes it. */
  readonly write: (query: string) => void;
}

export interface PlansOptions {
  readonly app: App;
  readonly session: PlanSession;
  readonly store: PlanStore;
  /** The plan that the page was opened with; null where an address or nothing opened it. */
  readonly opened: SavedPlan | null;
  /** The address of the page said what it shows, and it is no plan of the reader's. */
  readonly isLink: boolean;
  readonly now?: () => Date;
  readonly newId?: () => string;
}

export function createPlans({
  app,
  session,
  store,
  opened,
  isLink,
  now = () => new Date(),
  newId = randomId,
}: PlansOptions): Plans {
  const { t, date, cityDay } = app.i18n;
  const list = signal<readonly SavedPlan[]>([]);
  const current = signal(opened);
  const isFollowed = signal(isLink);
  let query = opened?.query ?? '';
  /** Writes follow each other, each with the revision that the one before it gave. */
  let writing: Promise<unknown> = Promise.resolve();

  const refresh = async (): Promise<void> => {
    list.value = await store.list();
  };
  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const done = writing.then(work);
    writing = done.catch(() => undefined);
    return done;
  };
  const fail = (): void => void app.actions.notify({ key: 'plan.library.failed' });
  const isEdited = (): boolean => session.history.peek().past.length > 0;

  const insert = async (name: string, of: string): Promise<SavedPlan | null> => {
    const plan = { id: newId(), name: freeName(cleanName(name), await store.list()), query: of };
    const written = await store.put({ ...plan, changedAt: now().toISOString() }, null);
    await refresh();
    return written;
  };
  /** Somebody has written the plan in another tab since: both versions stay. */
  const fork = async (plan: SavedPlan): Promise<void> => {
    current.value = await insert(plan.name, query);
    app.actions.notify({ key: 'plan.library.forked', params: { name: current.value?.name ?? '' } });
  };
  const writeCurrent = async (): Promise<void> => {
    const plan = current.peek();
    if (plan === null || plan.query === query) return;
    const { revision, ...rest } = plan;
    const written = await store.put({ ...rest, query, changedAt: now().toISOString() }, revision);
    if (written === null) return fork(plan);
    if (current.peek()?.id === plan.id) current.value = written;
    await refresh();
  };
  const saveAs = (name: string): Promise<void> =>
    inTurn(async () => {
      current.value = await insert(name, query);
      isFollowed.value = false;
    }).catch(fail);
  const newName = (): string => t('plan.library.new', { day: date(cityDay(now())) });
  const show = (plan: SavedPlan | null): void => {
    query = plan?.query ?? '';
    batch(() => {
      current.value = plan;
      isFollowed.value = false;
      const { language, theme } = app.store;
      // Language and theme are the reader's, whatever they were when the plan was written.
      if (plan !== null) assign(app.store, { ...parseMapPart(query), language: language.peek(), theme: theme.peek() });
      session.open(parsePlan(query), { isOther: true });
    });
  };

  return {
    isLasting: store.isLasting,
    list,
    current,
    isUnsaved: computed(() => isFollowed.value && current.value === null && session.history.value.past.length > 0),
    open: show,
    saveAs,
    begin: () => show(null),
    refresh,
    rename: (plan, name) =>
      inTurn(async () => {
        const { revision, ...rest } = plan;
        const written = await store.put({ ...rest, name: cleanName(name) || plan.name }, revision);
        if (written !== null && current.peek()?.id === plan.id) current.value = written;
        await refresh();
      }).catch(fail),
    remove: (plan) =>
      inTurn(async () => {
        await store.remove(plan.id);
        const wasOpen = current.peek()?.id === plan.id;
        if (wasOpen) show(null);
        await refresh();
        const putBack = async (): Promise<void> => {
          const { revision: _, ...rest } = plan;
          const written = await store.put(rest, null);
          if (wasOpen && written !== null && current.peek() === null) show(written);
          await refresh();
        };
        app.actions.notify({
          key: 'plan.library.deleted',
          params: { name: plan.name },
          retry: () => void inTurn(putBack).catch(fail),
          retryLabel: 'plan.undo',
        });
      }).catch(fail),
    add: ({ name, query: of }) =>
      inTurn(async () => {
        const written = await insert(name === '' ? newName() : name, of);
        if (written !== null) show(written);
      }).catch(fail),
    write(next) {
      query = next;
      if (current.peek() !== null) void inTurn(writeCurrent).catch(fail);
      // The first scenario of nobody else's is a plan of one's own from the start.
      else if (!isFollowed.peek() && isEdited()) void saveAs(newName());
    },
  };
}

/** `crypto.randomUUID` is missing where the page comes without TLS. */
function randomId(): string {
  return [...crypto.getRandomValues(new Uint8Array(8))].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** `name`, or `name (2)` and so on where there is such a plan already. */
export function freeName(name: string, plans: readonly Pick<SavedPlan, 'name'>[]): string {
  const taken = new Set(plans.map((plan) => plan.name));
  let free = name;
  for (let n = 2; taken.has(free); n += 1) free = `${name} (${String(n)})`;
  return free;
}

/** Calls `listener` with the id of the open plan, at once and with each change. */
export function followCurrent({ current }: Plans, listener: (id: string | null) => void): () => void {
  const id = computed(() => current.value?.id ?? null);
  return effect(() => listener(id.value));
}
