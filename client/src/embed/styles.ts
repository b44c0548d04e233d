/** Style sheets in a shadow root, where neither the page's rules reach nor ours reach the page. */
import tokens from '../styles/tokens.css?inline';
import map from '../map/maplibre.css?inline';
import shell from './shell.css?inline';
import { adopt } from './adopt.ts';

/** The pages' colours, which stand at their root, stand at the host here. */
const COLORS = tokens
  .replace(/:root\[data-theme="?dark"?\]/g, ':host([data-theme="dark"])')
  .replaceAll(':root', ':host');

export function styleShell(root: ShadowRoot): void {
  adopt(root, [COLORS, map, shell].join('\n'));
}
