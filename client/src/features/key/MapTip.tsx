import type { AttributeValue } from '../../../../tiles/layer/layer.ts';
import type { LayerInfo } from '../../../../tiles/api/wire.ts';
import { useApp } from '../../app/context.ts';
import { areaName, formatAttribute } from '../../format/attribute.ts';
import { IconButton } from '../../ui/IconButton.tsx';

const FACTS = 2;
/** Beside the pointer, and on its other side near the edge of the map. */
const OFFSET_PX = 14;
const WIDTH_PX = 260;
const HEIGHT_PX = 120;

/** Name and a fact or two of what the mouse points at. Keyboard and touch open the thing itself. */
export function MapTip() {
  const { ui, map } = useApp();
  const at = ui.hovered.value;
  if (at === null) return null;
  const { clientWidth = 0, clientHeight = 0 } = map.peek()?.getContainer() ?? {};
  const style = {
    ...(at.x + WIDTH_PX > clientWidth
      ? { right: `${clientWidth - at.x + OFFSET_PX}px` }
      : { left: `${at.x + OFFSET_PX}px` }),
    ...(at.y + HEIGHT_PX > clientHeight
      ? { bottom: `${clientHeight - at.y + OFFSET_PX}px` }
      : { top: `${at.y + OFFSET_PX}px` }),
  };
  return (
    <div class="map-tip" style={style} aria-hidden="true" data-testid="map-tip">
      <TipBody />
    </div>
  );
}

function TipBody() {
  const { ui, layersById, catalogue, i18n } = useApp();
  const at = ui.hovered.value;
  if (at === null) return null;
  const layer = layersById.value.get(at.layer ?? '');
  if (layer === undefined) return at.area === null ? null : <AreaText id={at.area} />;
  const title = i18n.text(layer.title);
  if (at.cluster !== null)
    return (
      <>
        <b>{title}</b>
        <span>{i18n.t('cluster.count', { n: at.cluster })}</span>
      </>
    );
  const name = at.feature?.name;
  const areas = catalogue.state.value.value?.areas ?? {};
  return (
    <>
      <b>{name === undefined || name === null ? title : i18n.text(name)}</b>
      {name !== undefined && name !== null && <span class="quiet">{title}</span>}
      {factsOf(layer, at.values).map(([attribute, value]) => {
        const known = layer.attributes[attribute];
        return known === undefined ? null : (
          <span key={attribute}>
            {i18n.text(known.title)}: {formatAttribute(known, value, areas, i18n)}
          </span>
        );
      })}
    </>
  );
}

/** What colours the layer first, then what its tiles carry beside: no codes of areas, which the map shows. */
function factsOf(layer: LayerInfo, values: Readonly<Record<string, unknown>>): (readonly [string, AttributeValue])[] {
  const names = [...new Set([layer.style.by?.attribute ?? '', ...layer.tileAttributes])];
  return names
    .flatMap((name): (readonly [string, AttributeValue])[] => {
      const value = values[name];
      const { format } = layer.attributes[name] ?? {};
      const isFact = typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
      return isFact && value !== '' && format !== 'district' && format !== 'subdistrict' ? [[name, value]] : [];
    })
    .slice(0, FACTS);
}

function AreaText({ id }: { id: string }) {
  const { coloured, catalogue, i18n } = useApp();
  const areas = catalogue.state.value.value?.areas ?? {};
  if (coloured.value === null) return null;
  const { value, note } = coloured.value.tell(id);
  return (
    <>
      <b>{areaName(id, areas, i18n)}</b>
      <span class="tip-value">{value}</span>
      <span class="quiet">{note}</span>
    </>
  );
}

/** The value of the coloured area that was clicked or tapped, or that Enter found under the crosshair. */
export function AreaCard() {
  const {
    coloured,
    ui,
    i18n: { t },
  } = useApp();
  const id = ui.area.value;
  if (id === null || coloured.value === null) return null;
  const { openRows } = coloured.value;
  const close = (): void => {
    ui.area.value = null;
  };
  return (
    <div class="area-card" role="status" data-testid="area-card">
      <AreaText id={id} />
      {openRows !== null && (
        <IconButton
          class="button-outline"
          icon="table"
          label={t('table.inArea')}
          onClick={() => {
            close();
            openRows(id);
          }}
        >
          {t('table.inArea')}
        </IconButton>
      )}
      <IconButton icon="close" label={t('details.close')} onClick={close} />
    </div>
  );
}
