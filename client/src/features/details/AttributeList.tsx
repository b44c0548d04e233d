import type { Item, LayerInfo } from '../../../../tiles/api/wire.ts';
import { useApp } from '../../app/context.ts';
import { attributeRows, isChineseAmidEnglish, type AttributeRow } from '../../format/attribute-rows.ts';
import { formatAttribute } from '../../format/attribute.ts';
import { areaCode } from '../../format/area-code.ts';
import { HoursChart } from './HoursChart.tsx';

/** The attributes that have a value, and last what the feature has and has not. */
export function AttributeList({ layer, item }: { layer: LayerInfo; item: Item }) {
  const { store, i18n } = useApp();
  const rows = attributeRows(layer, item.properties, store.language.value);
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
          <dt>{i18n.t('details.yes')}</dt>
          <dd>{titles(true)}</dd>
        </>
      )}
      {titles(false) !== '' && (
        <>
          <dt>{i18n.t('details.no')}</dt>
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
