import type { Item, LayerInfo } from '../../../tiles/wire.ts';
import { useApp } from '../app/context.ts';
import { formatAttribute } from '../format/attribute.ts';
import { areaCode } from '../format/area-code.ts';

/**
 * The attributes in the order of the catalogue, and last what the feature has and has not. Empty ones are left out, the
 * name, which is the heading, and the bare id of a case, which has its own button.
 */
export function AttributeList({ layer, item }: { layer: LayerInfo; item: Item }) {
  const { catalogue, i18n } = useApp();
  const areas = catalogue.state.value.value?.areas ?? {};
  const names = new Set([layer.name.zh, layer.name.en]);
  const rows = Object.entries(layer.attributes).flatMap(([id, attribute]) => {
    const value = item.properties[id];
    const hidden = names.has(id) || (id === 'case' && attribute.values === undefined);
    return hidden || value === undefined || value === null || value === '' ? [] : [{ id, attribute, value }];
  });
  if (rows.length === 0) return null;
  const titles = (wanted: boolean): string => rows.filter(({ value }) => value === wanted)
    .map(({ attribute }) => i18n.text(attribute.title)).join(i18n.t('list.separator'));
  return (
    <dl class="facts attributes">
      {rows.filter(({ value }) => typeof value !== 'boolean').map(({ id, attribute, value }) => {
        const code = areaCode(attribute, value, areas);
        return [
          <dt key={`${id}-title`}>{i18n.text(attribute.title)}</dt>,
          <dd key={id}>
            {attribute.format === 'url' && typeof value === 'string' && /^https?:/.test(value)
              ? <a href={value} rel="noopener noreferrer" target="_blank">{value}</a>
              : formatAttribute(attribute, value, areas, i18n)}
            {code !== null && <span class="quiet code"> {code}</span>}
          </dd>,
        ];
      })}
      {titles(true) !== '' && <><dt>{i18n.t('details.yes')}</dt><dd>{titles(true)}</dd></>}
      {titles(false) !== '' && <><dt>{i18n.t('details.no')}</dt><dd class="quiet">{titles(false)}</dd></>}
    </dl>
  );
}
