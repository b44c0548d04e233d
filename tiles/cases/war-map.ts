import type { Rule, RuleField } from './rule.ts';
import { readNumber, readTable, round } from './read.ts';

/** Key nodes of a project, from approval to the final inspection. */
export const KEY_NODES = 52;
/** The case says 严重滞后 (far behind) without a number; below this share of the target a card is red here. */
export const FAR_BEHIND_PERCENT = 50;

export type Card = 'none' | 'yellow' | 'red';

/** Percent of the target, one decimal; 100 where nothing was due. */
export function completionPercent(target: number, done: number): number {
  return target === 0 ? 100 : round((done / target) * 100, 1);
}

/** No card for a reached target, yellow for a missed one, red below `farBehindPercent` of it. */
export function warningCard(target: number, done: number, farBehindPercent = FAR_BEHIND_PERCENT): Card {
  if (done >= target) return 'none';
  return (done / target) * 100 < farBehindPercent ? 'red' : 'yellow';
}

export function nodeProgressPercent(nodesDone: number): number {
  return round((nodesDone / KEY_NODES) * 100, 1);
}

const PERCENT = { zh: '%', en: '%' };
const CARDS = {
  none: { zh: '正常', en: 'None' },
  yellow: { zh: '黄牌', en: 'Yellow card' },
  red: { zh: '红牌', en: 'Red card' },
};
const ITEM: RuleField = { id: 'item', title: { zh: '月份或战役', en: 'Month or campaign' }, type: 'text' };

const inputs: readonly RuleField[] = [
  {
    id: 'rows',
    title: { zh: '目标与完成', en: 'Target and done' },
    type: 'table',
    columns: [
      ITEM,
      { id: 'target', title: { zh: '目标', en: 'Target' }, type: 'number', minimum: 0, step: 1 },
      { id: 'done', title: { zh: '完成', en: 'Done' }, type: 'number', minimum: 0, step: 1 },
    ],
  },
  {
    id: 'nodesDone',
    title: { zh: '已完成节点', en: 'Key nodes done' },
    type: 'number',
    minimum: 0,
    maximum: KEY_NODES,
    step: 1,
  },
  {
    id: 'farBehind',
    title: { zh: '严重滞后线（完成率低于）', en: 'Far behind below' },
    type: 'number',
    minimum: 0,
    maximum: 100,
    unit: PERCENT,
  },
];

export const warMap: Rule = {
  id: 'war-map',
  inputs,
  outputs: [
    {
      id: 'cards',
      title: { zh: '完成率与警告', en: 'Completion and cards' },
      type: 'table',
      columns: [
        ITEM,
        { id: 'completion', title: { zh: '完成率', en: 'Completion' }, type: 'number', unit: PERCENT },
        { id: 'card', title: { zh: '警告', en: 'Card' }, type: 'choice', choices: CARDS },
      ],
    },
    { id: 'nodes', title: { zh: '节点进度', en: 'Node progress' }, type: 'number', unit: PERCENT },
  ],
  compute: (input) => {
    const farBehind = readNumber(inputs, input, 'farBehind');
    const cards = readTable(inputs, input, 'rows').map((row) => {
      const target = row.number('target');
      const done = row.number('done');
      return {
        item: row.text('item'),
        completion: completionPercent(target, done),
        card: warningCard(target, done, farBehind),
      };
    });
    return { cards, nodes: nodeProgressPercent(readNumber(inputs, input, 'nodesDone')) };
  },
};
