import { useState } from 'preact/hooks';
import type { GapArea } from '../../../../../tiles/api/measure-results.ts';
import { useApp } from '../../../app/context.ts';
import { usePlan } from '../context.ts';
import { gapColor } from '../data/classes.ts';
import { haloOf } from '../map/markers.ts';
import { boundsOf, chosenCells } from '../data/selection.ts';
import { formatArea, formatMinutes, formatPeople, placeName, sourceText } from '../format.ts';
import { InfoTip } from '../../../ui/InfoTip.tsx';
import { LazyPart } from '../../../shell/LazyPart.tsx';
import type { Part } from '../state/types.ts';
import { FoldedLegend } from './PlanLegend.tsx';
import { SelectedCard } from './SelectedCard.tsx';

const STEP = 20;

const moreSection = () => import('../found/MoreSection.tsx');
const BACKUP: { readonly parts: readonly Part[] } = { parts: ['backup'] };

/** Where people are farther than the time asked for, worst first. */
export function GapsTab() {
  const app = useApp();
  const {
    i18n: { t },
  } = app;
  const session = usePlan();
  const [shown, setShown] = useState(STEP);
  const header = session.active.coverage.value?.header;
  const figures = session.figures.value;
  if (header === undefined || figures === null) return null;
  const { area } = session.state.value;
  const { summary } = header;
  const gaps = area === null ? header.gaps : header.gaps.filter(({ district }) => district === area);
  const beyond = Math.round(figures.people - figures.peopleWithin);
  const minutes = summary.withinS / 60;
  const isSettled = summary.withinS === session.withinS.value;
  return (
    <section class="plan-section" data-testid="gaps">
      <h2>
        {t('plan.gaps.title', { n: minutes })}{' '}
        <InfoTip
          about={t('plan.gaps.title', { n: minutes })}
        >{`${t('plan.info.gaps', { minutes })} ${sourceText(app, session)}`}</InfoTip>
      </h2>
      {!isSettled && (
        <p class="quiet" role="status">
          {t('plan.gaps.updating')}
        </p>
      )}
      <SelectedCard />
      <FoldedLegend />
      {gaps.length === 0 ? (
        <p class="empty">
          {area === null || beyond === 0
            ? t('plan.gaps.none', { minutes })
            : t('plan.gaps.noneOfArea', { n: header.gaps.length })}
        </p>
      ) : (
        <>
          <p>
            {t('plan.gaps.count', {
              n: gaps.length,
              people: formatPeople(
                app,
                gaps.reduce((sum, { people }) => sum + people, 0),
              ),
              all: formatPeople(app, beyond),
            })}
          </p>
          <ol class="hit-list">
            {gaps.slice(0, shown).map((area) => (
              <Gap key={area.rank} area={area} />
            ))}
          </ol>
          {gaps.length > shown && (
            <button type="button" class="button button-quiet" onClick={() => setShown(shown + STEP)}>
              {t('plan.more', { n: Math.min(STEP, gaps.length - shown) })}
            </button>
          )}
        </>
      )}
      <LazyPart load={moreSection} lines={1} props={BACKUP} />
    </section>
  );
}

function Gap({ area }: { area: GapArea }) {
  const app = useApp();
  const {
    actions,
    theme,
    i18n: { t },
  } = app;
  const session = usePlan();
  const selected = session.selected.value;
  const isChosen = selected?.kind === 'gap' && selected.area === area;
  const choose = (): void => {
    session.selected.value = { kind: 'gap', area };
    const cells = session.cells.peek();
    const bounds =
      cells === null ? null : boundsOf(chosenCells({ kind: 'gap', area }, cells, null) ?? new Uint8Array(), cells);
    if (bounds !== null) actions.fit(bounds);
  };
  return (
    <li>
      <button type="button" class="hit hit-marked" aria-current={isChosen} onClick={choose} data-testid="gap">
        <span class="plan-rank" style={{ background: gapColor(theme.value), color: haloOf(theme.value) }}>
          {area.rank}
        </span>
        <span class="hit-name">{placeName(app, area.subdistrict ?? area.district)}</span>
        <span class="hit-distance">
          {formatPeople(app, area.people)} · {formatArea(app, area.areaM2)}
          {' · '}
          {area.nearest === null
            ? t('plan.noWay')
            : t('plan.gap.nearest', { time: formatMinutes(app, area.nearest.cost) })}
        </span>
      </button>
    </li>
  );
}
