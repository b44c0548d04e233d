/** What parts have been told, as tables: units in the heads, numbers as they are. */
import type { StudyTravel } from '../../../../../tiles/api/study.ts';
import type { App } from '../../../app/types.ts';
import type { CsvValue } from '../../../format/csv.ts';
import { degrees, minutesOf } from '../brief/tables.ts';
import { cellId, type Cells } from '../data/cells.ts';
import { facilityNames } from '../facility-names.ts';
import { placeName, wayText } from '../format.ts';
import { departureText } from '../when.ts';
import type { Part, Way } from '../state/types.ts';
import type { Told } from './ask.ts';
import { groupText, offerText, shareOfUnserved } from './words.ts';

export interface FoundTable {
  readonly header: readonly string[];
  readonly rows: Iterable<readonly CsvValue[]>;
}

export interface WayFigure {
  readonly id: string;
  readonly name: string;
  /** When people set out, with what joins it to the name; empty where time does not count. */
  readonly when: string;
  readonly people: number;
  /** 0 to 1. */
  readonly share: number;
}

/** Who is served by each way, the one that is asked for first. */
export function waysOf(app: App, { study, result, catalogue }: Told): WayFigure[] {
  const isStraight = study.network !== undefined && 'straight' in study.network;
  return study.analyses.flatMap((analysis, k): WayFigure[] => {
    const found = result.results[k];
    const within = found?.kind === 'coverage' ? found.within[0] : undefined;
    if (analysis.kind !== 'coverage' || within === undefined) return [];
    const travel = study.travels?.find(({ id }) => id === analysis.travel);
    const own: StudyTravel = travel ?? study.travel ?? {};
    const mode: Way = travel === undefined && isStraight ? 'straight' : (own.mode ?? 'walk');
    return [
      {
        id: travel?.id ?? 'asked',
        name: wayText(app, { catalogue }, { mode, profile: own.profile ?? null }),
        when: departureText(app, own),
        people: within.people,
        share: within.peopleShare,
      },
    ];
  });
}

/** The table of a part; null where the answer has none. */
export function partTable(app: App, part: Part, told: Told, cells: Cells): FoundTable | null {
  const { t } = app.i18n;
  const { results } = told.result;
  const share = t('plan.found.column.share');
  switch (part) {
    case 'opportunities': {
      const found = results.find((each) => each.kind === 'opportunities');
      const { access } = found ?? {};
      if (access?.length !== cells.count) return null;
      const offer = offerText(app, told);
      return {
        header: [
          t('plan.column.cell'),
          t('plan.column.lon'),
          t('plan.column.lat'),
          t('plan.column.people'),
          t('plan.found.column.access', { offer }),
        ],
        rows: access.map((value, cell): CsvValue[] => [
          cellId(cells, cell),
          degrees(cells.lonLat[2 * cell] as number),
          degrees(cells.lonLat[2 * cell + 1] as number),
          cells.people[cell] as number,
          value,
        ]),
      };
    }
    case 'backup': {
      const found = results.find((each) => each.kind === 'overlap');
      if (found === undefined) return null;
      return {
        header: [
          t('plan.column.district'),
          t('plan.column.districtName'),
          t('plan.column.people'),
          t('plan.found.column.covered'),
          t('plan.found.column.backup'),
          share,
        ],
        rows: (found.groups ?? []).map(({ key, people, coveredPeople, backupPeople = 0 }): CsvValue[] => [
          key,
          placeName(app, key),
          people,
          coveredPeople,
          backupPeople,
          people === 0 ? null : backupPeople / people,
        ]),
      };
    }
    case 'huff': {
      const found = results.find((each) => each.kind === 'huff');
      if (found === undefined) return null;
      const named = facilityNames(app, told.result);
      return {
        header: [
          t('plan.column.facility'),
          t('plan.column.facilityName'),
          t('plan.found.column.expected'),
          share,
          t('plan.column.meanMinutes'),
          t('plan.found.column.dominant'),
        ],
        rows: found.facilities.map(({ id, people, share: own, meanCost, dominantCells }): CsvValue[] => [
          id,
          named(id),
          people,
          own,
          meanCost === null ? null : minutesOf(meanCost),
          dominantCells,
        ]),
      };
    }
    case 'equity': {
      const found = results.find((each) => each.kind === 'equity');
      if (found === undefined) return null;
      return {
        header: [
          t('plan.found.group'),
          t('plan.found.number'),
          t('plan.found.served'),
          t('plan.found.meanMinutes'),
          t('plan.found.medianMinutes'),
          t('plan.found.palma'),
          t('plan.found.gini'),
          t('plan.found.ofWorst'),
        ],
        rows: found.groups.map((each): CsvValue[] => [
          groupText(app, each.group),
          each.people,
          each.worstShare === null ? null : 1 - each.worstShare,
          each.mean === null ? null : minutesOf(each.mean),
          each.median === null ? null : minutesOf(each.median),
          each.palma,
          each.gini,
          shareOfUnserved(found, each),
        ]),
      };
    }
    case 'ways':
      return {
        header: [t('plan.question.mode'), t('plan.found.column.covered'), share],
        rows: waysOf(app, told).map(({ name, when, people, share: own }): CsvValue[] => [name + when, people, own]),
      };
  }
}
