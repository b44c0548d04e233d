import { signal } from '@preact/signals';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { createApp } from '../../../app/create-app.ts';
import { addMessages } from '../../../i18n/i18n.ts';
import { zhPlan } from '../../../i18n/zh-plan.ts';
import type { PlanApi } from '../api/plan-api.ts';
import { createSession, type PlanSession } from '../session/session.ts';
import { parseMapPart, parsePlan, planQuery } from '../state/address.ts';
import { openingOf } from './opening.ts';
import { planFile, readPlanFile } from './plan-file.ts';
import { createPlans, freeName, type Plans } from './plans.ts';
import { memoryStore, type PlanStore } from './store.ts';

addMessages({ zh: zhPlan });
afterEach(() => vi.unstubAllGlobals());

const DAY = new Date('2026-11-30T08:00:00Z');
const OPTIONS = { isReload: false, name: 'Earlier', now: DAY };
const NOTHING = { local: null, tab: null };
const LINK = '?sc=s1;Theirs;a:new-1,120.4,36.1&s=s1';

let lastId = 0;

interface Tab {
  readonly session: PlanSession;
  readonly plans: Plans;
  readonly notices: () => readonly (() => void)[];
  /** What the address is bound to do after a change. */
  readonly settle: () => Promise<void>;
}

async function open(store: PlanStore, search = ''): Promise<Tab> {
  const { query, plan, isLink } = await openingOf(search, store, NOTHING, OPTIONS);
  const app = createApp(parseMapPart(query), signal('light' as const));
  const never = (): Promise<never> => new Promise(() => undefined);
  const api = { catalogue: never, cells: never, coverage: never } as unknown as PlanApi;
  const session = createSession(app, api, parsePlan(query), () => null);
  const newId = (): string => `plan ${String((lastId += 1))}`;
  const plans = createPlans({ app, session, store, opened: plan, isLink, now: () => DAY, newId });
  return {
    session,
    plans,
    notices: () => app.ui.notices.value.flatMap(({ retry }) => retry ?? []),
    settle: async () => {
      plans.write(planQuery(app.store, session.state.peek()));
      for (let turn = 0; turn < 30; turn += 1) await Promise.resolve();
    },
  };
}
const names = async (store: PlanStore): Promise<string[]> => (await store.list()).map(({ name }) => name).sort();

describe('the library of plans', () => {
  it('keeps what is edited from nothing, and opens it again', async () => {
    const store = memoryStore();
    const first = await open(store);
    await first.settle();
    expect(await names(store)).toEqual([]);
    first.session.add('Mine');
    await first.settle();
    first.session.add('Second');
    await first.settle();
    expect(await store.list()).toHaveLength(1);
    const again = await open(store);
    expect(again.session.state.value.scenarios.list.map(({ name }) => name)).toEqual(['Mine', 'Second']);
    expect(again.plans.current.value?.id).toBe((await store.list())[0]?.id);
  });

  it('is untouched by edits of somebody else’s link, which may be saved beside one’s own', async () => {
    const store = memoryStore();
    const own = await open(store);
    own.session.add('Mine');
    await own.settle();
    const [before] = await store.list();
    const link = await open(store, LINK);
    expect(link.plans.isUnsaved.value).toBe(false);
    link.session.add('Changed');
    await link.settle();
    expect(link.plans.isUnsaved.value).toBe(true);
    expect(await store.list()).toEqual([before]);
    await link.plans.saveAs('Theirs, changed');
    expect(link.plans.isUnsaved.value).toBe(false);
    link.session.add('More');
    await link.settle();
    expect(await store.list()).toHaveLength(2);
    expect((await store.list()).find(({ id }) => id === before?.id)).toEqual(before);
    expect(link.plans.current.value?.query).toContain('More');
  });

  it('keeps both versions where two tabs change one plan', async () => {
    const store = memoryStore();
    const one = await open(store);
    one.session.add('Common');
    await one.settle();
    const two = await open(store);
    one.session.add('Of one');
    await one.settle();
    two.session.add('Of two');
    await two.settle();
    const queries = (await store.list()).map(({ query }) => decodeURIComponent(query));
    expect(queries).toHaveLength(2);
    expect(queries.some((query) => query.includes('Of one'))).toBe(true);
    expect(queries.some((query) => query.includes('Of two'))).toBe(true);
    expect(new Set(await names(store)).size).toBe(2);
  });

  it('renames and deletes, and takes a deletion back', async () => {
    const store = memoryStore();
    const { plans, session, settle, notices } = await open(store);
    session.add('A');
    await settle();
    const current = (): NonNullable<typeof plans.current.value> => {
      if (plans.current.value === null) throw new Error('no plan is open');
      return plans.current.value;
    };
    await plans.rename(current(), ' North ');
    expect(await names(store)).toEqual(['North']);
    await plans.remove(current());
    expect([await names(store), session.state.value.scenarios.list]).toEqual([[], []]);
    // Moving the map does not bring it back; the reader does.
    await settle();
    expect(await names(store)).toEqual([]);
    notices()[0]?.();
    for (let turn = 0; turn < 30; turn += 1) await Promise.resolve();
    expect([await names(store), current().name]).toEqual([['North'], 'North']);
    expect(session.state.value.scenarios.list.map(({ name }) => name)).toEqual(['A']);
  });

  it('opens another plan without a way to undo into the one before', async () => {
    const store = memoryStore();
    const { plans, session, settle } = await open(store);
    session.add('A');
    await settle();
    await plans.add({ name: 'B', query: LINK });
    expect(session.history.value.past).toEqual([]);
    session.undo();
    expect(session.state.value.scenarios.list.map(({ name }) => name)).toEqual(['Theirs']);
  });

  it('takes the one plan of an earlier version over', async () => {
    const kept = new Map([['chengtu.plan', LINK]]);
    const local = {
      getItem: (key: string) => kept.get(key) ?? null,
      removeItem: (key: string) => void kept.delete(key),
    } as unknown as Storage;
    const store = { ...memoryStore(), isLasting: true };
    const opening = await openingOf('', store, { local, tab: null }, OPTIONS);
    expect(opening).toMatchObject({ query: LINK, plan: { name: 'Earlier', query: LINK }, isLink: false });
    expect(kept.size).toBe(0);
  });

  it('knows its own address from somebody else’s', async () => {
    const store = memoryStore();
    await store.put({ id: 'p', name: 'P', query: LINK, changedAt: DAY.toISOString() }, null);
    expect((await openingOf(LINK, store, NOTHING, OPTIONS)).plan?.id).toBe('p');
    expect(await openingOf(`${LINK}&min=3`, store, NOTHING, OPTIONS)).toMatchObject({ plan: null, isLink: true });
    const tab = { getItem: () => 'p' } as unknown as Storage;
    const reloaded = await openingOf(`${LINK}&min=3`, store, { local: null, tab }, { ...OPTIONS, isReload: true });
    expect(reloaded.plan?.id).toBe('p');
    expect((await openingOf('?of=toilets', store, NOTHING, OPTIONS)).isLink).toBe(false);
  });
});

describe('a plan in a file', () => {
  it('is the same when it is read again, and nothing else is taken for one', () => {
    expect(readPlanFile(planFile({ name: '近期', query: LINK }))).toEqual({ name: '近期', query: LINK });
    for (const text of ['', '{}', '[]', 'null', '{"format":"chengtu-plan","version":2,"name":"a","query":""}', '{"a":'])
      expect(readPlanFile(text), text).toBeNull();
  });

  it('is named so that every plan can be told apart', () => {
    expect(freeName('A', [{ name: 'A' }, { name: 'A (2)' }])).toBe('A (3)');
    expect(freeName('B', [{ name: 'A' }])).toBe('B');
  });
});
