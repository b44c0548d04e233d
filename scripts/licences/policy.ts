/** Which licences a part of the product may have, and why. `npm run licences` holds every production package to it. */

/** Licences that ask for their text and names to be kept, and for nothing of whoever uses or changes the product. */
export const ALLOWED: Readonly<Record<string, string>> = {
  MIT: 'keeps text and names, no more',
  ISC: 'as MIT, in fewer words',
  'BSD-2-Clause': 'as MIT',
  'BSD-3-Clause': 'as MIT; the names of its authors do not advertise',
  'Apache-2.0': 'as MIT, with a grant of patents; its NOTICE files are kept',
  Zlib: 'a changed version says that it is one; binaries need no text',
  PostgreSQL: 'as MIT',
  '0BSD': 'asks for nothing',
  'CC0-1.0': 'asks for nothing',
  Unlicense: 'asks for nothing',
};

/** What a person found out about one package whose `package.json` says nothing, nonsense or not everything. */
interface Finding {
  /** What the package declares today; the finding no longer holds when that changes. */
  readonly declared: string | null;
  readonly licence: string;
  /** Identifiers that only this package may have beyond those of `ALLOWED`. */
  readonly alsoAllowed?: readonly string[];
  readonly reason: string;
}

export const FINDINGS: Readonly<Record<string, Finding>> = {
  '@electric-sql/pglite': {
    declared: 'Apache-2.0',
    licence: 'Apache-2.0 AND PostgreSQL',
    reason: 'The package is PostgreSQL compiled to WebAssembly.',
  },
  '@electric-sql/pglite-postgis': {
    declared: 'Apache-2.0',
    licence: 'Apache-2.0 AND GPL-2.0-or-later AND LGPL-2.1-or-later AND MIT',
    alsoAllowed: ['GPL-2.0-or-later', 'LGPL-2.1-or-later'],
    reason:
      'The archive in it is PostGIS (GPL-2.0-or-later) with GEOS (LGPL-2.1-or-later) and PROJ (MIT). It runs in a process of its own, which the service reaches by the protocol of PostgreSQL, and may be left out with DATABASE_URL. NOTICE says what that means for redistribution.',
  },
  '@mapbox/jsonlint-lines-primitives': {
    declared: null,
    licence: 'MIT',
    reason: 'It names no licence. It is a fork of zaach/jsonlint, whose README gives that of MIT.',
  },
  'geojson-validation': {
    declared: 'LGPL-3',
    licence: 'LGPL-3.0-only',
    alsoAllowed: ['LGPL-3.0-only'],
    reason:
      'LGPL-3 is no identifier of SPDX. The server alone uses it, unchanged, as a package that anybody can exchange. NOTICE says what that means for redistribution.',
  },
  rgbcolor: {
    declared: 'MIT OR SEE LICENSE IN FEEL-FREE.md',
    licence: 'MIT',
    reason: 'The second choice is no expression of SPDX; the first is enough.',
  },
  'splaytree-ts': {
    declared: 'BDS-3-Clause',
    licence: 'BSD-3-Clause',
    reason: 'A slip of the pen: its LICENSE has the text of BSD-3-Clause.',
  },
};

/**
 * Packages whose file in the client holds their dependencies already, so that the bundler does not see them. What they
 * depend on is listed with them.
 */
export const PREBUNDLED: ReadonlySet<string> = new Set(['maplibre-gl']);

/** Files in `texts/` for packages that the client contains and that come without a text. */
export const SUPPLIED_TEXTS: Readonly<Record<string, string>> = {
  '@mapbox/jsonlint-lines-primitives': 'jsonlint.txt',
  'murmurhash-js': 'murmurhash.txt',
  pmtiles: 'pmtiles.txt',
};
