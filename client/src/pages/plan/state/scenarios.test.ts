import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ScenarioEdit } from '../../../../../tiles/api/study.ts';
import {
  countEdits,
  freeId,
  withEdit,
  addScenario,
  deleteScenario,
  changeActive,
  changesOf,
  NO_CHANGES,
  isFull,
  renameScenario,
} from './scenarios.ts';
import { STREETS } from './streets.fixture.ts';
import { BASE, MAX_SCENARIOS, type Scenarios } from './types.ts';
import { begin, redo, replace, step, undo, type UndoHistory } from './undo.ts';

const EMPTY: Scenarios = { list: [], active: BASE };
const add = (id: string, lon = 120): ScenarioEdit => ({ kind: 'add', id, lon, lat: 36 });
const move = (id: string, lon: number): ScenarioEdit => ({ kind: 'move', id, lon, lat: 36 });
const remove = (id: string): ScenarioEdit => ({ kind: 'remove', id });

describe('edits', () => {
  it('say the least: dragged ten times is moved once, dragged after adding is added there, removed after adding is nothing', () => {
    expect([move('a', 1), move('a', 2), move('a', 3)].reduce<readonly ScenarioEdit[]>(withEdit, [])).toEqual([
      move('a', 3),
    ]);
    expect([add('n'), move('n', 121)].reduce<readonly ScenarioEdit[]>(withEdit, [])).toEqual([add('n', 121)]);
    expect([add('n'), move('n', 121), remove('n')].reduce<readonly ScenarioEdit[]>(withEdit, [])).toEqual([]);
    expect([move('a', 1), remove('a')].reduce<readonly ScenarioEdit[]>(withEdit, [])).toEqual([remove('a')]);
    expect([remove('a'), move('a', 1)].reduce<readonly ScenarioEdit[]>(withEdit, [])).toEqual([move('a', 1)]);
  });

  it('leave a site where the same steps one by one would', () => {
    const steps = fc.array(
      fc.tuple(fc.constantFrom('move', 'remove'), fc.constantFrom('a', 'b'), fc.integer({ min: 0, max: 9 })),
      { maxLength: 12 },
    );
    fc.assert(
      fc.property(steps, (raw) => {
        const edits = raw.map(([kind, id, lon]) => (kind === 'move' ? move(id, lon) : remove(id)));
        const places = (list: readonly ScenarioEdit[]): Map<string, number | null> =>
          list.reduce((map, edit) => map.set(edit.id, edit.kind === 'remove' ? null : edit.lon), new Map());
        expect(places(edits.reduce<readonly ScenarioEdit[]>(withEdit, []))).toEqual(places(edits));
      }),
      { seed: 4, numRuns: 100 },
    );
  });

  it('number what is added without a number twice', () => {
    expect(freeId([add('new-1'), add('new-3')])).toBe('new-2');
    expect(countEdits([add('a'), move('b', 1), remove('c'), remove('d')])).toEqual({ add: 1, move: 1, remove: 2 });
  });
});

describe('scenarios', () => {
  it('begin with the first edit, as what is there cannot be edited', () => {
    const edited = changeActive(EMPTY, () => ({ edits: [add('new-1')] }), '方案 1');
    expect(edited).toEqual({ list: [{ id: 's1', name: '方案 1', edits: [add('new-1')], streets: [] }], active: 's1' });
    expect(changesOf(edited, BASE)).toEqual(NO_CHANGES);
    const [street] = STREETS;
    const both = changeActive(edited, () => ({ streets: street === undefined ? [] : [street] }), '方案 2');
    expect(both.list).toEqual([{ id: 's1', name: '方案 1', edits: [add('new-1')], streets: [street] }]);
    expect(addScenario(both, '副本', both.list[0]).list[1]).toMatchObject({ edits: [add('new-1')], streets: [street] });
  });

  it('are as many as fit, and the next one is looked at where one is deleted', () => {
    const full = Array.from({ length: MAX_SCENARIOS + 3 }).reduce<Scenarios>(
      (all, _, k) => addScenario(all, `n${k}`),
      EMPTY,
    );
    expect([full.list.length, isFull(full)]).toEqual([MAX_SCENARIOS, true]);
    const three = ['A', 'B', 'C'].reduce<Scenarios>((all, name) => addScenario(all, name), EMPTY);
    expect(deleteScenario({ ...three, active: 's2' }, 's2').active).toBe('s3');
    expect(deleteScenario(three, 's3').active).toBe('s2');
    expect(deleteScenario(addScenario(EMPTY, 'A'), 's1')).toEqual(EMPTY);
  });

  it('have names without line breaks and of a length that a list shows', () => {
    expect(addScenario(EMPTY, ` 近\n期${'长'.repeat(60)} `).list[0]?.name).toBe(`近 期${'长'.repeat(37)}`);
    expect(renameScenario(addScenario(EMPTY, 'A'), 's1', 'new ').list[0]?.name).toBe('new ');
  });
});

describe('undo', () => {
  const three = [1, 2, 3].reduce<UndoHistory<number>>((history, n) => step(history, n), begin(0));

  it('takes steps back and again, and forgets what was undone once something else is done', () => {
    const back = undo(undo(three));
    expect([back.present, back.future]).toEqual([1, [2, 3]]);
    expect(redo(redo(back))).toEqual({ ...three, group: null });
    expect(step(back, 9)).toMatchObject({ past: [0, 1], present: 9, future: [] });
    expect(undo(begin(7))).toEqual(begin(7));
    expect(redo(three)).toBe(three);
  });

  it('takes the letters of one name back as one step, and choosing a scenario as none', () => {
    const typed = ['a', 'ab', 'abc'].reduce<UndoHistory<string>>(
      (history, name) => step(history, name, 'rename s1'),
      begin(''),
    );
    expect(undo(typed).present).toBe('');
    expect(undo(replace(typed, 'looked at')).present).toBe('');
    expect(step(replace(typed, 'x'), 'y', 'rename s1').past).toEqual(['', 'x']);
  });

  it('gives every state back, in order, whatever was done', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 99 }), { minLength: 1, maxLength: 30 }), (values) => {
        const distinct = values.filter((value, k) => value !== (k === 0 ? -1 : values[k - 1]));
        let history = distinct.reduce<UndoHistory<number>>((each, value) => step(each, value), begin(-1));
        for (const value of [...distinct].reverse()) {
          expect(history.present).toBe(value);
          history = undo(history);
        }
        expect(history.present).toBe(-1);
      }),
      { seed: 4, numRuns: 60 },
    );
  });
});
