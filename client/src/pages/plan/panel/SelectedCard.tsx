import { useApp } from '../../../app/context.ts';
import { IconButton } from '../../../ui/IconButton.tsx';
import { usePlan } from '../context.ts';
import { MOST_ARCS, boundsOf, figuresOf, type Selected } from '../data/selection.ts';
import { formatArea, formatMinutes, formatPeople, formatShare, placeName, sourceText } from '../format.ts';
import { ActionButton } from '../../../ui/ActionButton.tsx';
import { InfoTip } from '../../../ui/InfoTip.tsx';
import { LazyPart } from '../../../shell/LazyPart.tsx';
import { streetTitle } from '../street-words.ts';
import { FacilityFacts, FacilityName } from './FacilityFacts.tsx';

const streetFacts = () => import('./StreetFacts.tsx');

/** What was chosen on the map, in a list or in a chart: its people, and where they go. */
export function SelectedCard() {
  const {
    i18n: { t },
  } = useApp();
  const session = usePlan();
  const selected = session.selected.value;
  if (selected === null) return <p class="quiet">{t('plan.selected.hint')}</p>;
  return (
    <section class="picked" aria-label={t('plan.selected')} data-testid="selected">
      <div class="picked-head">
        <h3>
          <Title selected={selected} />
        </h3>
        <IconButton
          icon="close"
          label={t('plan.selected.close')}
          onClick={() => {
            session.selected.value = null;
          }}
        />
      </div>
      {selected.kind === 'facility' ? (
        <FacilityFacts id={selected.id} />
      ) : selected.kind === 'street' ? (
        <LazyPart load={streetFacts} lines={5} props={{ id: selected.id }} />
      ) : (
        <CellsFacts selected={selected} />
      )}
    </section>
  );
}

function Title({ selected }: { selected: Selected }) {
  const app = useApp();
  const {
    i18n: { t },
  } = app;
  const session = usePlan();
  switch (selected.kind) {
    case 'facility':
      return <FacilityName id={selected.id} />;
    case 'street': {
      const edit = session.streets.value.find(({ id }) => id === selected.id);
      return <>{edit === undefined ? selected.id : streetTitle(app, edit)}</>;
    }
    case 'gap':
      return (
        <>
          {t('plan.gap.title', {
            rank: selected.area.rank,
            place: placeName(app, selected.area.subdistrict ?? selected.area.district),
          })}
        </>
      );
    case 'cell':
      return <>{t('plan.selected.cell')}</>;
    case 'cells':
      return <>{selected.title}</>;
    case 'band':
      return (
        <>
          {t('plan.selected.band', { from: formatMinutes(app, selected.fromS), to: formatMinutes(app, selected.toS) })}
        </>
      );
    case 'group': {
      const { header } = session.cells.value ?? {};
      return (
        <>
          {placeName(
            app,
            (selected.by === 'district' ? header?.districts : header?.subdistricts)?.[selected.index] ?? null,
          )}
        </>
      );
    }
  }
}

function CellsFacts({ selected }: { selected: Selected }) {
  const app = useApp();
  const {
    actions,
    i18n: { t },
  } = app;
  const session = usePlan();
  const [cells, chosen, coverage] = [session.cells.value, session.chosen.value, session.active.coverage.value];
  if (cells === null || chosen === null || coverage === null) return null;
  const figures = figuresOf(chosen, cells, coverage.cost, session.withinS.value);
  const cell = selected.kind === 'cell' ? selected.cell : -1;
  const area = selected.kind === 'gap' ? selected.area : null;
  const nearest =
    area?.nearest ??
    (cell >= 0 && (coverage.nearest[cell] as number) >= 0
      ? {
          facility: coverage.facilities[coverage.nearest[cell] as number]?.id ?? '',
          cost: coverage.cost[cell] as number,
        }
      : null);
  const source = sourceText(app, session);
  const zoom = (): void => {
    const bounds = boundsOf(chosen, cells);
    if (bounds !== null) actions.fit(bounds);
  };
  return (
    <>
      <dl class="facts">
        <dt>
          {t('plan.selected.people')}{' '}
          <InfoTip about={t('plan.selected.people')}>{`${t('plan.info.selectedPeople')} ${source}`}</InfoTip>
        </dt>
        <dd data-testid="selected-people">{formatPeople(app, figures.people)}</dd>
        <dt>{t('plan.selected.area')}</dt>
        <dd>{t('plan.selected.areaOf', { area: formatArea(app, figures.areaM2), n: figures.cells })}</dd>
        <dt>{t('plan.selected.within', { minutes: session.minutes.value })}</dt>
        <dd>{formatShare(app, figures.peopleWithin, figures.people)}</dd>
        {(area !== null || cell >= 0) && (
          <>
            <dt>
              {t('plan.selected.nearest')}{' '}
              <InfoTip
                about={t('plan.selected.nearest')}
              >{`${t(area === null ? 'plan.info.nearestCell' : 'plan.info.nearestArea')} ${source}`}</InfoTip>
            </dt>
            <dd data-testid="selected-nearest">
              {nearest === null ? (
                t('plan.noWay')
              ) : (
                <>
                  <button
                    type="button"
                    class="link"
                    onClick={() => {
                      session.selected.value = { kind: 'facility', id: nearest.facility };
                    }}
                  >
                    <FacilityName id={nearest.facility} />
                  </button>{' '}
                  {formatMinutes(app, nearest.cost)}
                </>
              )}
            </dd>
          </>
        )}
      </dl>
      {area !== null && nearest !== null && <p class="quiet">{t('plan.selected.arcs', { n: MOST_ARCS })}</p>}
      <div class="plan-actions">
        <ActionButton icon="target" onClick={zoom}>
          {t('plan.zoomTo')}
        </ActionButton>
        {area !== null && (
          <ActionButton icon="plus" data-testid="add-here" onClick={() => session.addFacility(area)}>
            {t('plan.gap.addHere')}
          </ActionButton>
        )}
      </div>
    </>
  );
}
