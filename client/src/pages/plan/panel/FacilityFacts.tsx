import { useQuery } from '../../../data/remote.ts';
import { useApp } from '../../../app/context.ts';
import { formatCoordinates } from '../../../format/attribute.ts';
import { namesOf } from '../../../format/name.ts';
import { usePlan } from '../context.ts';
import { formatPeople, sourceText } from '../format.ts';
import { countedFacilities, uncountedKey } from '../session/facility-figures.ts';
import { countsNoFacilities } from '../session/question.ts';
import { RequestFailure } from '../../../shell/RequestFailure.tsx';
import { roundPlace } from '../state/place-text.ts';
import { ActionButton } from '../../../ui/ActionButton.tsx';
import { InfoTip } from '../../../ui/InfoTip.tsx';

/** A facility's place and people, and the edits that the scenario can make to it. */
export function FacilityFacts({ id }: { id: string }) {
  const app = useApp();
  const {
    map,
    actions,
    i18n: { t },
  } = app;
  const session = usePlan();
  const coverage = session.active.coverage.value;
  const question = session.asked.value;
  const uncounted = uncountedKey(session);
  const asked = useQuery(uncounted, async (signal) => countedFacilities(session, uncounted ?? '', signal));
  const isCounted = uncounted !== null && asked.isCurrent && asked.value !== null;
  const facility = (isCounted ? asked.value : coverage?.facilities)?.find((each) => each.id === id);
  const isCounting = uncounted !== null && !isCounted && asked.error === null;
  const edit = session.edits.value.find((each) => each.id === id);
  const isRemoved = edit?.kind === 'remove';
  const place = edit !== undefined && edit.kind !== 'remove' ? edit : facility;
  const minutes = (coverage?.header.summary.withinS ?? 0) / 60;
  const info = `${t('plan.info.facilityPeople', { minutes })} ${sourceText(app, session)}`;
  const counted = (people: number | null): string =>
    people === null ? (isCounting ? t('plan.facility.counting') : '—') : formatPeople(app, people);
  const toCentre = (): void => {
    const centre = map.peek()?.getCenter();
    if (centre !== undefined) session.edit([{ kind: 'move', id, ...roundPlace({ lon: centre.lng, lat: centre.lat }) }]);
  };
  const revert = (): void => session.setEdits(session.edits.peek().filter((each) => each.id !== id));
  return (
    <>
      <dl class="facts">
        {place !== undefined && (
          <>
            <dt>{t('plan.facility.place')}</dt>
            <dd>{formatCoordinates(place.lon, place.lat)}</dd>
          </>
        )}
        {facility !== undefined && !isRemoved && (
          <>
            <dt>
              {t('plan.facility.people', { minutes })}{' '}
              <InfoTip about={t('plan.facility.people', { minutes })}>{info}</InfoTip>
            </dt>
            <dd data-testid="facility-people">{counted(facility.people)}</dd>
            <dt>
              {t('plan.facility.exclusive')}{' '}
              <InfoTip
                about={t('plan.facility.exclusive')}
              >{`${t('plan.info.exclusive', { minutes })} ${sourceText(app, session)}`}</InfoTip>
            </dt>
            <dd>{counted(facility.exclusivePeople)}</dd>
          </>
        )}
      </dl>
      {uncounted !== null && asked.error !== null && !isRemoved && (
        <RequestFailure error={asked.error} retry={asked.retry} />
      )}
      {facility?.people === null && !isRemoved && question !== null && countsNoFacilities(question) && (
        <p class="quiet" data-testid="facility-uncounted">
          {t('plan.facility.uncounted')}
        </p>
      )}
      {facility?.unconnected === true && <p class="plan-warning">{t('plan.facility.unconnected')}</p>}
      {isRemoved && <p class="quiet">{t('plan.facility.removed')}</p>}
      <div class="plan-actions">
        {place !== undefined && (
          <ActionButton icon="target" onClick={() => actions.flyTo(place)}>
            {t('plan.zoomTo')}
          </ActionButton>
        )}
        {!isRemoved && (
          <ActionButton icon="move" onClick={toCentre}>
            {t('plan.facility.toCentre')}
          </ActionButton>
        )}
        {!isRemoved && (
          <ActionButton
            icon="trash"
            onClick={() => session.edit([{ kind: 'remove', id }])}
            data-testid="remove-facility"
          >
            {t('plan.facility.remove')}
          </ActionButton>
        )}
        {edit !== undefined && edit.kind !== 'add' && (
          <ActionButton icon="undo" onClick={revert}>
            {t('plan.facility.revert')}
          </ActionButton>
        )}
      </div>
      {!isRemoved && <p class="quiet">{t('plan.facility.dragHint')}</p>}
    </>
  );
}

/** The feature's own name once it has loaded; the id until then, and for facilities that a scenario adds. */
export function FacilityName({ id }: { id: string }) {
  const {
    api,
    layersById,
    i18n: { t, text },
  } = useApp();
  const session = usePlan();
  const asked = session.asked.value;
  const isAdded = session.edits.value.some((edit) => edit.kind === 'add' && edit.id === id);
  // One that a scenario added is no feature of the layer, also once it is gone again.
  const isFeature = session.base.value.value?.coverage.facilities.some((each) => each.id === id) === true;
  const item = useQuery(
    isAdded || !isFeature || asked === null ? null : `${asked.layer}/${id}`,
    (signal) => api.item({ layer: asked?.layer ?? '', id }, signal),
    { forget: true },
  );
  const layer = layersById.value.get(asked?.layer ?? '');
  if (isAdded) return <>{t('plan.facility.added', { id })}</>;
  const name = item.value === null || layer === undefined ? null : namesOf(layer, item.value.properties);
  return <>{name === null ? t('plan.facility.id', { id }) : text(name)}</>;
}
