/** Attributes that most layers of the catalogue share, so that each has one title and one check. */
import type { Attribute } from './layer.ts';

export const NAME = { type: 'string', title: { zh: '名称', en: 'Name' }, maxLength: 100 } as const satisfies Attribute;

export const NAME_EN = {
  type: 'string',
  title: { zh: '英文名', en: 'English name' },
  maxLength: 100,
} as const satisfies Attribute;

export const ADDRESS = {
  type: 'string',
  title: { zh: '地址', en: 'Address' },
  maxLength: 200,
} as const satisfies Attribute;

export const DISTRICT = {
  type: 'string',
  title: { zh: '区市', en: 'District' },
  format: 'district',
  pattern: '^3702\\d{2}$',
} as const satisfies Attribute;

export const STREET = {
  type: 'string',
  title: { zh: '街道', en: 'Street' },
  format: 'street',
  pattern: '^3702\\d{5}$',
} as const satisfies Attribute;

/** Id of the documented case a feature belongs to, on layers that serve more than one. */
export const CASE = {
  type: 'string',
  title: { zh: '案例', en: 'Case' },
  pattern: '^[a-z0-9]+(-[a-z0-9]+)*$',
  maxLength: 40,
} as const satisfies Attribute;

/** Sections of main roads in Jiaozhou have 82 units to look after them, known by number (case 1). */
const JIAOZHOU_UNITS = Array.from({ length: 82 }, (_, i) => String(i + 1).padStart(2, '0'));

export const JIAOZHOU_UNIT_NAMES = Object.fromEntries(
  JIAOZHOU_UNITS.map((number) => [`胶州市包干单位${number}`, `Jiaozhou unit ${number}`]),
);

export const HOTLINE_NAMES = { 城管热线12319: 'City management hotline 12319' };

export const ROAD_NAME = {
  type: 'string',
  title: { zh: '道路名称', en: 'Name of the road' },
  maxLength: 100,
} as const satisfies Attribute;

export const ROAD_NAME_EN = {
  type: 'string',
  title: { zh: '道路英文名称', en: 'English name of the road' },
  maxLength: 100,
} as const satisfies Attribute;
