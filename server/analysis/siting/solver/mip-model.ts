/** A linear model with whole variables, and the check of a point against it. */

export interface MipModel {
  readonly sense: 'min' | 'max';
  /** By variable. */
  readonly cost: Float64Array;
  readonly lower: Float64Array;
  readonly upper: Float64Array;
  /** 1 for whole variables. */
  readonly integer: Uint8Array;
  /** Rows: `lower ≤ Σ value·x ≤ upper`, those of row r from `start[r]` to `start[r + 1]`. Infinity for no limit. */
  readonly rows: {
    readonly lower: Float64Array;
    readonly upper: Float64Array;
    readonly start: Uint32Array;
    readonly index: Uint32Array;
    readonly value: Float64Array;
  };
}

/** Rows of a model, one after the other. */
export class MipRows {
  private readonly lower: number[] = [];
  private readonly upper: number[] = [];
  private readonly start: number[] = [0];
  private readonly index: number[] = [];
  private readonly value: number[] = [];

  add(lower: number, upper: number, terms: Iterable<readonly [variable: number, factor: number]>): void {
    this.lower.push(lower);
    this.upper.push(upper);
    for (const [variable, factor] of terms) {
      this.index.push(variable);
      this.value.push(factor);
    }
    this.start.push(this.index.length);
  }

  done(): MipModel['rows'] {
    return {
      lower: Float64Array.from(this.lower),
      upper: Float64Array.from(this.upper),
      start: Uint32Array.from(this.start),
      index: Uint32Array.from(this.index),
      value: Float64Array.from(this.value),
    };
  }
}

/** Of bounds, rows (relative to the row's limit where that is larger than 1) and wholeness. */
export const FEASIBILITY_TOLERANCE = 1e-6;

/**
 * The point with whole variables rounded and all variables within their bounds, and its objective; null if a row, a
 * bound or a whole variable is off by more than the tolerance.
 */
export function checkedPoint(
  model: MipModel,
  values: Float64Array,
): { readonly x: Float64Array; readonly objective: number } | null {
  const x = roundedPoint(model, values);
  if (x === null || !rowsHold(model, x)) return null;
  let objective = 0;
  for (let v = 0; v < x.length; v++) objective += (model.cost[v] as number) * (x[v] as number);
  return { x, objective };
}

function roundedPoint(model: MipModel, values: Float64Array): Float64Array | null {
  if (values.length !== model.cost.length) return null;
  const x = new Float64Array(values.length);
  for (let v = 0; v < x.length; v++) {
    const given = values[v] as number;
    const wanted = model.integer[v] === 0 ? given : Math.round(given);
    const inside = Math.min(Math.max(wanted, model.lower[v] as number), model.upper[v] as number);
    if (!(Math.abs(inside - given) <= FEASIBILITY_TOLERANCE)) return null;
    x[v] = inside;
  }
  return x;
}

function rowsHold({ rows }: MipModel, x: Float64Array): boolean {
  for (let r = 0; r < rows.lower.length; r++) {
    let sum = 0;
    const end = rows.start[r + 1] as number;
    for (let k = rows.start[r] as number; k < end; k++)
      sum += (rows.value[k] as number) * (x[rows.index[k] as number] as number);
    const lower = rows.lower[r] as number;
    const upper = rows.upper[r] as number;
    if (sum < lower - allowance(lower) || sum > upper + allowance(upper)) return false;
  }
  return true;
}

function allowance(limit: number): number {
  return Number.isFinite(limit) ? FEASIBILITY_TOLERANCE * Math.max(1, Math.abs(limit)) : 0;
}

export function isNoBetterThan(
  model: MipModel,
  a: { readonly objective: number },
  b: { readonly objective: number },
): boolean {
  return model.sense === 'min' ? a.objective >= b.objective : a.objective <= b.objective;
}
