/**
 * Who may do what with a dataset of the geographic platform (case 29): who produces manages, who provides updates
 * (谁产生、谁管理，谁提供、谁更新). The government edition serves departments; the public edition serves everybody, and what
 * must be kept confidential never reaches it.
 */
import type { Rule, RuleField } from './rule.ts';
import { readChoice, readFlag, readText } from './read.ts';

export const EDITIONS = {
  government: { zh: '政务版', en: 'Government edition' },
  public: { zh: '公众版（天地图·青岛）', en: 'Public edition (Map World Qingdao)' },
} as const;
export type Edition = keyof typeof EDITIONS;

const ACTOR_KINDS = {
  department: { zh: '政府部门或单位', en: 'Department' },
  public: { zh: '社会公众', en: 'Member of the public' },
} as const;

const REASONS = {
  'producer-and-provider': {
    zh: '既产生又提供：由其管理和更新',
    en: 'Produces and provides it: manages and updates it',
  },
  producer: { zh: '谁产生、谁管理', en: 'Who produces manages' },
  provider: { zh: '谁提供、谁更新', en: 'Who provides updates' },
  reader: { zh: '既不产生也不提供：只可查看和调用', en: 'Neither produces nor provides it: may view and use it' },
  'government-only': { zh: '政务版只为政府部门服务', en: 'The government edition serves departments only' },
  confidential: { zh: '涉密数据不进入公众版', en: 'Confidential data stays out of the public edition' },
} as const;
export type StewardshipReason = keyof typeof REASONS;

export interface Dataset {
  readonly producer: string;
  readonly provider: string;
  readonly confidential: boolean;
}

export interface Actor {
  readonly name: string;
  readonly isDepartment: boolean;
}

export interface Stewardship {
  readonly view: boolean;
  /** Manage: correct, change and withdraw. */
  readonly edit: boolean;
  /** Deliver new versions. */
  readonly update: boolean;
  /** Put it into the edition. */
  readonly publish: boolean;
  readonly reason: StewardshipReason;
}

const NOTHING = { view: false, edit: false, update: false, publish: false } as const;

/** What `actor` may do with `dataset` in one edition. */
export function stewardship(dataset: Dataset, actor: Actor, edition: Edition): Stewardship {
  if (edition === 'government' && !actor.isDepartment) return { ...NOTHING, reason: 'government-only' };
  if (edition === 'public' && dataset.confidential) return { ...NOTHING, reason: 'confidential' };
  const produces = actor.isDepartment && actor.name === dataset.producer;
  const provides = actor.isDepartment && actor.name === dataset.provider;
  return { view: true, edit: produces, update: provides, publish: produces, reason: reasonOf(produces, provides) };
}

function reasonOf(produces: boolean, provides: boolean): StewardshipReason {
  if (produces) return provides ? 'producer-and-provider' : 'producer';
  return provides ? 'provider' : 'reader';
}

const INPUTS: readonly RuleField[] = [
  { id: 'producer', title: { zh: '产生单位', en: 'Producer of the data' }, type: 'text' },
  { id: 'provider', title: { zh: '提供单位', en: 'Provider of the data' }, type: 'text' },
  { id: 'confidential', title: { zh: '有保密要求', en: 'Confidential' }, type: 'flag' },
  { id: 'actor', title: { zh: '使用者', en: 'Who asks' }, type: 'text' },
  { id: 'actorKind', title: { zh: '使用者类别', en: 'Kind of user' }, type: 'choice', choices: ACTOR_KINDS },
  { id: 'edition', title: { zh: '平台版本', en: 'Edition' }, type: 'choice', choices: EDITIONS },
];

export const dataStewardship: Rule = {
  id: 'data-stewardship',
  inputs: INPUTS,
  outputs: [
    { id: 'view', title: { zh: '可查看', en: 'May view' }, type: 'flag' },
    { id: 'edit', title: { zh: '可管理（修改、撤回）', en: 'May manage (correct, withdraw)' }, type: 'flag' },
    { id: 'update', title: { zh: '可更新', en: 'May update' }, type: 'flag' },
    { id: 'publish', title: { zh: '可发布', en: 'May publish' }, type: 'flag' },
    { id: 'reason', title: { zh: '依据', en: 'Reason' }, type: 'choice', choices: REASONS },
  ],
  compute: (input) => {
    const dataset = {
      producer: readText(INPUTS, input, 'producer'),
      provider: readText(INPUTS, input, 'provider'),
      confidential: readFlag(INPUTS, input, 'confidential'),
    };
    const isDepartment = readChoice(INPUTS, input, 'actorKind') === 'department';
    const edition = readChoice(INPUTS, input, 'edition') === 'public' ? 'public' : 'government';
    return { ...stewardship(dataset, { name: readText(INPUTS, input, 'actor'), isDepartment }, edition) };
  },
};
