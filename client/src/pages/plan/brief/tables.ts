/** Cells, facilities, gap areas and notes as tables: units in the heads, numbers as they are. */
import type { StreetEdit } from '../../../../../tiles/api/street-edits.ts';
import { polygonsOf } from '../../../../../tiles/tile/spheroid.ts';
import { cellId } from '../data/cells.ts';
import { placeName } from '../format.ts';
import { markersOf } from '../map/markers.ts';
import type { CsvValue } from '../../../format/csv.ts';
import { areaOfM2, lengthM, modesOf, USUAL } from '../state/streets.ts';
import { modesText, peopleInside } from '../street-words.ts';
import { keyFigures } from './key-figures.ts';
import { assumptionTexts, headNotes, warningTexts, type Note, type Subject } from './subject.ts';

export const TABLES = ['cells', 'facilities', 'gaps', 'streets', 'notes'] as const;
export type TableId = (typeof TABLES)[number];

export interface Table {
  readonly header: readonly string[];
  readonly rows: Iterable<readonly CsvValue[]>;
}

export function tableOf(subject: Subject, id: TableId): Table {
  switch (id) {
    case 'cells':
      return cellTable(subject);
    case 'facilities':
      return facilityTable(subject);
    case 'gaps':
      return gapTable(subject);
    case 'streets':
      return streetTable(subject);
    case 'notes': {
      const {
        app: {
          i18n: { t },
        },
      } = subject;
      return {
        header: [t('plan.column.item'), t('plan.column.value')],
        rows: notesOf(subject).map(({ name, value }) => [name, value]),
      };
    }
  }
}

/** Costs are 32-bit floats with seven significant digits. Null where the place is unreachable. */
export function minutesOf(seconds: number): number | null {
  return Number.isFinite(seconds) ? Number((seconds / 60).toPrecision(7)) : null;
}

/** Rounded to about a centimetre. */
export function degrees(value: number): number {
  return Number(value.toFixed(7));
}

function cellTable({ app, cells, coverage }: Subject): Table {
  const {
    i18n: { t },
  } = app;
  const { districts, subdistricts, provenance } = cells.header;
  const names = (codes: readonly string[]): readonly string[] => codes.map((code) => placeName(app, code));
  const [districtNames, subdistrictNames] = [names(districts), names(subdistricts)];
  const row = (cell: number): CsvValue[] => {
    const [district, subdistrict] = [cells.district[cell] as number, cells.subdistrict[cell] as number];
    return [
      cellId(cells, cell),
      degrees(cells.lonLat[2 * cell] as number),
      degrees(cells.lonLat[2 * cell + 1] as number),
      cells.people[cell] as number,
      cells.areaM2[cell] as number,
      minutesOf(coverage.cost[cell] as number),
      coverage.facilities[coverage.nearest[cell] as number]?.id ?? null,
      districts[district] ?? null,
      districtNames[district] ?? null,
      subdistricts[subdistrict] ?? null,
      subdistrictNames[subdistrict] ?? null,
      provenance,
    ];
  };
  const columns = [
    'cell',
    'lon',
    'lat',
    'people',
    'areaM2',
    'minutes',
    'nearest',
    'district',
    'districtName',
    'subdistrict',
    'subdistrictName',
    'peopleProvenance',
  ] as const;
  return {
    header: columns.map((column) => t(`plan.column.${column}`)),
    rows: {
      *[Symbol.iterator]() {
        for (let cell = 0; cell < cells.count; cell += 1) yield row(cell);
      },
    },
  };
}

function facilityTable(subject: Subject): Table {
  const {
    app: {
      i18n: { t },
    },
    coverage: { header },
  } = subject;
  const minutes = header.summary.withinS / 60;
  return {
    header: [
      t('plan.column.facility'),
      t('plan.column.lon'),
      t('plan.column.lat'),
      t('plan.column.state'),
      t('plan.column.peopleWithin', { minutes }),
      t('plan.column.exclusive', { minutes }),
    ],
    rows: facilitiesOf(subject).map(({ id, lon, lat, state, people, exclusivePeople }) => [
      id,
      degrees(lon),
      degrees(lat),
      t(`plan.state.${state}`),
      people,
      exclusivePeople,
    ]),
  };
}

export interface FacilityRow {
  readonly id: string;
  readonly lon: number;
  readonly lat: number;
  readonly state: 'existing' | 'added' | 'moved' | 'removed' | 'unconnected';
  /** Null where the scenario removes the facility. */
  readonly people: number | null;
  readonly exclusivePeople: number | null;
}

/** Facilities before the edits, as the scenario has them, then those that it adds. */
export function facilitiesOf({
  session,
  coverage: { header },
  changes: { edits },
}: Pick<Subject, 'session' | 'coverage' | 'changes'>): FacilityRow[] {
  const now = new Map(header.facilities.map((facility) => [facility.id, facility]));
  const before = session.base.peek().value?.coverage.facilities ?? [];
  return markersOf(before, edits, null).map(({ id, lon, lat, kind }) => {
    const facility = kind === 'removed' ? undefined : now.get(id);
    return {
      id,
      lon,
      lat,
      state: facility?.unconnected === true ? 'unconnected' : kind,
      people: facility?.people ?? null,
      exclusivePeople: facility?.exclusivePeople ?? null,
    };
  });
}

function gapTable({ app, cells, coverage: { header } }: Subject): Table {
  const {
    i18n: { t },
  } = app;
  const columns = [
    'rank',
    'lon',
    'lat',
    'people',
    'areaM2',
    'cells',
    'nearest',
    'meanMinutes',
    'district',
    'districtName',
    'subdistrict',
    'subdistrictName',
    'peopleProvenance',
  ] as const;
  const name = (code: string | null): string | null => (code === null ? null : placeName(app, code));
  return {
    header: columns.map((column) => t(`plan.column.${column}`)),
    rows: header.gaps.map((gap) => [
      gap.rank,
      degrees(gap.lon),
      degrees(gap.lat),
      gap.people,
      gap.areaM2,
      gap.cells.length,
      gap.nearest?.facility ?? null,
      gap.nearest === null ? null : minutesOf(gap.nearest.cost),
      gap.district,
      name(gap.district),
      gap.subdistrict,
      name(gap.subdistrict),
      cells.header.provenance,
    ]),
  };
}

export interface StreetRow {
  readonly edit: StreetEdit;
  readonly lengthM: number | null;
  readonly areaM2: number | null;
  /** Of an area the people inside, who are cut off. */
  readonly people: number | null;
}

/** What the scenario changes of the streets, in the order of the list. */
export function streetsOf({ changes, cells }: Pick<Subject, 'changes' | 'cells'>): StreetRow[] {
  return changes.streets.map((edit) =>
    edit.kind === 'shut'
      ? { edit, lengthM: null, areaM2: Math.round(areaOfM2(edit)), people: peopleInside(edit, cells) }
      : { edit, lengthM: Math.round(lengthM(edit.line)), areaM2: null, people: null },
  );
}

function streetTable(subject: Subject): Table {
  const { t } = subject.app.i18n;
  const columns = [
    'street',
    'streetKind',
    'lengthM',
    'areaM2',
    'people',
    'modes',
    'driveKmh',
    'oneWay',
    'connect',
    'factor',
    'wkt',
  ] as const;
  return {
    header: columns.map((column) => t(`plan.column.${column}`)),
    rows: streetsOf(subject).map(({ edit, lengthM: metres, areaM2, people }) => {
      const isNew = edit.kind === 'add';
      return [
        edit.id,
        t(`plan.mark.street.${edit.kind}`),
        metres,
        areaM2,
        people,
        edit.kind === 'shut' ? t('plan.street.everybody') : modesText(subject.app, edit),
        isNew && modesOf(edit).includes('drive') ? (edit.driveKmh ?? USUAL.driveKmh) : null,
        isNew ? t(edit.oneWay === true ? 'plan.yes' : 'plan.no') : null,
        isNew ? t(`plan.street.connect.${edit.connect ?? 'ends'}`) : null,
        edit.kind === 'speed' ? edit.factor : null,
        wktOf(edit),
      ];
    }),
  };
}

/** Well-known text (OGC 06-103r4), longitude first. */
function wktOf(edit: StreetEdit): string {
  const places = (line: readonly (readonly number[])[]): string =>
    `(${line.map(([lon = NaN, lat = NaN]) => `${String(lon)} ${String(lat)}`).join(', ')})`;
  if (edit.kind !== 'shut')
    return edit.line.length === 1 ? `POINT ${places(edit.line)}` : `LINESTRING ${places(edit.line)}`;
  const polygons = polygonsOf(edit.area).map((rings) => `(${rings.map(places).join(', ')})`);
  return polygons.length === 1 ? `POLYGON ${String(polygons[0])}` : `MULTIPOLYGON (${polygons.join(', ')})`;
}

/** Everything known about the result in words: figures with units, warnings, assumptions, and how to reproduce it. */
export function notesOf(subject: Subject): Note[] {
  const {
    app: {
      i18n: { t },
      config,
    },
    link,
  } = subject;
  return [
    ...headNotes(subject),
    ...keyFigures(subject).map(({ name, value, note }) => ({
      name,
      value: note === undefined ? value : `${value} (${note})`,
    })),
    ...warningTexts(subject).map((value) => ({ name: t('plan.brief.warnings'), value })),
    ...assumptionTexts(subject).map((value) => ({ name: t('plan.brief.sources'), value })),
    { name: t('plan.brief.recompute'), value: link },
    { name: t('plan.title'), value: t('plan.brief.made', { version: config.state.peek().value?.version ?? '' }) },
  ];
}
