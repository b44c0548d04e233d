/**
 * Places of a grid of squares as polynomials of column and row: a projection is smooth, so that a few numbers say what
 * would else be ten for each cell. Who reads them needs no projection.
 */

/** A value at any place of a grid. Terms are those of `termsOf`, of column and row as `unit` has them. */
export interface GridPolynomial {
  readonly degree: number;
  readonly terms: readonly number[];
}

export interface CellGrid {
  /** Column and row in the middle, and how many of them are 1 in the polynomials. */
  readonly middle: readonly [column: number, row: number];
  readonly span: number;
  /** Degrees, less those of `origin`. */
  readonly origin: readonly [lon: number, lat: number];
  readonly lon: GridPolynomial;
  readonly lat: GridPolynomial;
  /** Square metres of the cell around a place. */
  readonly areaM2: GridPolynomial;
}

/** All products of powers of u and v of `degree` together at most, written into `out`. */
export function termsOf(degree: number, u: number, v: number, out: Float64Array): void {
  let at = 0;
  let ofU = 1;
  for (let i = 0; i <= degree; i += 1, ofU *= u) {
    let both = ofU;
    for (let j = 0; i + j <= degree; j += 1, both *= v) out[at++] = both;
  }
}

export function countOfTerms(degree: number): number {
  return ((degree + 1) * (degree + 2)) / 2;
}

export type GridValue = (column: number, row: number) => number;

/** Reads a polynomial at columns and rows; halves are the middles of cells. */
export function gridValue({ middle, span }: CellGrid, { degree, terms }: GridPolynomial): GridValue {
  const products = new Float64Array(countOfTerms(degree));
  return (column, row) => {
    termsOf(degree, (column - middle[0]) / span, (row - middle[1]) / span, products);
    let sum = 0;
    for (let k = 0; k < products.length; k += 1) sum += (products[k] as number) * (terms[k] as number);
    return sum;
  };
}
