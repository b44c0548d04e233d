import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Plugin } from 'vite';

const ICON = '/favicon.svg';

/**
 * The icon within the page: browsers ask for a file anew at each change of the address, and the map changes it as it
 * moves.
 */
export function pageIcon(): Plugin {
  const svg = readFileSync(fileURLToPath(new URL(`public${ICON}`, import.meta.url)), 'utf8');
  return {
    name: 'chengtu:page-icon',
    transformIndexHtml: {
      order: 'pre',
      handler: (html) => html.replace(`"${ICON}"`, () => `"data:image/svg+xml,${encodeURIComponent(svg.trim())}"`),
    },
  };
}
