/**
 * Calls `measure` while what styles the page on paper styles it on the screen, before anything is painted: only laid
 * out can words be measured, and no browser lays a page out for paper before it prints it.
 */
export function asOnPaper<T>(measure: () => T): T {
  const rules = [...document.styleSheets]
    .flatMap((sheet) => [...sheet.cssRules])
    .filter((rule): rule is CSSMediaRule => rule instanceof CSSMediaRule && rule.media.mediaText === 'print');
  for (const { media } of rules) media.mediaText = 'all';
  try {
    return measure();
  } finally {
    for (const { media } of rules) media.mediaText = 'print';
  }
}
