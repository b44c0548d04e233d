/**
 * The reverse schedule of an approval (case 10, 倒排工期表): from the day the permit is due, count each step back, so
 * that every step has a latest start and end. A parallel step shares its end with the step above it (串联变并联).
 */
import type { Rule } from './rule.ts';
import { readFlag, readTable, readText } from './read.ts';

export interface Step {
  readonly name: string;
  /** Days the step takes, whole. */
  readonly days: number;
  /** Runs beside the step above it instead of after it. */
  readonly parallel: boolean;
}

/** ISO dates; the work of a step lies after `start` and up to `end`. */
export interface ScheduledStep extends Step {
  readonly start: string;
  readonly end: string;
}

export interface ScheduleOptions {
  /** Count Monday to Friday only; public holidays are not known here. */
  readonly workingDays?: boolean;
}

/** Steps in their order, each with its latest dates, the last one (or the group it belongs to) ending on `due`. */
export function reverseSchedule(due: string, steps: readonly Step[], options: ScheduleOptions = {}): ScheduledStep[] {
  const workingDays = options.workingDays ?? false;
  const scheduled: ScheduledStep[] = [];
  let end = due;
  for (const group of groupsOf(steps).reverse()) {
    const dated = group.map((step) => ({ ...step, start: daysBefore(end, step.days, workingDays), end }));
    scheduled.unshift(...dated);
    end = earliestStart(dated, end);
  }
  return scheduled;
}

/** The date `days` before `date`, both ISO; with `workingDays` Saturdays and Sundays do not count. */
export function daysBefore(date: string, days: number, workingDays: boolean): string {
  const day = new Date(`${date}T00:00:00Z`);
  for (let left = days; left > 0; ) {
    day.setUTCDate(day.getUTCDate() - 1);
    const weekend = day.getUTCDay() === 0 || day.getUTCDay() === 6;
    if (!workingDays || !weekend) left--;
  }
  return day.toISOString().slice(0, 10);
}

function earliestStart(steps: readonly ScheduledStep[], end: string): string {
  return steps.reduce((earliest, { start }) => (start < earliest ? start : earliest), end);
}

/** Steps that run side by side, in order. */
function groupsOf(steps: readonly Step[]): Step[][] {
  const groups: Step[][] = [];
  for (const step of steps) {
    const last = groups[groups.length - 1];
    if (step.parallel && last !== undefined) last.push(step);
    else groups.push([step]);
  }
  return groups;
}

const NAME = { id: 'name', title: { zh: '环节', en: 'Step' }, type: 'text' } as const;
const DAYS = {
  id: 'days',
  title: { zh: '时限', en: 'Time limit' },
  type: 'number',
  unit: { zh: '天', en: 'days' },
  minimum: 0,
  maximum: 1000,
  step: 1,
} as const;

export const reverseScheduleRule: Rule = {
  id: 'reverse-schedule',
  inputs: [
    { id: 'due', title: { zh: '应发放施工许可证日期', en: 'Day the construction permit is due' }, type: 'date' },
    {
      id: 'steps',
      title: { zh: '审批环节（按先后）', en: 'Steps in their order' },
      type: 'table',
      columns: [
        NAME,
        DAYS,
        { id: 'parallel', title: { zh: '与上一环节并联', en: 'Beside the step above' }, type: 'flag' },
      ],
    },
    { id: 'workingDays', title: { zh: '按工作日（周一至周五）', en: 'Working days (Monday to Friday)' }, type: 'flag' },
  ],
  outputs: [
    { id: 'start', title: { zh: '最迟启动日期', en: 'Latest start' }, type: 'date' },
    {
      id: 'schedule',
      title: { zh: '倒排工期表', en: 'Reverse schedule' },
      type: 'table',
      columns: [
        NAME,
        DAYS,
        { id: 'start', title: { zh: '最迟开始', en: 'Latest start' }, type: 'date' },
        { id: 'end', title: { zh: '最迟完成', en: 'Latest end' }, type: 'date' },
      ],
    },
  ],
  compute: (input) => {
    const due = readText(reverseScheduleRule.inputs, input, 'due');
    const rows = readTable(reverseScheduleRule.inputs, input, 'steps');
    if (rows.length === 0) throw new RangeError('steps: at least one step is needed.');
    const steps = rows.map((row) => ({
      name: row.text('name'),
      days: row.number('days'),
      parallel: row.flag('parallel'),
    }));
    const scheduled = reverseSchedule(due, steps, {
      workingDays: readFlag(reverseScheduleRule.inputs, input, 'workingDays'),
    });
    return {
      start: earliestStart(scheduled, due),
      schedule: scheduled.map(({ name, days, start, end }) => ({ name, days, start, end })),
    };
  },
};
