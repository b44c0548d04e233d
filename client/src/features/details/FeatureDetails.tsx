import { legendOf } from '../../../../tiles/style/legend.ts';
import type { Item, LayerInfo } from '../../../../tiles/api/wire.ts';
import { areaTable } from '../../app/area-table.ts';
import { useApp } from '../../app/context.ts';
import { anchorOf } from '../../format/geometry.ts';
import { formatCoordinates, formatAttribute } from '../../format/attribute.ts';
import { isFacility } from '../../format/nearby.ts';
import { nameOf } from '../../format/name.ts';
import { roundView } from '../../map/view.ts';
import { IconButton } from '../../ui/IconButton.tsx';
import { ProvenanceBadge } from '../../ui/ProvenanceBadge.tsx';
import { Swatch } from '../../ui/Swatch.tsx';
import { copyLink, mapLink } from '../../shell/share.ts';
import { attributeRows, facilityFirst, isChineseAmidEnglish, type AttributeRow } from '../../format/attribute-rows.ts';
import { FacilityNow, facilityAddress } from './FacilityNow.tsx';
import { areaCode } from '../../format/attribute.ts';

const NEARBY_RADIUS_M = 1000;

/** A feature: name, attributes, and where all of it comes from. */
export function FeatureDetails({ item }: { item: Item }) {
  const app = useApp();
  const {
    layersById,
    theme,
    store,
    actions,
    i18n: { t, text, date },
  } = app;
  const layer = layersById.value.get(item.layer);
  if (layer === undefined) return null;
  const at = anchorOf(item.geometry, item.bbox);
  // Features of the layer `cases` are cases; others name the case they belong to.
  const caseId = layer.id === 'cases' ? item.id : item.properties['case'];

  const inside = layer.role === 'district' || layer.role === 'subdistrict' ? layer.role : null;
  const openTable = inside === null ? null : areaTable(app, inside);

  const findNearby = (): void => {
    const { lon, lat } = roundView({ ...at, zoom: 0, bearing: 0, pitch: 0 });
    actions.setNearby({ layer: layer.id, lon, lat, radiusM: NEARBY_RADIUS_M, flags: [] });
    store.tab.value = 'nearby';
    store.panelOpen.value = true;
  };

  return (
    <article class="feature">
      <p class="feature-layer">
        <Swatch legend={legendOf(layer, theme.value)} />
        {text(layer.title)}
      </p>
      <h2 class="feature-name">{nameOf(layer, item.properties, text) ?? t('details.unnamed')}</h2>
      <FacilityNow layer={layer} item={item} />
      <p class={`provenance-note provenance-${item.provenance}`}>
        <ProvenanceBadge kind={item.provenance} /> {t(`provenance.${item.provenance}Sentence`)}
      </p>
      <AttributeList layer={layer} item={item} />
      <div class="feature-actions">
        {facilityAddress(app, layer, item) !== null && (
          <a class="button button-outline" href={facilityAddress(app, layer, item) ?? ''}>
            {t('details.page')}
          </a>
        )}
        <IconButton
          class="button-outline"
          icon="target"
          label={t('details.zoom')}
          onClick={() => actions.flyTo({ ...at, bbox: item.bbox })}
        >
          {t('details.zoom')}
        </IconButton>
        <IconButton
          class="button-outline"
          icon="link"
          label={t('details.copyLink')}
          onClick={() => void copyLink(app, mapLink(app))}
        >
          {t('details.copyLink')}
        </IconButton>
        {isFacility(layer, app.catalogue.state.value.value?.themes ?? []) && (
          <IconButton class="button-outline" icon="nearby" label={t('details.nearby')} onClick={findNearby}>
            {t('details.nearby')}
          </IconButton>
        )}
        {openTable !== null && (
          <IconButton class="button-outline" icon="table" label={t('table.inArea')} onClick={() => openTable(item.id)}>
            {t('table.inArea')}
          </IconButton>
        )}
        {typeof caseId === 'string' && caseId !== '' && (
          <IconButton
            class="button-outline"
            icon="cases"
            label={t('details.openCase')}
            onClick={() => actions.openCase(caseId)}
          >
            {t('details.openCase')}
          </IconButton>
        )}
      </div>
      <h3>{t('details.more')}</h3>
      <dl class="facts">
        <dt>{t('details.source')}</dt>
        <dd>{text(layer.source)}</dd>
        <dt>{t('details.owner')}</dt>
        <dd>{text(layer.owner)}</dd>
        <dt>{t('details.updated')}</dt>
        <dd>{date(item.updatedAt)}</dd>
        <dt>{t('details.coordinates')}</dt>
        <dd class="code">{formatCoordinates(at.lon, at.lat)}</dd>
        <dt>{t('details.id')}</dt>
        <dd class="code">{item.id}</dd>
      </dl>
    </article>
  );
}

/** The attributes with a value: of a facility what people need first, and what offices keep folded away. */
function AttributeList({ layer, item }: { layer: LayerInfo; item: Item }) {
  const { store, i18n } = useApp();
  const { needed, others } = facilityFirst(layer, attributeRows(layer, item.properties, store.language.value));
  return (
    <>
      <Rows rows={needed} />
      {layer.facility === undefined || others.length === 0 ? (
        <Rows rows={others} />
      ) : (
        <details class="feature-office">
          <summary>{i18n.t('details.office')}</summary>
          <Rows rows={others} />
        </details>
      )}
    </>
  );
}

/** Yes-or-no attributes come last, as two lists. */
function Rows({ rows }: { rows: readonly AttributeRow[] }) {
  const { i18n } = useApp();
  if (rows.length === 0) return null;
  const titles = (wanted: boolean): string =>
    rows
      .filter(({ value }) => value === wanted)
      .map(({ attribute }) => i18n.text(attribute.title))
      .join(i18n.t('list.separator'));
  return (
    <dl class="facts attributes">
      {rows
        .filter(({ value }) => typeof value !== 'boolean')
        .map((row) => [
          <dt key={`${row.id}-title`}>{i18n.text(row.attribute.title)}</dt>,
          <dd key={row.id}>
            <Value row={row} />
          </dd>,
        ])}
      {titles(true) !== '' && (
        <>
          <dt>{i18n.t('details.has')}</dt>
          <dd>{titles(true)}</dd>
        </>
      )}
      {titles(false) !== '' && (
        <>
          <dt>{i18n.t('details.hasNot')}</dt>
          <dd class="quiet">{titles(false)}</dd>
        </>
      )}
    </dl>
  );
}

function Value({ row: { attribute, value } }: { row: AttributeRow }) {
  const { catalogue, store, i18n } = useApp();
  const areas = catalogue.state.value.value?.areas ?? {};
  if (attribute.display === 'hours' && typeof value === 'string')
    return <HoursChart title={i18n.text(attribute.title)} text={value} />;
  if (attribute.format === 'url' && typeof value === 'string' && /^https?:/.test(value)) {
    return (
      <a href={value} rel="noopener noreferrer" target="_blank">
        {value}
      </a>
    );
  }
  const text = formatAttribute(attribute, value, areas, i18n);
  const code = areaCode(attribute, value, areas);
  return (
    <>
      {isChineseAmidEnglish(text, store.language.value) ? <span lang="zh-CN">{text}</span> : text}
      {code !== null && <span class="quiet code"> {code}</span>}
    </>
  );
}

const WIDTH = 192;
const HEIGHT = 40;
const BAR = WIDTH / 24;
const MARKED_HOURS = [0, 6, 12, 18];

/** 24 percentages, comma-separated, as bars; any other text as it stands. */
function HoursChart({ title, text }: { title: string; text: string }) {
  const {
    i18n: { t, number },
  } = useApp();
  const values = text.split(',').map(Number);
  if (values.length !== 24 || !values.every((value) => value >= 0 && value <= 100)) return <>{text}</>;
  const most = Math.max(...values);
  const least = Math.min(...values);
  const label = t('details.hours', {
    what: title,
    least: number(least),
    leastHour: values.indexOf(least),
    most: number(most),
    mostHour: values.indexOf(most),
  });
  return (
    <svg class="hours-chart" viewBox={`0 0 ${WIDTH} ${HEIGHT + 14}`} role="img" aria-label={label}>
      <title>{label}</title>
      <path class="hours-axis" d={`M0 ${HEIGHT + 0.5}H${WIDTH}`} />
      {values.map((value, hour) => (
        <rect
          key={hour}
          x={hour * BAR + 0.75}
          width={BAR - 1.5}
          y={HEIGHT * (1 - value / 100)}
          height={(HEIGHT * value) / 100}
        />
      ))}
      {MARKED_HOURS.map((hour) => (
        <text key={hour} x={hour * BAR} y={HEIGHT + 12}>
          {hour}:00
        </text>
      ))}
    </svg>
  );
}
