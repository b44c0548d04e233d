/** Standards as data: `data/standards/*.json`, one file a standard. */
import type { Text } from '../layer.ts';
import type { Grouping } from './measures.ts';

/** `verified`: read in the text of the standard. `unverified`: known from memory or from others; everything shown says so. */
export const CERTAINTIES = ['verified', 'unverified'] as const;
export type Certainty = (typeof CERTAINTIES)[number];

/**
 * What a rule demands.
 * - `density`: facilities per km² of the land uses named, between `min` and `max`.
 * - `within`: share of people (1: all) with a facility within `metres` along the streets.
 * - `per-thousand`: capacity (or facilities) per 1,000 people, at least `min`.
 */
export type Demanded =
  | { readonly kind: 'density'; readonly min?: number; readonly max?: number }
  | { readonly kind: 'within'; readonly metres: number; readonly share: number }
  | { readonly kind: 'per-thousand'; readonly min: number; readonly of: 'facilities' | 'capacity' };

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
  readonly landUse?: readonly string[];
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
  /** District or street; null for the whole. */
  readonly area: string | null;
  readonly value: number | null;
  readonly verdict: 'met' | 'below' | 'above' | 'not-applicable';
  readonly people: number;
  readonly areaM2: number;
  readonly facilities: number;
  /** Indexes of the demand cells that the figure is made of, as ranges [from, to) in ascending order. */
  readonly cells: readonly (readonly [from: number, to: number])[];
}

export interface ComplianceResult {
  readonly kind: 'compliance';
  readonly standard: Standard;
  readonly rows: readonly ComplianceRow[];
}
