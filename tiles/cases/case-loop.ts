import type { Rule, RuleField } from './rule.ts';
import { readTable, round } from './read.ts';

/** States of a case in their only order: found, then the six steps that close it. */
export const LOOP_STATES = ['found', 'filed', 'dispatched', 'handled', 'fed-back', 'verified', 'closed'] as const;
export type LoopState = (typeof LOOP_STATES)[number];

/** A case reaching a state, in hours since it was found. */
export interface LoopEvent {
  readonly state: LoopState;
  readonly hour: number;
}

export interface LoopStep {
  readonly state: LoopState;
  /** Hours the case took to get here from the state before. */
  readonly hours: number;
}

/** The state that must follow; null once the case is closed. */
export function nextState(state: LoopState | null): LoopState | null {
  return LOOP_STATES[state === null ? 0 : LOOP_STATES.indexOf(state) + 1] ?? null;
}

/**
 * Hours of every step. Throws `RangeError` naming the event (1-based) that skips a step, goes back, or lies before
 * the one it follows.
 */
export function walkLoop(events: readonly LoopEvent[]): LoopStep[] {
  let last: LoopEvent | null = null;
  return events.map((event, index) => {
    const expected = nextState(last?.state ?? null);
    if (event.state !== expected) {
      throw new RangeError(
        `events[${index + 1}].state: ${expected ?? 'nothing'} must follow ${last?.state ?? 'the start'}, not ${event.state}.`,
      );
    }
    const before: number = last?.hour ?? event.hour;
    if (event.hour < before) throw new RangeError(`events[${index + 1}].hour: ${event.hour} is before ${before}.`);
    last = event;
    return { state: event.state, hours: round(event.hour - before, 2) };
  });
}

const CHOICES: Readonly<Record<LoopState, { zh: string; en: string }>> = {
  found: { zh: '发现上报', en: 'Found and reported' },
  filed: { zh: '立案', en: 'Filed' },
  dispatched: { zh: '派遣', en: 'Dispatched' },
  handled: { zh: '处置', en: 'Handled' },
  'fed-back': { zh: '反馈', en: 'Fed back' },
  verified: { zh: '核查', en: 'Verified' },
  closed: { zh: '结案', en: 'Closed' },
};
const HOURS = { zh: '小时', en: 'h' };
const STATE: RuleField = { id: 'state', title: { zh: '环节', en: 'Step' }, type: 'choice', choices: CHOICES };

const inputs: readonly RuleField[] = [
  {
    id: 'events',
    title: { zh: '案件经过', en: 'Course of the case' },
    type: 'table',
    columns: [
      STATE,
      { id: 'hour', title: { zh: '距发现', en: 'Since found' }, type: 'number', minimum: 0, unit: HOURS },
    ],
  },
];

export const caseLoop: Rule = {
  id: 'case-loop',
  inputs,
  outputs: [
    { ...STATE, title: { zh: '当前状态', en: 'State' } },
    { id: 'closed', title: { zh: '已结案', en: 'Closed' }, type: 'flag' },
    { id: 'totalHours', title: { zh: '总用时', en: 'Total time' }, type: 'number', unit: HOURS },
    {
      id: 'steps',
      title: { zh: '各环节用时', en: 'Time per step' },
      type: 'table',
      columns: [STATE, { id: 'hours', title: { zh: '用时', en: 'Time' }, type: 'number', unit: HOURS }],
    },
  ],
  compute: (input) => {
    const events = readTable(inputs, input, 'events').map(
      (row): LoopEvent => ({ state: stateOf(row.choice('state')), hour: row.number('hour') }),
    );
    const last = events.at(-1);
    if (!last) throw new RangeError('events: a case starts with the state found.');
    const steps = walkLoop(events);
    return {
      state: last.state,
      closed: last.state === 'closed',
      totalHours: round(
        steps.reduce((sum, step) => sum + step.hours, 0),
        2,
      ),
      steps: steps.map(({ state, hours }) => ({ state, hours })),
    };
  },
};

function stateOf(key: string): LoopState {
  const state = LOOP_STATES.find((each) => each === key);
  if (!state) throw new RangeError(`events: ${key} is no state of the loop.`);
  return state;
}
