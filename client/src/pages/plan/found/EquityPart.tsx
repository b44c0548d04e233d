import { scaleLinear } from 'd3-scale';
import type { EquityResult } from '../../../../../tiles/api/accessibility-results.ts';
import { useApp } from '../../../app/context.ts';
import { useWidth } from '../charts/ChartFrame.tsx';
import { formatMinutes, formatShare } from '../format.ts';
import type { PartProps } from './part-props.ts';
import { askedMinutes, fittingName, groupText, nameWidth, ratioText, shareOfUnserved } from './words.ts';

/** Of the table, which has the name of a group on a line of its own: beside five numbers there is no room for it. */
const COLUMNS = 5;

/** How groups of people fare beside each other: a dot for the mean time of each, and its figures in a table. */
export function EquityPart({ told }: PartProps) {
  const app = useApp();
  const {
    i18n: { t, number },
  } = app;
  const minutes = askedMinutes(told);
  const found = told.result.results.find((each): each is EquityResult => each.kind === 'equity');
  if (found === undefined) return null;
  const { gap, groups } = found;
  const share = (value: number | null): string => (value === null ? '—' : formatShare(app, value, 1));
  return (
    <>
      <p class="found-answer" data-testid="equity-answer">
        {gap === null ? (
          t('plan.found.equity.noGroups')
        ) : (
          <>
            <strong>{formatMinutes(app, gap.difference)}</strong>{' '}
            {t('plan.found.equity.answer', { worst: groupText(app, gap.worst), best: groupText(app, gap.best) })}
          </>
        )}
      </p>
      <Dots groups={groups} />
      <div
        class="plan-table-scroll"
        role="region"
        tabIndex={0}
        aria-label={t('plan.found.equity.caption', { n: minutes })}
      >
        <table class="data-table found-groups" data-testid="equity-groups">
          <caption>{t('plan.found.equity.caption', { n: minutes })}</caption>
          <thead>
            <tr>
              <th scope="col" class="num">
                {t('plan.found.number')}
              </th>
              <th scope="col" class="num">
                {t('plan.found.served')}
              </th>
              <th scope="col" class="num">
                {t('plan.found.meanTime')}
              </th>
              <th scope="col" class="num">
                {t('plan.found.palma')}
              </th>
              <th scope="col" class="num">
                {t('plan.found.ofWorst')}
              </th>
            </tr>
          </thead>
          {groups.map((each) => (
            <tbody key={each.group ?? ''}>
              <tr>
                <th scope="rowgroup" colSpan={COLUMNS}>
                  {groupText(app, each.group)}
                </th>
              </tr>
              <tr>
                <td class="num">{number(Math.round(each.people))}</td>
                <td class="num">{share(each.worstShare === null ? null : 1 - each.worstShare)}</td>
                <td class="num">{each.mean === null ? '—' : formatMinutes(app, each.mean)}</td>
                <td class="num">{ratioText(app, each.palma)}</td>
                <td class="num">{share(shareOfUnserved(found, each))}</td>
              </tr>
            </tbody>
          ))}
        </table>
      </div>
    </>
  );
}

const ROW = 30;
const AXIS = 30;
const RIGHT = 14;
const NAME_GAP = 8;
/** Of the width; the rest is for the dots. */
const MOST_NAMES = 0.45;

/** Mean minutes by group on one axis, with a line at that of everybody. The table says the same in numbers. */
function Dots({ groups }: { readonly groups: EquityResult['groups'] }) {
  const app = useApp();
  const {
    i18n: { t, number },
  } = app;
  const [box, width] = useWidth<HTMLDivElement>();
  const rows = groups.flatMap(({ group, mean }) => (mean === null ? [] : [{ group, minutes: mean / 60 }]));
  const all = rows.find(({ group }) => group === null);
  const names = rows.map(({ group }) => groupText(app, group));
  const room = Math.min(width * MOST_NAMES, Math.max(0, ...names.map(nameWidth)));
  const left = room + NAME_GAP;
  const most = Math.max(1, ...rows.map(({ minutes }) => minutes));
  const x = scaleLinear()
    .domain([0, most])
    .nice()
    .range([left, width - RIGHT]);
  const bottom = rows.length * ROW;
  return (
    <div ref={box} class="found-dots" data-testid="equity-dots">
      <svg width={width} height={bottom + AXIS} aria-hidden="true">
        {x.ticks(4).map((tick) => (
          <g key={tick} class="plot-grid">
            <line x1={x(tick)} x2={x(tick)} y1={0} y2={bottom} />
            <text x={x(tick)} y={bottom + 13} text-anchor="middle">
              {number(tick)}
            </text>
          </g>
        ))}
        <text x={(left + width) / 2} y={bottom + 27} text-anchor="middle">
          {t('plan.found.meanMinutes')}
        </text>
        {all !== undefined && <line class="plot-within" x1={x(all.minutes)} x2={x(all.minutes)} y1={0} y2={bottom} />}
        {rows.map(({ group, minutes }, k) => (
          <g key={group ?? ''}>
            <text x={room} y={k * ROW + ROW / 2} dy="0.32em" text-anchor="end">
              {fittingName(names[k] ?? '', room)}
            </text>
            <circle
              class={group === null ? 'found-dot-all' : 'found-dot'}
              cx={x(minutes)}
              cy={k * ROW + ROW / 2}
              r="6"
            />
          </g>
        ))}
      </svg>
    </div>
  );
}
