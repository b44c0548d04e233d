import { describe, expect, it } from 'vitest';
import type { Study } from '../../../../../tiles/api/study.ts';
import { INITIAL_SITING } from '../state/address.ts';
import { NO_CHANGES } from '../state/scenarios.ts';
import { ASKED } from '../fixture.ts';
import { STREETS } from '../state/streets.fixture.ts';
import type { Changes } from '../state/types.ts';
import type { Asked } from './question.ts';
import { differencesOf, isOfOtherPeople, runOfPeople } from './run-fit.ts';
import type { RunState } from './run.ts';
import { sitingStudy } from './siting.ts';

const HOUSEHOLDS: Asked = { ...ASKED, group: '家庭' };
const EDITED: Changes = { edits: [{ kind: 'remove', id: 'f0' }], streets: [] };
const study = (asked: Asked, changes: Changes = NO_CHANGES, keepExisting = true): Study =>
  sitingStudy(asked, changes, { ...INITIAL_SITING, keepExisting }, 600);

describe('a run', () => {
  it('counts other people where the group or the population is another', () => {
    expect(isOfOtherPeople(study(ASKED), ASKED)).toBe(false);
    expect(isOfOtherPeople(study(HOUSEHOLDS), HOUSEHOLDS)).toBe(false);
    expect(isOfOtherPeople(study(ASKED), HOUSEHOLDS)).toBe(true);
    expect(isOfOtherPeople(study(HOUSEHOLDS), ASKED)).toBe(true);
    expect(isOfOtherPeople(study(ASKED), { ...ASKED, demand: 'census' })).toBe(true);
    // Neither what is asked nor what was run is known.
    expect([isOfOtherPeople(null, ASKED), isOfOtherPeople(study(ASKED), null)]).toEqual([false, false]);
  });

  it('gives no number while other people are asked about, and all of them again after that', () => {
    const run = { status: 'done', study: study(ASKED), steps: [{}], result: { results: [] } } as unknown as RunState;
    expect(runOfPeople(run, HOUSEHOLDS)).toMatchObject({ status: 'done', study: run.study, steps: [], result: null });
    expect(runOfPeople(run, ASKED)).toBe(run);
  });

  it.each([
    ['nothing', {}, []],
    ['the layer', { asked: { ...ASKED, layer: 'schools' } }, ['layer']],
    ['its filter', { asked: { ...ASKED, filter: 'a = 1' } }, ['layer']],
    ['the way', { asked: { ...ASKED, travel: { mode: 'cycle', direction: 'to-facility' } } }, ['way']],
    ['the streets travelled', { asked: { ...ASKED, network: 'paths' } }, ['way']],
    ['the time', { withinS: 900 }, ['time']],
    ['facilities of the scenario', { changes: EDITED }, ['scenario']],
    ['its streets', { changes: { edits: [], streets: STREETS } }, ['scenario']],
  ] as const)('differs from the page by %s', (_, change, parts) => {
    expect(differencesOf(study(ASKED), { asked: ASKED, changes: NO_CHANGES, withinS: 600, ...change })).toEqual(parts);
  });

  it('is still of a scenario that was made of it, and without existing facilities of no layer', () => {
    const present = { asked: ASKED, changes: EDITED, withinS: 600 };
    expect(differencesOf(study(ASKED), present, [EDITED])).toEqual([]);
    const bare = study(ASKED, NO_CHANGES, false);
    expect(differencesOf(bare, { ...present, asked: { ...ASKED, layer: 'schools' } })).toEqual([]);
    // Who travels in straight lines takes no streets.
    const straight: Asked = { ...ASKED, network: null, detour: 1.3 };
    const built = { edits: [], streets: STREETS };
    expect(differencesOf(study(straight), { asked: straight, changes: built, withinS: 600 })).toEqual([]);
  });
});
