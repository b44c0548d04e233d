/** Indicators beside each other: one column an indicator, one row an area. */
import type { ComplianceResult, ComplianceRow, StandardRule } from '../../../../../tiles/api/standard.ts';

export interface RuleRows {
  readonly rule: StandardRule;
  readonly whole: ComplianceRow;
}

export interface MatrixRow {
  /** Code of the area; null for what lies in none. */
  readonly area: string | null;
  /** In the order of the indicators. */
  readonly rows: readonly (ComplianceRow | undefined)[];
}

export interface Matrix {
  readonly indicators: readonly RuleRows[];
  /** Areas where anybody or anything is, in the order of the answer. */
  readonly areas: readonly MatrixRow[];
}

export function matrixOf({ standard, rows }: Pick<ComplianceResult, 'standard' | 'rows'>): Matrix {
  const indicators = standard.rules.flatMap((rule) => {
    const whole = rows.find((row) => row.rule === rule.id && row.scope === 'whole');
    return whole === undefined ? [] : [{ rule, whole }];
  });
  const parts = rows.filter(({ scope }) => scope === 'area');
  const byKey = new Map(parts.map((row) => [`${row.rule} ${row.area ?? ''}`, row]));
  const areas = [...new Set(parts.map(({ area }) => area))].map((area) => ({
    area,
    rows: indicators.map(({ rule }) => byKey.get(`${rule.id} ${area ?? ''}`)),
  }));
  const isPlace = ({ rows: own }: MatrixRow): boolean => own.some((row) => row !== undefined && row.cells.length > 0);
  return { indicators, areas: areas.filter(isPlace) };
}

type MissingRule = ComplianceResult['missing'][number];

/** Rules that were not computed, each with what it needs and what is not there. */
export function missingOf({
  standard,
  missing,
}: Pick<ComplianceResult, 'standard' | 'missing'>): (Omit<MissingRule, 'rule'> & { readonly rule: StandardRule })[] {
  const rules = new Map(standard.rules.map((rule) => [rule.id, rule]));
  return missing.flatMap(({ rule: id, ...rest }) => {
    const rule = rules.get(id);
    return rule === undefined ? [] : [{ rule, ...rest }];
  });
}
