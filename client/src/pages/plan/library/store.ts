/** Where the reader's own plans are kept: in the browser, or for this visit alone where it keeps nothing. */

/** A plan under its name, with all that the address of the page says of it. */
export interface SavedPlan {
  readonly id: string;
  readonly name: string;
  /** As `planQuery` writes it. */
  readonly query: string;
  /** ISO 8601. */
  readonly changedAt: string;
  /** Rises with each write, so that one tab sees what another has written. */
  readonly revision: number;
}

export interface PlanStore {
  /** False where plans are gone once the page is closed, as in a private window. */
  readonly isLasting: boolean;
  /** Those changed last come first. */
  readonly list: () => Promise<readonly SavedPlan[]>;
  /**
   * Writes a plan whose stored revision is still that given, `null` for one that is new. Returns what is stored now;
   * null where somebody else has written it since, or deleted it.
   */
  readonly put: (plan: Omit<SavedPlan, 'revision'>, revision: number | null) => Promise<SavedPlan | null>;
  readonly remove: (id: string) => Promise<void>;
}

const DATABASE = 'chengtu';
const STORE = 'plans';
/** Browsers that forbid storage may never answer. */
const PATIENCE_MS = 3000;

export async function openPlanStore(page: { readonly indexedDB?: IDBFactory | undefined }): Promise<PlanStore> {
  try {
    return databaseStore(await openDatabase(page.indexedDB));
  } catch {
    return memoryStore();
  }
}

export function memoryStore(): PlanStore {
  const plans = new Map<string, SavedPlan>();
  return {
    isLasting: false,
    list: () => Promise.resolve(newestFirst([...plans.values()])),
    put(plan, revision) {
      if ((plans.get(plan.id)?.revision ?? null) !== revision) return Promise.resolve(null);
      const written = { ...plan, revision: (revision ?? 0) + 1 };
      plans.set(plan.id, written);
      return Promise.resolve(written);
    },
    remove(id) {
      plans.delete(id);
      return Promise.resolve();
    },
  };
}

function databaseStore(database: IDBDatabase): PlanStore {
  const within = (mode: IDBTransactionMode): IDBObjectStore => database.transaction(STORE, mode).objectStore(STORE);
  return {
    isLasting: true,
    list: async () => newestFirst((await answerOf(within('readonly').getAll())) as SavedPlan[]),
    // Reading and writing in one transaction, which no other tab can come between.
    put: (plan, revision) =>
      new Promise((resolve, reject) => {
        const plans = within('readwrite');
        const asked = plans.get(plan.id) as IDBRequest<SavedPlan | undefined>;
        let written: SavedPlan | null = null;
        asked.onsuccess = () => {
          if ((asked.result?.revision ?? null) !== revision) return;
          written = { ...plan, revision: (revision ?? 0) + 1 };
          plans.put(written);
        };
        plans.transaction.oncomplete = () => resolve(written);
        plans.transaction.onabort = () => reject(plans.transaction.error ?? new Error('The plan was not written.'));
      }),
    remove: async (id) => {
      await answerOf(within('readwrite').delete(id));
    },
  };
}

async function openDatabase(factory: IDBFactory | undefined): Promise<IDBDatabase> {
  if (factory === undefined) throw new Error('This browser has no IndexedDB.');
  const opening = factory.open(DATABASE, 1);
  opening.onupgradeneeded = () => opening.result.createObjectStore(STORE, { keyPath: 'id' });
  const late = new Promise<never>((_, reject) => {
    setTimeout(() => reject(new Error('IndexedDB does not answer.')), PATIENCE_MS);
  });
  const database = await Promise.race([answerOf(opening), late]);
  // A newer page in another tab may want to change the database.
  database.onversionchange = () => database.close();
  return database;
}

function answerOf<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error ?? new Error('IndexedDB failed.'));
  });
}

function newestFirst(plans: readonly SavedPlan[]): readonly SavedPlan[] {
  return [...plans].sort((a, b) => (a.changedAt < b.changedAt ? 1 : -1));
}
