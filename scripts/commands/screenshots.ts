/**
 * `npm run screenshots -- [URL] [FOLDER]`: pictures of the main views of a running service, on both screens, in both
 * languages and both themes; with `--documents`, the small ones that the documents show.
 */
import { mkdir, writeFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { parseArgs } from 'node:util';
import type { Browser, Page } from 'playwright-core';
import { LANGUAGES, LOCALES } from '../../tiles/i18n.ts';
import { trimEndOf } from '../../tiles/text.ts';
import { consoleLanguage, say } from '../../server/platform/messages/index.ts';
import { asksForHelp, helpText } from '../cli/help.ts';
import { SCREENSHOTS } from '../cli/messages/screenshots.ts';
import { launchBrowser, SCREENS, type ScreenName } from '../testing/browser.ts';

/** Addresses of the map, of the planners' page and of the public's. */
const VIEWS = {
  start: '/?',
  toilets: '/?layers=toilets,parking,schools&at=120.385,36.0665,14.2',
  grids: '/?layers=responsibility-grids,unit-grids,cameras&at=120.365,36.093,13.6',
  details: '/?layers=toilets&sel=toilets/05-0001',
  case: '/?tab=cases&case=public-toilets&layers=toilets,cases&at=120.385,36.0665,13',
  nearby: '/?tab=nearby&layers=toilets&near=toilets,120.385,36.0665,1000&at=120.385,36.0665,14.2',
  heat: '/?tab=analysis&layers=&a.layer=reports&a.show=heat&at=120.38,36.1,11.5',
  columns: '/?tab=analysis&layers=&a.layer=reports&a.show=columns&a.by=subdistrict&at=120.38,36.1,11,20,50',
  find: '/find?kind=toilet&lon=120.3826&lat=36.0671',
  'find-way': '/find?kind=toilet&lon=120.3826&lat=36.0671&to=toilets/05-0001',
  plan: '/plan?at=120.43,36.15,10.6',
  'plan-gaps': '/plan?at=120.43,36.15,10.6&tab=gaps',
  'plan-charts': '/plan?at=120.43,36.15,10.6&tab=charts',
  'plan-brief': '/plan?tab=brief',
} as const;
type View = keyof typeof VIEWS;

/** Pages that the documents show, each on the screen that it is mostly used on. */
const DOCUMENT_VIEWS = {
  start: { address: '/?', screen: 'desktop' },
  plan: { address: '/plan?', screen: 'desktop' },
  find: { address: '/find?kind=toilet&lon=120.385&lat=36.0665', screen: 'phone' },
  facility: { address: '/facilities/toilets/05-0001?', screen: 'phone' },
} as const satisfies Readonly<Record<string, { readonly address: string; readonly screen: ScreenName }>>;
const PUBLIC_PAGES = ['/find', '/facilities/'];
const DOCUMENT_FOLDER = 'data/pictures';
/** Of one picture; the documents show sixteen. */
const DOCUMENT_BYTES = 80_000;
const DOCUMENT_SCALES = { desktop: 0.75, phone: 1 } as const;
const DOCUMENT_QUALITIES = [80, 70, 60, 50, 40, 30];

const THEMES = ['light', 'dark'] as const;
const DEFAULTS = { url: 'http://127.0.0.1:8080', folder: '.chengtu/screenshots' };
const TIMEOUT_MS = 60_000;
/** No event tells when deck.gl's overlay and the page's own transitions are done. */
const SETTLE_MS = 800;

const lang = consoleLanguage(process.env);

interface Picture {
  /** Names the file. */
  readonly view: string;
  /** Path and query, to which parameters are added. */
  readonly address: string;
  readonly screen: ScreenName;
  readonly language: (typeof LANGUAGES)[number];
  readonly theme: (typeof THEMES)[number];
}

interface Settings {
  readonly url: string;
  readonly folder: string;
  readonly views: readonly View[];
  readonly areDocuments: boolean;
}

async function main(): Promise<void> {
  if (asksForHelp(process.argv.slice(2))) return console.log(helpText('screenshots', lang));
  const settings = readSettings(process.argv.slice(2));
  if (settings === null) return fail(say(SCREENSHOTS.usage, lang, { views: Object.keys(VIEWS).join('|') }));
  const { url, folder } = settings;
  if (
    !(await fetch(`${url}/readyz`).then(
      (response) => response.ok,
      () => false,
    ))
  )
    return fail(say(SCREENSHOTS['not-ready'], lang, { url }));
  await mkdir(folder, { recursive: true });
  const pictures = picturesOf(settings);
  const browser = await launchBrowser();
  try {
    for (const picture of pictures) {
      const startedAt = performance.now();
      const file = await take(browser, picture, settings);
      console.log(
        say(SCREENSHOTS.taken, lang, {
          file: relative('.', file),
          seconds: ((performance.now() - startedAt) / 1000).toFixed(1),
        }),
      );
    }
  } finally {
    await browser.close();
  }
  console.log(say(SCREENSHOTS.done, lang, { count: pictures.length, folder }));
}

function picturesOf({ views, areDocuments }: Settings): Picture[] {
  const pages = areDocuments
    ? Object.entries(DOCUMENT_VIEWS).map(([view, page]) => ({ view, ...page }))
    : views.flatMap((view) => screenNames().map((screen) => ({ view, address: VIEWS[view], screen })));
  return pages.flatMap((page) =>
    LANGUAGES.flatMap((language) => THEMES.map((theme): Picture => ({ ...page, language, theme }))),
  );
}

/** `null` where the arguments mean nothing. */
function readSettings(args: readonly string[]): Settings | null {
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: { view: { type: 'string', multiple: true }, documents: { type: 'boolean' } },
    });
    const areDocuments = values.documents === true;
    const [url = DEFAULTS.url, folder = areDocuments ? DOCUMENT_FOLDER : DEFAULTS.folder, ...more] = positionals;
    const views = values.view ?? Object.keys(VIEWS);
    if (more.length > 0 || !URL.canParse(url) || !views.every(isView)) return null;
    if (areDocuments && values.view !== undefined) return null;
    return { url: trimEndOf(url, '/'), folder, views, areDocuments };
  } catch {
    return null;
  }
}

function isView(name: string): name is View {
  return Object.hasOwn(VIEWS, name);
}

function screenNames(): ScreenName[] {
  return Object.keys(SCREENS).filter((name): name is ScreenName => Object.hasOwn(SCREENS, name));
}

async function take(
  browser: Browser,
  { view, address, screen, language, theme }: Picture,
  { url, folder, areDocuments }: Settings,
): Promise<string> {
  const page = await browser.newPage({
    viewport: SCREENS[screen],
    colorScheme: theme,
    reducedMotion: 'reduce',
    hasTouch: screen === 'phone',
    locale: LOCALES[language],
  });
  // Pages for the public are whole without a map.
  const isOnMap = !PUBLIC_PAGES.some((path) => address.startsWith(path));
  try {
    await page.goto(`${url}${address}&theme=${theme}&lang=${language}`, { timeout: TIMEOUT_MS });
    if (isOnMap) await page.waitForFunction(mapIsIdle, undefined, { timeout: TIMEOUT_MS });
    await page.waitForLoadState('networkidle', { timeout: TIMEOUT_MS });
    await page.waitForFunction(nothingIsBusy, undefined, { timeout: TIMEOUT_MS });
    // What came last may have moved the map or asked for more tiles.
    await page.waitForTimeout(SETTLE_MS);
    if (isOnMap) await page.waitForFunction(mapIsIdle, undefined, { timeout: TIMEOUT_MS });
    if (areDocuments) {
      const file = join(folder, `${view}-${language}-${theme}.webp`);
      await writeFile(file, await smallPicture(page, screen));
      return file;
    }
    const file = join(folder, `${view}-${screen}-${language}-${theme}.png`);
    await page.screenshot({ path: file });
    return file;
  } finally {
    await page.close();
  }
}

/** As good as its size allows. Playwright itself writes no WebP. */
async function smallPicture(page: Page, screen: ScreenName): Promise<Buffer> {
  const session = await page.context().newCDPSession(page);
  const clip = { x: 0, y: 0, ...SCREENS[screen], scale: DOCUMENT_SCALES[screen] };
  let picture = Buffer.alloc(0);
  for (const quality of DOCUMENT_QUALITIES) {
    const { data } = await session.send('Page.captureScreenshot', { format: 'webp', quality, clip });
    picture = Buffer.from(data, 'base64');
    if (picture.length <= DOCUMENT_BYTES) break;
  }
  return picture;
}

/** Runs in the page, whose policy allows no text to be evaluated. */
function mapIsIdle(): boolean {
  const page: { readonly map: Record<'loaded' | 'areTilesLoaded' | 'isMoving', () => boolean> | null } | undefined =
    Reflect.get(globalThis, 'chengtu');
  const map = page?.map;
  return map !== null && map !== undefined && map.loaded() && map.areTilesLoaded() && !map.isMoving();
}

/** Figures that are being computed are marked as such. */
function nothingIsBusy(): boolean {
  const page: { readonly querySelector: (selector: string) => unknown } = Reflect.get(globalThis, 'document');
  return page.querySelector('[aria-busy="true"], .skeleton') === null;
}

function fail(message: string): void {
  console.error(message);
  process.exitCode = 1;
}

main().catch((error: unknown) =>
  fail(say(SCREENSHOTS.failed, lang, { reason: error instanceof Error ? error.message : String(error) })),
);
