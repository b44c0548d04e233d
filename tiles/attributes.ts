/** Attributes that most layers of the catalogue share, so that each has one title and one check. */
import type { Attribute } from './layer.ts';

export const NAME = { type: 'string', title: { zh: '名称', en: 'Name' }, maxLength: 100 } as const satisfies Attribute;

export const NAME_EN = {
  type: 'string', title: { zh: '英文名', en: 'English name' }, maxLength: 100,
} as const satisfies Attribute;

export const ADDRESS = {
  type: 'string', title: { zh: '地址', en: 'Address' }, maxLength: 200,
} as const satisfies Attribute;

export const DISTRICT = {
  type: 'string', title: { zh: '区市', en: 'District' }, format: 'district', pattern: '^3702\\d{2}$',
} as const satisfies Attribute;

export const STREET = {
  type: 'string', title: { zh: '街道', en: 'Street' }, format: 'street', pattern: '^3702\\d{5}$',
} as const satisfies Attribute;

/** Id of the documented case a feature belongs to, on layers that serve more than one. */
export const CASE = {
  type: 'string', title: { zh: '案例', en: 'Case' }, pattern: '^[a-z0-9]+(-[a-z0-9]+)*$', maxLength: 40,
} as const satisfies Attribute;
