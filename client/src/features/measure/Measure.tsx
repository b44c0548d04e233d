import { useApp } from '../../app/context.ts';
import type { App } from '../../app/types.ts';
import { IconButton } from '../../ui/IconButton.tsx';

/** Begins to measure: every click on the map, or Enter on its crosshair, adds a point until somebody stops. */
function begin(app: App): void {
  const { ui } = app;
  ui.measuring.value = [];
  const next = (): void => {
    ui.picking.value = (at) => {
      ui.measuring.value = [...(ui.measuring.peek() ?? []), at];
      next();
    };
  };
  next();
}

export function MeasureButton() {
  const app = useApp();
  const {
    ui,
    i18n: { t },
  } = app;
  const on = ui.measuring.value !== null;
  return (
    <IconButton
      icon="ruler"
      label={t('measure.title')}
      aria-pressed={on}
      onClick={() => {
        if (on) ui.picking.value = null;
        else begin(app);
      }}
    />
  );
}

/** The map alone on the screen, where the browser allows it. */
export function FullscreenButton() {
  const {
    i18n: { t },
  } = useApp();
  if (!document.fullscreenEnabled) return null;
  const toggle = (): void => {
    const stage = document.querySelector('.stage');
    // Refused where the page stands in a frame that may not: then nothing changes.
    if (document.fullscreenElement === null) stage?.requestFullscreen().catch(() => undefined);
    else void document.exitFullscreen();
  };
  return <IconButton icon="fullscreen" label={t('map.fullscreen')} onClick={toggle} />;
}
