import { useState } from 'preact/hooks';
import { useApp } from '../../../app/context.ts';
import { RadioGroup } from '../../../ui/RadioGroup.tsx';
import { usePlan } from '../context.ts';
import { groupFigures, type GroupFigure } from '../data/groups.ts';
import { formatMinutes, formatPeople, formatShare, placeName } from '../format.ts';
import { ChartFrame } from './ChartFrame.tsx';
import type { ChartData } from './session-charts.ts';

const BYS = ['district', 'subdistrict'] as const;
const MOST = 12;

/**
 * Share of people covered, by district or subdistrict. A click selects its cells on the map and in the other charts.
 */
export function AreaChart({ data }: { data: ChartData }) {
  const app = useApp();
  const {
    i18n: { t },
  } = app;
  const session = usePlan();
  const { by } = session.state.value;
  const [order, setOrder] = useState<AreaOrder>('share');
  const [most, setMost] = useState(MOST);
  const { coverage, cells, beside, chosen } = data;
  const withinS = session.withinS.value;
  const minutes = session.minutes.value;
  const selected = session.selected.value;
  const rows = areaRows({
    rows: groupFigures(cells, coverage.cost, by, withinS),
    other: beside === null ? null : groupFigures(cells, beside.cost, by, withinS),
    // A selected district contains all of its own people, so there is nothing to show; nor has the sentence's.
    part:
      chosen === null || selected === null || (selected.kind === 'group' && selected.by === by)
        ? null
        : { chosen, group: cells[by], people: cells.people },
    order,
    name: (key) => placeName(app, key),
  });
  const isChosen = (row: AreaRow): boolean =>
    selected?.kind === 'group' && selected.by === by && selected.index === row.index;
  const toggle = (row: AreaRow): void => {
    session.selected.value = isChosen(row) ? null : { kind: 'group', by, index: row.index };
  };
  const anyChosen = selected?.kind === 'group' && selected.by === by;
  return (
    <ChartFrame title={t('plan.chart.areas', { minutes })} info={t('plan.info.byArea', { minutes })} testId="by-area">
      <div class="chart-choices">
        <RadioGroup
          legend={t('plan.standards.by')}
          name="plan-charts-by"
          value={by}
          options={BYS.map((each) => ({ value: each, label: t(`plan.by.${each}`) }))}
          onChange={(each) => session.update({ by: each })}
        />
        <RadioGroup
          legend={t('plan.chart.order')}
          name="plan-charts-order"
          value={order}
          options={AREA_ORDERS.map((each) => ({ value: each, label: t(`plan.chart.order.${each}`) }))}
          onChange={setOrder}
        />
      </div>
      {beside !== null && (
        <p class="quiet">
          <span class="area-mark" aria-hidden="true" />{' '}
          {t('plan.chart.otherMark', { name: session.nameOf(session.state.value.other) })}
        </p>
      )}
      <ul class="bars">
        {rows.slice(0, most).map((row) => (
          <Row
            key={row.index}
            row={row}
            pressed={isChosen(row)}
            dimmed={anyChosen && !isChosen(row)}
            toggle={() => toggle(row)}
          />
        ))}
      </ul>
      {rows.length > most && (
        <button type="button" class="button button-quiet" onClick={() => setMost(rows.length)}>
          {t('plan.more', { n: rows.length - most })}
        </button>
      )}
    </ChartFrame>
  );
}

function Row({
  row,
  pressed,
  dimmed,
  toggle,
}: {
  row: AreaRow;
  pressed: boolean;
  dimmed: boolean;
  toggle: () => void;
}) {
  const app = useApp();
  const {
    i18n: { t },
  } = app;
  const share = formatShare(app, row.peopleWithin, row.people);
  const label = [
    t('plan.chart.areaLabel', {
      name: row.name,
      share,
      people: formatPeople(app, row.people),
      mean: formatMinutes(app, row.meanCost),
    }),
    ...(row.part === null ? [] : [t('plan.chart.ofSelected', { people: formatPeople(app, row.part) })]),
    ...(row.otherShare === null ? [] : [t('plan.chart.otherShare', { share: formatShare(app, row.otherShare, 1) })]),
  ].join(' · ');
  const small = [
    formatPeople(app, row.people),
    formatMinutes(app, row.meanCost),
    ...(row.part === null ? [] : [t('plan.chart.ofSelected', { people: formatPeople(app, row.part) })]),
  ].join(' · ');
  return (
    <li>
      <button
        type="button"
        class="bar area-bar"
        aria-pressed={pressed}
        data-dimmed={dimmed}
        title={label}
        onClick={toggle}
      >
        <span class="bar-fill" style={{ width: `${row.share * 100}%` }} />
        {row.part !== null && (
          <span class="area-part" style={{ width: `${row.people === 0 ? 0 : (row.part / row.people) * 100}%` }} />
        )}
        {row.otherShare !== null && <span class="area-other" style={{ left: `${row.otherShare * 100}%` }} />}
        <span class="bar-label">
          {row.name}
          <small>{small}</small>
        </span>
        <span class="bar-count">{share}</span>
      </button>
    </li>
  );
}

const AREA_ORDERS = ['share', 'people', 'code'] as const;
/** Worst served first, most people first, or by code. */
export type AreaOrder = (typeof AREA_ORDERS)[number];

interface AreaRow extends GroupFigure {
  readonly name: string;
  /** Share of its people within the time, 0–1. */
  readonly share: number;
  readonly otherShare: number | null;
  /** People of the selection in the area; null where nothing is selected. */
  readonly part: number | null;
}

interface AreaInput {
  readonly rows: readonly GroupFigure[];
  readonly other: readonly GroupFigure[] | null;
  readonly part: { readonly chosen: Uint8Array; readonly group: Int16Array; readonly people: Float64Array } | null;
  readonly order: AreaOrder;
  readonly name: (key: string | null) => string;
}

export function areaRows({ rows, other, part, order, name }: AreaInput): AreaRow[] {
  const others = new Map(other?.map((row) => [row.index, row.peopleWithin / row.people]));
  const parts = part === null ? null : peopleByGroup(part);
  const told = rows.map(
    (row): AreaRow => ({
      ...row,
      name: name(row.key),
      share: row.peopleWithin / row.people,
      otherShare: other === null ? null : (others.get(row.index) ?? 0),
      part: parts === null ? null : (parts.get(row.index) ?? 0),
    }),
  );
  // People in no area come last.
  const byCode = (a: AreaRow, b: AreaRow): number =>
    a.key === null ? 1 : b.key === null ? -1 : a.key.localeCompare(b.key, 'en');
  return told.sort(
    (a, b) => (order === 'share' ? a.share - b.share : order === 'people' ? b.people - a.people : 0) || byCode(a, b),
  );
}

function peopleByGroup({ chosen, group, people }: NonNullable<AreaInput['part']>): ReadonlyMap<number, number> {
  const sums = new Map<number, number>();
  for (let cell = 0; cell < chosen.length; cell += 1) {
    if (chosen[cell] === 1)
      sums.set(group[cell] as number, (sums.get(group[cell] as number) ?? 0) + (people[cell] as number));
  }
  return sums;
}
