/**
 * Loads the parts of the page that come when somebody opens them. A browser keeps the failure of an `import()` for as
 * long as the page is open, whatever caused it (https://github.com/whatwg/html/issues/6768). So the files are fetched
 * first, which can be tried again, and imported once they are in the browser's cache.
 */
import { ApiError } from './errors.ts';

/** Waits between tries, in ms: most lost connections are back within seconds. */
const WAITS_MS = [300, 1200, 3000] as const;
/** A large file on a slow network. */
const FILE_TIMEOUT_MS = 90_000;

const here = new Set<string>();
const onTheWay = new Map<string, Promise<void>>();

/**
 * Called in place of every `import()` of the build, see ../../chunk-loading.ts.
 *
 * @param files of the part, those that it imports included, relative to `importer`; none where the part is one file
 * @throws ApiError `offline`, `timeout` or `bad-answer`, after which it can be called again; `outdated` where the
 * service no longer has a file, since another version of the page was deployed
 */
export async function loadChunk<T>(
  load: () => Promise<T>,
  files: readonly string[] = [],
  importer: string = document.baseURI,
): Promise<T> {
  const wanted = files.length > 0 ? files : filesIn(load);
  const urls = wanted.map((file) => new URL(file, importer).href).filter((url) => !isHere(url));
  await Promise.all(urls.map((url) => once(url, () => (url.endsWith('.css') ? loadStyles(url) : fetchFile(url)))));
  return load();
}

/** The build does not list the files of a part that is one file; its address stands in the code of the import. */
function filesIn(load: () => unknown): string[] {
  const [, file] = /import\(["'`]([^"'`]+)["'`]\)/.exec(String(load)) ?? [];
  return file === undefined ? [] : [file];
}

/** What the document itself names has been loaded, or the page would not run. */
function isHere(url: string): boolean {
  if (here.has(url)) return true;
  return [...document.querySelectorAll<HTMLLinkElement | HTMLScriptElement>('link[href], script[src]')].some(
    (each) => ('href' in each ? each.href : each.src) === url,
  );
}

async function once(url: string, load: () => Promise<void>): Promise<void> {
  const known = onTheWay.get(url);
  if (known !== undefined) return known;
  const loading = load()
    .then(() => void here.add(url))
    .finally(() => onTheWay.delete(url));
  onTheWay.set(url, loading);
  return loading;
}

async function fetchFile(url: string): Promise<void> {
  for (let tries = 0; ; tries += 1) {
    try {
      return await fetchOnce(url);
    } catch (error) {
      const waitMs = WAITS_MS[tries];
      if (waitMs === undefined || (error instanceof ApiError && error.code === 'outdated')) throw error;
      await new Promise((resolve) => {
        setTimeout(resolve, waitMs);
      });
    }
  }
}

/** Fetches a file as an import does, so that the import finds it in the browser's cache. */
async function fetchOnce(url: string): Promise<void> {
  const controller = new AbortController();
  const timer = setTimeout(() => controller.abort(), FILE_TIMEOUT_MS);
  try {
    const response = await fetch(url, { credentials: 'same-origin', signal: controller.signal });
    const { status } = response;
    if (status === 404 || status === 410) throw new ApiError({ code: 'outdated', status });
    if (!response.ok) throw new ApiError({ code: 'bad-answer', status });
    await response.arrayBuffer();
  } catch (cause) {
    if (cause instanceof ApiError) throw cause;
    throw new ApiError({ code: controller.signal.aborted ? 'timeout' : 'offline', cause });
  } finally {
    clearTimeout(timer);
  }
}

async function loadStyles(url: string): Promise<void> {
  await fetchFile(url);
  const link = document.createElement('link');
  link.rel = 'stylesheet';
  link.crossOrigin = '';
  link.href = url;
  await new Promise<void>((resolve, reject) => {
    link.addEventListener('load', () => resolve());
    link.addEventListener('error', () => {
      // What failed would stand for a style sheet that is there.
      link.remove();
      reject(new ApiError({ code: 'offline' }));
    });
    document.head.append(link);
  });
}
