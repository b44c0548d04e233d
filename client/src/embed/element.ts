/**
 * `<city-map>`: a map in one line of HTML. A page loads this file alone at first; the map's program comes when the
 * map is in view or touched, and a still picture of the service stands in its place until it has drawn.
 */
import { EMBED_DEFAULTS, pictureAddress, type EmbedState } from '../../../tiles/embed/address.ts';
import { adopt } from './adopt.ts';
import { ATTRIBUTES, optionsOf, filterOf, readAttributes } from './attributes.ts';
import css from './element.css?inline';
import { homeOf } from './home.ts';
import { languageAround } from './language.ts';
import { EMBED_TEXTS, type EmbedText } from './messages.ts';
import { EVENTS } from './protocol.ts';
import type { CityMap, CityMapElement, MapEvents } from './types.ts';

const HOME = homeOf(import.meta.url);
/** The picture is asked for this far ahead of the view. */
const AHEAD = '400px';

class CityMapInPage extends HTMLElement implements CityMapElement {
  static readonly observedAttributes = [...ATTRIBUTES];

  readonly #root: ShadowRoot;
  readonly #picture = document.createElement('img');
  readonly #open = document.createElement('button');
  readonly #status = document.createElement('p');
  readonly #place = document.createElement('div');
  #observers: readonly IntersectionObserver[] = [];
  #map: CityMap | null = null;
  #state: EmbedState;
  /** Faults of the attributes as they are. */
  #told: readonly string[] = [];
  #isLoading = false;
  #isWaiting = false;

  constructor() {
    super();
    this.#state = EMBED_DEFAULTS;
    const root = this.attachShadow({ mode: 'open' });
    adopt(root, css);
    this.#open.type = 'button';
    this.#picture.alt = '';
    this.#picture.addEventListener('error', () => this.#picture.remove());
    this.#picture.addEventListener('load', () => this.#picture.classList.add('here'));
    this.#status.setAttribute('role', 'status');
    this.#place.className = 'place';
    this.#open.addEventListener('click', () => void this.#load());
    this.#root = root;
    root.append(this.#status, this.#place);
  }

  /** Null until the map's program has come. */
  get map(): CityMap | null {
    return this.#map;
  }

  connectedCallback(): void {
    this.#state = this.#read();
    // Moved to another place in the page, it keeps its map.
    if (this.#map !== null) return;
    this.#root.prepend(this.#picture, this.#open);
    this.#say(null);
    const watch = (then: () => void, rootMargin: string): IntersectionObserver => {
      const observer = new IntersectionObserver(
        (entries) => {
          if (!entries.some(({ isIntersecting }) => isIntersecting)) return;
          observer.disconnect();
          then();
        },
        { rootMargin },
      );
      observer.observe(this);
      return observer;
    };
    this.#observers = [
      watch(() => this.#showPicture(), AHEAD),
      ...(this.#loadsOnTouch ? [] : [watch(() => void this.#load(), '0px')]),
    ];
  }

  disconnectedCallback(): void {
    for (const observer of this.#observers) observer.disconnect();
    // An element that is only moved to another place comes back at once.
    queueMicrotask(() => {
      if (this.isConnected) return;
      this.#map?.destroy();
      this.#map = null;
    });
  }

  attributeChangedCallback(): void {
    if (!this.isConnected || this.#isWaiting) return;
    this.#isWaiting = true;
    // Centre and zoom are often set one after the other.
    queueMicrotask(() => {
      this.#isWaiting = false;
      this.#apply();
    });
  }

  /** `load="touch"`: the picture stays until somebody opens the map. */
  get #loadsOnTouch(): boolean {
    return this.getAttribute('load') === 'touch';
  }

  get #server(): string {
    return new URL(this.getAttribute('server') ?? HOME, document.baseURI).href.replace(/\/$/, '');
  }

  get #lang(): 'zh' | 'en' {
    return this.#state.lang ?? languageAround(this);
  }

  #read(): EmbedState {
    const { state, faults } = readAttributes((name) => this.getAttribute(name));
    const told = this.#told;
    this.#told = faults.map(({ en }) => en);
    for (const fault of this.isConnected ? faults : []) {
      const message = fault[state.lang ?? languageAround(this)];
      if (!told.includes(fault.en)) this.#tell('error', { code: 'bad-attribute', message });
    }
    return state;
  }

  #apply(): void {
    const before = this.#state;
    const next = this.#read();
    this.#state = next;
    const map = this.#map;
    if (map === null) {
      this.#say(null);
      if (this.#picture.src !== '') this.#showPicture();
      return;
    }
    const isNew = (key: keyof EmbedState): boolean => JSON.stringify(before[key]) !== JSON.stringify(next[key]);
    if (isNew('layers')) map.setLayers(next.layers);
    if (isNew('filter') || isNew('filters') || isNew('layers')) map.setFilter(filterOf(next));
    if (isNew('view') && next.view !== null) map.setView(next.view);
    if (isNew('selected')) map.select(next.selected);
    if (isNew('theme')) map.setTheme(next.theme);
    if (isNew('lang')) map.setLang(next.lang);
    if (isNew('base')) map.setBase(next.base);
  }

  #showPicture(): void {
    if (this.#map !== null) return;
    const { width, height } = this.getBoundingClientRect();
    if (width === 0 || height === 0) return;
    const { theme } = this.#state;
    const isDark = theme === 'auto' ? matchMedia('(prefers-color-scheme: dark)').matches : theme === 'dark';
    const look = { theme: isDark ? 'dark' : 'light', lang: this.#lang, width, height } as const;
    this.#picture.src = this.#server + pictureAddress(this.#state, look);
  }

  async #load(): Promise<void> {
    if (this.#isLoading || this.#map !== null || !this.isConnected) return;
    this.#isLoading = true;
    this.#say('loading');
    try {
      const { createMap } = await import('./create-map.ts');
      // It may have left the page meanwhile.
      if (!this.isConnected) return;
      const map = createMap(this.#place, optionsOf(this.#state), this.#server);
      this.#map = map;
      for (const type of EVENTS) map.on(type, (detail) => this.#tell(type, detail));
      void map.ready.then(() => {
        this.#say(null);
        this.#picture.remove();
      });
      this.#open.remove();
    } catch {
      this.#say('program-failed');
    } finally {
      this.#isLoading = false;
    }
  }

  #say(key: EmbedText | null): void {
    const lang = this.#lang;
    this.#open.textContent = EMBED_TEXTS[key === 'program-failed' ? 'retry' : 'open'][lang];
    this.#status.textContent = key === null ? '' : EMBED_TEXTS[key][lang];
    this.#open.hidden = key === 'loading';
  }

  #tell(type: keyof MapEvents, detail: unknown): void {
    this.dispatchEvent(new CustomEvent(`map-${type}`, { detail, bubbles: true, composed: true }));
  }
}

// The script may stand in a page twice.
if (customElements.get('city-map') === undefined) customElements.define('city-map', CityMapInPage);
