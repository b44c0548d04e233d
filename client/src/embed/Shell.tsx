/** What stands around an embedded map: controls, legend, what is selected, and whose data and map it is. */
import { effect, useSignal } from '@preact/signals';
import { render } from 'preact';
import { LOCALES } from '../../../tiles/i18n.ts';
import type { Provenance } from '../../../tiles/layer/layer.ts';
import { legendOf } from '../../../tiles/style/legend.ts';
import { formatEmbed, EMBED_DEFAULTS } from '../../../tiles/embed/address.ts';
import { errorText } from '../data/error.ts';
import { nameOf } from '../format/name.ts';
import { Icon } from '../ui/Icon.tsx';
import { IconButton } from '../ui/IconButton.tsx';
import { Legend } from '../ui/Legend.tsx';
import { ProvenanceBadge } from '../ui/ProvenanceBadge.tsx';
import { Swatch } from '../ui/Swatch.tsx';
import { UiTextsContext } from '../ui/texts.ts';
import type { EmbedMap } from './state.ts';
import { styleShell } from './styles.ts';

export interface MountedShell {
  /** Where the map is drawn. */
  readonly canvas: HTMLElement;
  readonly remove: () => void;
}

/** Puts everything into a shadow root of its own: the page's rules do not reach in, ours do not reach out. */
export function mountShell(container: HTMLElement, state: EmbedMap): MountedShell {
  const host = document.createElement('div');
  const root = host.attachShadow({ mode: 'open' });
  styleShell(root);
  const mount = document.createElement('div');
  mount.style.height = '100%';
  root.append(mount);
  container.append(host);
  const canvas: { current: HTMLElement | null } = { current: null };
  // Null when the shell is taken away.
  const keep = (element: HTMLElement | null): void => {
    canvas.current = element;
  };
  render(<Shell state={state} take={keep} />, mount);
  if (canvas.current === null) throw new Error('The map has no place in its shell.');
  const stop = effect(() => {
    host.dataset['theme'] = state.theme.value;
    host.lang = LOCALES[state.language.value];
  });
  return {
    canvas: canvas.current,
    remove() {
      stop();
      render(null, mount);
      host.remove();
    },
  };
}

interface Props {
  readonly state: EmbedMap;
}

function Shell({ state, take }: Props & { readonly take: (element: HTMLElement | null) => void }) {
  const { texts, map, announcement, service } = state;
  const config = service.config.state.value.value;
  const city = config === null ? texts.own('map') : texts.t('map.label', { city: texts.text(config.city) });
  map.value?.getCanvas().setAttribute('aria-label', city);
  return (
    <UiTextsContext.Provider value={{ t: texts.t, text: texts.text }}>
      <section class="shell" aria-label={texts.own('map')} aria-busy={map.value === null && !state.unsupported.value}>
        <div class="stage">
          <div class="canvas" ref={take} />
          <span class="crosshair" aria-hidden="true" />
          <Key state={state} />
          <Controls state={state} />
          <Message state={state} />
          <div class="foot">
            <Notice state={state} />
            <Card state={state} />
          </div>
        </div>
        <Credit state={state} />
        <p class="unseen" role="status">
          {announcement.value}
        </p>
      </section>
    </UiTextsContext.Provider>
  );
}

function Controls({ state: { map, service, texts } }: Props) {
  const home = (): void => {
    const bounds = service.config.state.peek().value?.bounds;
    if (bounds !== undefined) map.peek()?.fitBounds([bounds[0], bounds[1], bounds[2], bounds[3]], { padding: 24 });
  };
  return (
    <div class="controls" role="group" aria-label={texts.t('map.controls')}>
      <IconButton icon="plus" label={texts.t('map.zoomIn')} onClick={() => map.peek()?.zoomIn()} />
      <IconButton icon="minus" label={texts.t('map.zoomOut')} onClick={() => map.peek()?.zoomOut()} />
      <IconButton icon="home" label={texts.t('map.home')} onClick={home} />
    </div>
  );
}

/** The legend: what is drawn, with its classes. */
function Key({ state: { layers, shown, legendOpen, theme, texts, viewport } }: Props) {
  const drawn = shown.value.flatMap((id) => layers.value?.get(id) ?? []);
  if (drawn.length === 0) return null;
  const open = legendOpen.value;
  return (
    <div class="key">
      <button
        type="button"
        class="key-head"
        aria-expanded={open}
        aria-controls="key"
        onClick={() => {
          legendOpen.value = !open;
        }}
      >
        <Icon name="layers" />
        {texts.t('key.title')}
        <Icon name="chevron" />
      </button>
      <div id="key" class="key-body" hidden={!open} tabIndex={open ? 0 : -1}>
        <ul>
          {drawn.map((layer) => {
            const legend = legendOf(layer, theme.value);
            const isTooFar = (viewport.value?.zoom ?? layer.minzoom) < layer.minzoom;
            return [
              <li key={layer.id}>
                <Swatch legend={legend} />
                <span>
                  {texts.text(layer.title)}
                  {isTooFar && <span class="quiet"> {texts.t('layers.tooFar')}</span>}
                </span>
              </li>,
              legend.classes.length > 0 && (
                <li key={`${layer.id}:classes`}>
                  <Legend legend={legend} />
                </li>
              ),
            ];
          })}
        </ul>
      </div>
    </div>
  );
}

function Message({ state: { service, map, unsupported, texts } }: Props) {
  const error = service.config.state.value.error ?? service.catalogue.state.value.error;
  if (unsupported.value)
    return (
      <p class="message" role="alert">
        {texts.own('no-webgl')}
      </p>
    );
  if (error !== null && map.value === null) {
    const retry = (): void => {
      if (service.config.state.peek().error !== null) void service.config.load();
      if (service.catalogue.state.peek().error !== null) void service.catalogue.load();
    };
    return (
      <p class="message" role="alert">
        {texts.own('unavailable')} {errorText(error, texts.t)}
        <button type="button" onClick={retry}>
          {texts.own('retry')}
        </button>
      </p>
    );
  }
  if (map.value !== null) return null;
  return (
    <p class="message" role="status">
      {texts.own('loading')}
    </p>
  );
}

function Notice({ state: { notice, texts } }: Props) {
  const told = notice.value;
  if (told === null) return null;
  const dismiss = (): void => {
    notice.value = null;
  };
  return (
    <p class="notice" role="status">
      {texts.t(told.key)}
      {told.retry !== undefined && (
        <button
          type="button"
          onClick={() => {
            dismiss();
            told.retry?.();
          }}
        >
          {told.retryLabel === undefined ? texts.own('retry') : texts.t(told.retryLabel)}
        </button>
      )}
      <IconButton icon="close" label={texts.own('close')} onClick={dismiss} />
    </p>
  );
}

/** The selected feature; or those of which a reader has to choose one. */
function Card({ state }: Props) {
  const { item, layers, candidates, selected, texts } = state;
  const close = (): void => {
    candidates.value = [];
    selected.value = null;
  };
  const closing = <IconButton class="close" icon="close" label={texts.own('close')} onClick={close} />;
  if (candidates.value.length > 0)
    return (
      <div class="card">
        <ul>
          {candidates.value.map(({ layer, id, name }) => (
            <li key={`${layer}/${id}`}>
              <button
                type="button"
                onClick={() => {
                  candidates.value = [];
                  selected.value = { layer, id };
                }}
              >
                {name === null ? id : texts.text(name)}{' '}
                <span class="quiet">{texts.text(layers.value?.get(layer)?.title ?? { zh: layer, en: layer })}</span>
              </button>
            </li>
          ))}
        </ul>
        {closing}
      </div>
    );
  const found = item.value;
  const layer = found === null ? undefined : layers.value?.get(found.layer);
  if (found === null || layer === undefined) return null;
  const name = nameOf(layer, found.properties, texts.text) ?? texts.own('unnamed');
  return (
    <article class="card">
      <h2>{name}</h2>
      <p class="quiet">
        {texts.text(layer.title)} <ProvenanceBadge kind={found.provenance} />
      </p>
      <WholeMap state={state} label={texts.own('whole-of', { name })}>
        {texts.own('whole')}
      </WholeMap>
      {closing}
    </article>
  );
}

/** Link to the map's own page with the same view, layers and selection. */
function WholeMap({ state, children, label }: Props & { readonly children: string; readonly label?: string }) {
  const { service, shown, view, selected, language } = state;
  const address = formatEmbed({
    ...EMBED_DEFAULTS,
    layers: shown.value,
    view: view.value,
    selected: selected.value,
    lang: language.value,
  });
  return (
    <a
      href={`${service.base}/${address}`}
      target="_blank"
      rel="noopener"
      aria-label={(label ?? children) + state.texts.own('new-window')}
    >
      {children}
    </a>
  );
}

const MADE_UP: readonly Provenance[] = ['synthetic', 'approximate'];

/** Bottom left, in this order: the map review number, whose base map it is, where the layers come from. */
function Credit({ state }: Props) {
  const isWhole = useSignal(false);
  const { service, shown, layers, base, texts } = state;
  const config = service.config.state.value.value;
  const drawn = shown.value.flatMap((id) => layers.value?.get(id) ?? []);
  const sources = [...new Set(drawn.map(({ source }) => texts.text(source)).filter((source) => source !== ''))];
  const basemap = config?.basemaps.find(({ id }) => id === base.value);
  const ground = basemap?.attribution ?? (config?.baseMapAttribution && texts.text(config.baseMapAttribution));
  const isMadeUp = drawn.some(({ provenance }) => MADE_UP.some((kind) => (provenance[kind] ?? 0) > 0));
  const list = texts.own('sources', { sources: sources.join(texts.t('key.separator')) });
  return (
    <div class="credit">
      {config?.mapReviewNumber !== undefined && (
        <span class="review">{texts.t('map.reviewNumber', { number: config.mapReviewNumber })}</span>
      )}
      {ground !== undefined && ground !== '' && <span>{ground}</span>}
      {sources.length > 0 && (
        <button
          type="button"
          class="sources"
          aria-expanded={isWhole.value}
          onClick={() => (isWhole.value = !isWhole.value)}
        >
          {list}
        </button>
      )}
      {isMadeUp && <span>{texts.t('map.credits')}</span>}
      <WholeMap state={state}>{texts.own('whole')}</WholeMap>
    </div>
  );
}
