import { CLUSTER_OVER } from '../../../../tiles/tile/pyramid.ts';
import { legendOf } from '../../../../tiles/style/legend.ts';
import type { LayerInfo } from '../../../../tiles/api/wire.ts';
import { useApp } from '../../app/context.ts';
import { provenanceKinds, provenanceShares } from '../../format/provenance.ts';
import { openedTable } from '../../state/codecs/table.ts';
import { FilterForm } from './FilterForm.tsx';
import { IconButton } from '../../ui/IconButton.tsx';
import { Legend } from '../../ui/Legend.tsx';
import { ProvenanceBadge } from '../../ui/ProvenanceBadge.tsx';
import { SelectField } from '../../ui/SelectField.tsx';

/** Details of a layer, shown when its row is expanded. */
export default function LayerBody({ layer }: { layer: LayerInfo }) {
  const {
    store,
    theme,
    actions,
    i18n: { t, text, number },
  } = useApp();
  const kinds = provenanceKinds(layer);
  const shares = provenanceShares([layer]);
  const { standard, bbox, maxAgeS } = layer;
  const openTable = (): void => {
    store.table.value = openedTable(layer.id);
  };
  return (
    <>
      <p class="layer-description">{text(layer.description)}</p>
      <ColorChoice layer={layer} />
      <Legend legend={legendOf(layer, theme.value)} />
      {layer.geometry === 'Point' && layer.count > CLUSTER_OVER && (
        <p class="quiet cluster-legend">{t('cluster.legend')}</p>
      )}
      {layer.filters.length > 0 && <FilterForm layer={layer} />}
      <div class="layer-source">
        {kinds.map((kind) => (
          <p key={kind}>
            <ProvenanceBadge kind={kind} />{' '}
            {kinds.length > 1 && `${number(shares[kind], { style: 'percent', maximumFractionDigits: 1 })} `}
            {t(`provenance.${kind}Sentence`)}
          </p>
        ))}
        <dl class="facts">
          <dt>{t('details.source')}</dt>
          <dd>{text(layer.source)}</dd>
          <dt>{t('layers.owner')}</dt>
          <dd>{text(layer.owner)}</dd>
          {maxAgeS !== undefined && maxAgeS !== null && (
            <>
              <dt>{t('layers.changes')}</dt>
              <dd>{t('layers.maxAge', { n: maxAgeS })}</dd>
            </>
          )}
          {standard !== undefined && (
            <>
              <dt>{t('layers.standard')}</dt>
              <dd>
                {standard.number} {text(standard.title)} {standard.version} {standard.clause}
                <span class="quiet"> ({t(`layers.certainty.${standard.certainty}`)})</span>
                {standard.source !== undefined && (
                  <span class="quiet">
                    {' '}
                    {t('layers.quotedFrom', { page: text(standard.source.page), seen: standard.source.seen })}
                  </span>
                )}
              </dd>
            </>
          )}
        </dl>
      </div>
      <div class="feature-actions">
        {bbox !== null && (
          <IconButton class="button-outline" icon="target" label={t('layers.fit')} onClick={() => actions.fit(bbox)}>
            {t('layers.fit')}
          </IconButton>
        )}
        {layer.tilesOnly !== true && layer.count > 0 && (
          <IconButton class="button-outline" icon="table" label={t('table.open')} onClick={openTable}>
            {t('table.open')}
          </IconButton>
        )}
      </div>
    </>
  );
}

/** Which attribute colours a layer, where its definition offers several. */
function ColorChoice({ layer }: { layer: LayerInfo }) {
  const {
    catalogue,
    actions,
    i18n: { t, text },
  } = useApp();
  const { style } = catalogue.state.value.value?.layers.find(({ id }) => id === layer.id) ?? layer;
  if (style.by === undefined || style.alternatives === undefined) return null;
  const first = style.by.attribute;
  const choices = [style.by, ...style.alternatives].map(({ attribute }) => attribute);
  return (
    <SelectField
      title={t('layers.colorBy')}
      value={layer.style.by?.attribute ?? first}
      options={choices.map((attribute) => ({
        value: attribute,
        label: text(layer.attributes[attribute]?.title ?? { zh: attribute, en: attribute }),
      }))}
      onChange={(attribute) => actions.setColor(layer.id, attribute === first ? null : attribute)}
    />
  );
}
