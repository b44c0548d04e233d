/** The planners' page: what the service answers it, and how soon the picture follows the slider. */
import type { AnalysisCatalogue, CoverageHeader, CoverageRequest } from '../../../tiles/api/coverage.ts';
import type { ScenarioEdit } from '../../../tiles/api/study.ts';
import { decodeColumnar } from '../../../tiles/api/columnar-message.ts';
import { randomFrom } from '../../../server/testing/random.ts';
import { launchBrowser, SCREENS } from '../../testing/browser.ts';
import { makePlace, withRemoval } from '../place.ts';
import { startTimed } from '../timed-service.ts';
import { median, percentileOf } from '../statistics.ts';
import { ANALYSIS_TARGETS, type AnalysisFigure, type AnalysisSize } from './figures.ts';

const LIMIT_S = 3600;
const WITHIN_S = 900;
/** The last of a scenario's edits is dragged this many times. */
const DRAGS = 60;
const SLIDES = 100;

export async function benchPage({ repeats }: AnalysisSize): Promise<AnalysisFigure[]> {
  const place = await makePlace('embedded');
  return withRemoval(place, async () => {
    const service = await startTimed(place);
    try {
      return [...(await benchAnswers(service.url, repeats)), ...(await benchSlider(service.url))];
    } finally {
      await service.stop();
    }
  });
}

async function benchAnswers(url: string, repeats: number): Promise<AnalysisFigure[]> {
  const catalogue = (await (await fetch(`${url}/analysis/catalogue`)).json()) as AnalysisCatalogue;
  const network = catalogue.networks[0]?.id ?? '';
  const demand = catalogue.demands[0]?.id ?? '';
  const question = (
    edits: readonly ScenarioEdit[],
    cells: CoverageRequest['cells'],
    speedMps = 1,
  ): CoverageRequest => ({
    network: { stored: network },
    demand: { stored: demand },
    facilities: { layer: 'toilets' },
    travel: { mode: 'walk', speedMps },
    edits,
    limitS: LIMIT_S,
    withinS: WITHIN_S,
    cells,
  });
  // Reads network and people into the thread's memory, as the first request after a start does.
  const { header } = await ask(url, question([], 'all'));
  const firsts: number[] = [];
  for (let i = 0; i < repeats; i += 1) firsts.push((await ask(url, question([], 'all', 1.01 + i / 100))).tookMs);
  const random = randomFrom(49);
  const [site] = header.facilities;
  if (site === undefined) throw new Error('The demonstration city has no toilets.');
  const fixed: ScenarioEdit[] = [{ kind: 'add', id: 'new', lon: site.lon + 0.01, lat: site.lat + 0.01 }];
  const drags: number[] = [];
  await ask(url, question(fixed, 'changes'));
  for (let i = 0; i < DRAGS; i += 1) {
    const edits: ScenarioEdit[] = [
      ...fixed,
      {
        kind: 'move',
        id: site.id,
        lon: site.lon + (random.next() - 0.5) / 50,
        lat: site.lat + (random.next() - 0.5) / 50,
      },
    ];
    drags.push((await ask(url, question(edits, 'changes'))).tookMs);
  }
  return [
    { name: 'page-first', value: median(firsts), unit: 'ms', atMost: ANALYSIS_TARGETS.firstAnswerMs },
    { name: 'page-edit-p50', value: median(drags), unit: 'ms' },
    { name: 'page-edit-p95', value: percentileOf(drags, 95), unit: 'ms', atMost: ANALYSIS_TARGETS.dragMs },
  ];
}

async function ask(
  url: string,
  request: CoverageRequest,
): Promise<{ readonly header: CoverageHeader; readonly tookMs: number }> {
  const startedAt = performance.now();
  const response = await fetch(`${url}/analysis/coverage`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify(request),
  });
  const bytes = new Uint8Array(await response.arrayBuffer());
  const tookMs = performance.now() - startedAt;
  if (!response.ok) throw new Error(new TextDecoder().decode(bytes));
  return { header: decodeColumnar(bytes).header as CoverageHeader, tookMs };
}

/** The work of the page's own thread for every step of the slider, as the page itself measures it. */
async function benchSlider(url: string): Promise<AnalysisFigure[]> {
  const browser = await launchBrowser();
  try {
    const page = await browser.newPage({ viewport: SCREENS.desktop, locale: 'zh-CN' });
    await page.goto(`${url}/plan`);
    const slider = page.locator('input[type=range]').first();
    await slider.waitFor({ timeout: 60_000 });
    await page.waitForFunction(() => performance.getEntriesByName('plan.restyle').length > 0, undefined, {
      timeout: 60_000,
    });
    await page.evaluate(() => {
      performance.clearMeasures('plan.restyle');
    });
    for (let step = 0; step < SLIDES; step += 1) await slider.fill(String(5 + (step % 50)));
    const times = await page.evaluate(() =>
      performance.getEntriesByName('plan.restyle').map(({ duration }) => duration),
    );
    return [{ name: 'page-slider', value: percentileOf(times, 95), unit: 'ms', atMost: ANALYSIS_TARGETS.restyleMs }];
  } finally {
    await browser.close();
  }
}
