/** Chromium as the browser tests, the screenshots and the benchmarks drive it. */
import { existsSync, readdirSync } from 'node:fs';
import { chromium, type Browser } from 'playwright-core';
import { chromiumPath } from './prerequisites.ts';

/** Where Debian's packages put Mesa's software renderer. */
const MESA = /^.+-linux-gnu$/;

/**
 * WebGL without a GPU: by Mesa where it is there, else by Chromium's own renderer. For the same pages Mesa takes a
 * fifth of the CPU time, half of it because its compiled shaders outlive a page.
 */
function drawing(): readonly string[] {
  const hasMesa =
    process.platform === 'linux' &&
    existsSync('/usr/share/glvnd/egl_vendor.d/50_mesa.json') &&
    readdirSync('/usr/lib').some((name) => MESA.test(name) && existsSync(`/usr/lib/${name}/dri/swrast_dri.so`));
  return hasMesa
    ? ['--use-gl=angle', '--use-angle=gl-egl']
    : ['--use-angle=swiftshader', '--enable-unsafe-swiftshader'];
}

/** No GPU is assumed: the CPU draws, paints and composites the page. The browser sends no traffic of its own. */
const ARGS = [
  '--no-sandbox',
  '--ignore-gpu-blocklist',
  // Through the GPU's interface in software this costs more than all that WebGL draws.
  '--disable-gpu-compositing',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** The two screens every page is looked at on, in CSS px. */
export const SCREENS = {
  desktop: { width: 1440, height: 900 },
  phone: { width: 390, height: 844 },
} as const;
export type ScreenName = keyof typeof SCREENS;

export async function launchBrowser(): Promise<Browser> {
  const executablePath = chromiumPath();
  if (executablePath === undefined)
    throw new Error('No Chromium found: install it (apt-get install chromium) or set CHROMIUM_PATH.');
  return chromium.launch({ executablePath, headless: true, args: [...drawing(), ...ARGS] });
}
