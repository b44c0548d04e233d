const sheets = new Map<string, CSSStyleSheet>();

/**
 * Gives a shadow root a style sheet, one for all roots. It needs no `style-src` of the page's Content-Security-Policy;
 * older browsers, which cannot share one, get an element.
 */
export function adopt(root: ShadowRoot, css: string): void {
  try {
    let sheet = sheets.get(css);
    if (sheet === undefined) {
      sheet = new CSSStyleSheet();
      sheet.replaceSync(css);
      sheets.set(css, sheet);
    }
    root.adoptedStyleSheets = [...root.adoptedStyleSheets, sheet];
  } catch {
    const style = document.createElement('style');
    style.textContent = css;
    root.prepend(style);
  }
}
