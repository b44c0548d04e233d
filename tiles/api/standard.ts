/** Standards as data: `data/standards/*.json`, one file a standard. */
import type { Text } from '../layer/layer.ts';
import type { Grouping } from './measures.ts';

/**
 * `verified`: read in the text of the standard. `unverified`: known from memory or from others; everything shown says
 * so.
 */
export const CERTAINTIES = ['verified', 'unverified'] as const;
export type Certainty = (typeof CERTAINTIES)[number];

/**
 * What a rule demands.
 * - `density`: facilities per km² of the land uses named, between `min` and `max`.
 * - `within`: share of people (1: all) with a facility within `metres` along the streets.
 * - `per-thousand`: facilities, or the sum of their attribute `capacity`, per 1,000 people, at least `min`.
 * - `ratio`: sum of the attribute `of` over the sum of the attribute `to`, over all facilities that have both.
 */
export type Demanded =
  | { readonly kind: 'density'; readonly min?: number; readonly max?: number }
  | { readonly kind: 'within'; readonly metres: number; readonly share: number }
  | { readonly kind: 'per-thousand'; readonly min: number; readonly capacity?: string }
  | { readonly kind: 'ratio'; readonly of: string; readonly to: string; readonly min?: number; readonly max?: number };

/** Uses of land that rules name, with the letters of GB 50137-2011 where these hold for the whole. */
export const LAND_USES = {
  residential: { zh: '居住用地（R）', en: 'Residential (R)' },
  public: { zh: '公共管理与公共服务用地（A）', en: 'Administration and public services (A)' },
  commercial: { zh: '商业服务业设施用地（B）', en: 'Commercial and business (B)' },
  industrial: { zh: '工业和物流仓储用地（M、W）', en: 'Industrial and logistics (M, W)' },
  transport: { zh: '道路与交通设施用地（S）', en: 'Streets and transport (S)' },
  utility: { zh: '公用设施用地（U）', en: 'Municipal utilities (U)' },
  green: { zh: '绿地与广场用地（G）', en: 'Green space and squares (G)' },
  other: { zh: '其他', en: 'Other' },
} as const satisfies Readonly<Record<string, Text>>;
export type LandUse = keyof typeof LAND_USES;

export interface StandardRule {
  /** Unique within the standard, such as `toilets-residential`. */
  readonly id: string;
  readonly title: Text;
  /** As the standard numbers it, such as `5.2.1` ; null where not known. */
  readonly clause: string | null;
  /** Layer of the catalogue the rule is about, and a CQL2 filter of its features. */
  readonly layer: string;
  readonly filter?: string;
  /** Only ground of these uses; absent for all. */
  readonly landUse?: readonly LandUse[];
  readonly demanded: Demanded;
  readonly unit: Text;
  readonly certainty: Certainty;
  readonly note?: Text;
}

export interface Standard {
  /** Name of its file, such as `gb-t-50337-2018`. */
  readonly id: string;
  readonly number: string;
  readonly year: number;
  readonly title: Text;
  readonly rules: readonly StandardRule[];
  /** What the standard calls so many minutes on foot. */
  readonly walkingCircles?: readonly {
    readonly minutes: number;
    readonly minM: number;
    readonly maxM: number;
    readonly certainty: Certainty;
  }[];
}

export interface ComplianceRequest {
  readonly kind: 'compliance';
  readonly standard: string;
  /** Absent: all rules of the standard. */
  readonly rules?: readonly string[];
  readonly by: Exclude<Grouping, 'landUse'>;
}

export interface ComplianceRow {
  readonly rule: string;
  /** Areas add up to the whole: people, ground and facilities, those in no area as well. */
  readonly scope: 'whole' | 'area';
  /** District or street; null for the whole, and for what is in none. */
  readonly area: string | null;
  /** In the rule's unit; `within`: a share of 1. */
  readonly value: number | null;
  readonly verdict: 'met' | 'below' | 'above' | 'not-applicable';
  /** Of the ground the rule is about. */
  readonly people: number;
  readonly areaM2: number;
  readonly facilities: number;
  /** What is divided by what. */
  readonly numerator: number;
  readonly denominator: number;
  /** Indexes of the demand cells that the figure is made of, as ranges [from, to) in ascending order. */
  readonly cells: readonly (readonly [from: number, to: number])[];
}

export interface ComplianceResult {
  readonly kind: 'compliance';
  readonly standard: Standard;
  /** By rule, the whole first, then area by area. */
  readonly rows: readonly ComplianceRow[];
  /** By rule: facilities that stand on none of the ground looked at and count nowhere. */
  readonly outside: readonly { readonly rule: string; readonly facilities: number }[];
}
