import type { Item, LayerInfo } from '../../../tiles/wire.ts';
import { useApp } from '../app/context.ts';
import { formatAttribute } from '../format/attribute.ts';
import { areaCode } from '../format/area-code.ts';

/** The attributes in the order of the catalogue; empty ones and the name, which is the heading, are left out. */
export function AttributeList({ layer, item }: { layer: LayerInfo; item: Item }) {
  const { catalogue, i18n } = useApp();
  const areas = catalogue.state.value.value?.areas ?? {};
  const names = new Set([layer.name.zh, layer.name.en]);
  const rows = Object.entries(layer.attributes).flatMap(([id, attribute]) => {
    const value = item.properties[id];
    return names.has(id) || value === undefined || value === null || value === '' ? [] : [{ id, attribute, value }];
  });
  if (rows.length === 0) return null;
  return (
    <dl class="facts attributes">
      {rows.map(({ id, attribute, value }) => {
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
    </dl>
  );
}
