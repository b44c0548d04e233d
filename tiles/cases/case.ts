import type { Text } from '../layer/layer.ts';
import type { RuleInput, RuleOutput } from './rule.ts';

/** Themes of the 33 documented cases. */
export const CASE_THEMES = [
  'governance',
  'livelihood',
  'economy',
  'construction',
  'environment',
  'transport',
  'education-health',
  'data',
] as const;
export type CaseTheme = (typeof CASE_THEMES)[number];

/** Where a figure was read: line of the source document (1-based) and the words themselves. */
export interface SourceLine {
  readonly line: number;
  readonly quote: string;
}

/**
 * Ties a figure to demonstration data: the figure's value equals the count of the layer's features that match
 * `where` (attribute → value or list of values), or the sum of `attribute`, or the count of its distinct values.
 */
export interface EntityLink {
  readonly layer: string;
  readonly where?: Readonly<Record<string, string | number | boolean | readonly (string | number)[]>>;
  readonly measure: 'count' | 'sum' | 'distinct';
  readonly attribute?: string;
}

export interface Figure {
  /** kebab-case, unique within the case. */
  readonly id: string;
  readonly name: Text;
  readonly value: number;
  /** How the source words it: exactly, 余/多/以上 (over), 近/约 (about). */
  readonly qualifier: 'exact' | 'over' | 'about' | 'under';
  readonly unit: Text;
  /** `2017`, `2015/2017`, `2017-12` … */
  readonly period: string;
  readonly source: SourceLine;
  readonly entity?: EntityLink;
}

export interface CasePlace {
  readonly name: Text;
  readonly lon: number;
  readonly lat: number;
  readonly provenance: 'approximate';
}

export interface CaseRule {
  /** Id in `tiles/cases/index.ts`. */
  readonly id: string;
  readonly name: Text;
  /** The rule in words, as the source defines it. */
  readonly statement: Text;
  readonly source: SourceLine;
  /** The worked example of the source (or, where it gives none, one made from its figures, and said so). */
  readonly example: { readonly input: RuleInput; readonly output: RuleOutput; readonly fromSource: boolean };
}

/** One documented case: one file in `data/cities/<city>/cases/`, one feature of the layer `cases`. */
export interface CaseRecord {
  readonly number: number;
  readonly id: string;
  readonly title: Text;
  readonly agency: Text;
  /** GB/T 2260 code; 370200 where the whole city is meant. */
  readonly district: string;
  readonly theme: CaseTheme;
  /** The first place is where the case's own mark stands. */
  readonly places: readonly CasePlace[];
  readonly summary: Text;
  readonly figures: readonly Figure[];
  /** Layers that show the case's entities, each with the filter that picks them. */
  readonly layers: readonly { readonly layer: string; readonly where?: EntityLink['where'] }[];
  readonly rule?: CaseRule;
}
