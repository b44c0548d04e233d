/** The language of somebody else's page. Apart from look.ts: the loader of `<city-map>` has no signals. */
import type { Language } from '../i18n/keys.ts';

/** The language of the page around an element, as its nearest `lang` says it; Chinese where none does. */
export function languageAround(element: Element): Language {
  for (let at: Node | null = element; at !== null; at = parentOf(at)) {
    const said = at instanceof Element ? (at.getAttribute('lang') ?? '') : '';
    if (said !== '') return /^en\b/i.test(said) ? 'en' : 'zh';
  }
  return 'zh';
}

/** Out of shadow roots too. */
function parentOf(node: Node): Node | null {
  return node.parentNode ?? (node instanceof ShadowRoot ? node.host : null);
}
