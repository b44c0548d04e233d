import { useState } from 'preact/hooks';
import { useApp } from '../../app/context.ts';
import { locate } from '../../map/locate.ts';
import { Icon } from '../../ui/Icon.tsx';
import { IconButton } from '../../ui/IconButton.tsx';

export function MapControls() {
  const app = useApp();
  const {
    map,
    store,
    actions,
    i18n: { t },
  } = app;
  const [locating, setLocating] = useState(false);
  const { bearing = 0, pitch = 0 } = store.view.value ?? {};

  const toOwnPosition = async (): Promise<void> => {
    setLocating(true);
    const own = await locate(app);
    setLocating(false);
    if (own !== null) actions.flyTo(own);
  };

  return (
    <div class="map-controls" role="group" aria-label={t('map.controls')}>
      <div class="control-stack">
        <IconButton icon="plus" label={t('map.zoomIn')} onClick={() => map.peek()?.zoomIn()} />
        <IconButton icon="minus" label={t('map.zoomOut')} onClick={() => map.peek()?.zoomOut()} />
        {(bearing !== 0 || pitch !== 0) && (
          <button
            type="button"
            class="button button-icon"
            aria-label={t('map.north')}
            title={t('map.north')}
            onClick={() => map.peek()?.easeTo({ bearing: 0, pitch: 0 })}
          >
            <span class="compass" style={{ transform: `rotate(${-bearing}deg)` }}>
              <Icon name="north" />
            </span>
          </button>
        )}
      </div>
      <div class="control-stack">
        <IconButton
          icon="locate"
          label={t(locating ? 'map.locating' : 'map.locate')}
          aria-busy={locating}
          onClick={() => void toOwnPosition()}
        />
        <IconButton icon="home" label={t('map.home')} onClick={() => actions.home()} />
      </div>
    </div>
  );
}
