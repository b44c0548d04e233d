import { useApp } from '../../app/context.ts';
import { NO_FIGURE } from '../../app/choropleth.ts';
import { sentenceOf } from '../../format/figure.ts';
import { RequestFailure } from '../../shell/RequestFailure.tsx';
import { SelectField } from '../../ui/SelectField.tsx';
import { Skeleton } from '../../ui/Skeleton.tsx';

/** What the map shows of the city, in one sentence; what it rests on; and the choice of another figure. */
export function Headline() {
  const app = useApp();
  const { overview, figure, coloured, catalogue, config, store, ui, i18n } = app;
  const { t, text } = i18n;
  const { value, error, loading } = overview.state.value;
  const city = config.state.value.value?.city;
  const name = city === undefined ? '' : text(city);
  const figures = value?.figures ?? [];
  const shown = figure.value;
  // The table or the analysis colours the map: another figure would not be seen.
  const instead = Object.keys(ui.coloured.value).length > 0;
  const layers = catalogue.state.value.value?.layers;

  if (value === null && error !== null)
    return (
      <div class="headline" data-testid="headline">
        <p class="quiet">{t('overview.failed')}</p>
        <RequestFailure error={error} retry={() => void overview.load()} />
      </div>
    );
  if ((value === null && loading) || city === undefined || layers === undefined)
    return (
      <div class="headline" data-testid="headline">
        <Skeleton lines={5} label={t('overview.loading')} worded />
      </div>
    );
  const subdistricts = layers.find(({ id }) => id === config.state.value.value?.roles.subdistrict);
  const areas = subdistricts?.count ?? 0;
  const features = layers.reduce((sum, { count }) => sum + count, 0);
  return (
    <div class="headline" data-testid="headline">
      <h2 class="headline-sentence">
        {shown === null
          ? t('overview.plain', { city: name, layers: layers.length, features: i18n.number(features) })
          : sentenceOf(shown, { city: name, areas }, i18n)}
      </h2>
      {shown !== null && (
        <p class="quiet">
          {shown.network === undefined
            ? t('overview.restsOnPeople', { demand: text(shown.demand.title), people: i18n.number(shown.people) })
            : t('overview.restsOnStreets', {
                network: text(shown.network.title),
                demand: text(shown.demand.title),
                people: i18n.number(shown.people),
              })}
        </p>
      )}
      {instead && <p class="quiet">{t('overview.instead', { title: coloured.value?.title ?? '' })}</p>}
      {figures.length > 0 && !instead && (
        <SelectField
          title={t('overview.colorBy')}
          value={shown?.id ?? NO_FIGURE}
          options={[
            ...figures.map(({ id, title }) => ({ value: id, label: text(title) })),
            { value: NO_FIGURE, label: t('overview.off') },
          ]}
          onChange={(id) => {
            store.figure.value = id === figures[0]?.id ? null : id;
          }}
        />
      )}
    </div>
  );
}
