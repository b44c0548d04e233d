import { useEffect, useRef, useState } from 'preact/hooks';
import type { Counts } from '../../../../tiles/api/wire.ts';
import { useApp } from '../../app/context.ts';
import type { TreeTheme } from '../../format/layer-tree.ts';
import { Icon } from '../../ui/Icon.tsx';
import { LayerRow } from './LayerRow.tsx';

/** One theme: a heading that opens its layers, and a box that switches all of them. */
export function ThemeGroup({
  theme,
  counts,
  forceOpen,
}: {
  theme: TreeTheme;
  counts: Counts | null;
  forceOpen: boolean;
}) {
  const {
    shown,
    actions,
    i18n: { t, text, number },
  } = useApp();
  const ids = theme.layers.map((layer) => layer.id);
  const on = ids.filter((id) => shown.value.includes(id)).length;
  const [opened, setOpened] = useState(on > 0);
  const open = opened || forceOpen;
  const box = useRef<HTMLInputElement>(null);
  useEffect(() => {
    if (box.current !== null) box.current.indeterminate = on > 0 && on < ids.length;
  }, [on, ids.length]);

  const title = text(theme.title);
  return (
    <section class="theme">
      <div class="theme-head">
        <input
          ref={box}
          type="checkbox"
          class="check"
          checked={on === ids.length}
          aria-label={t('layers.themeAll', { theme: title })}
          onChange={(event) => actions.showLayers(ids, event.currentTarget.checked)}
        />
        <h2 class="theme-title">
          <button
            type="button"
            class="disclosure"
            aria-expanded={open}
            aria-controls={`theme-${theme.id}`}
            onClick={() => setOpened(!open)}
          >
            <span>{title}</span>
            <span class="theme-count" aria-hidden="true">
              {t('layers.shownOf', { shown: on, all: ids.length })}
            </span>
            <span class="visually-hidden">
              {t('layers.shownOfLabel', { shown: number(on), all: number(ids.length) })}
            </span>
            <Icon name="chevron" />
          </button>
        </h2>
      </div>
      <ul id={`theme-${theme.id}`} class="layer-list" hidden={!open}>
        {theme.layers.map((layer) => (
          <LayerRow key={layer.id} layer={layer} inView={counts?.[layer.id] ?? null} />
        ))}
      </ul>
    </section>
  );
}
