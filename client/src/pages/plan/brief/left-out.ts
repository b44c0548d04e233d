/**
 * Replaces optional dependencies of jsPDF that this page does not need: HTML and SVG as PDF (html2canvas, dompurify,
 * canvg) and PNG pictures (fast-png). See `resolve.alias` in vite.config.ts.
 */
export default null;

export function decode(): never {
  throw new Error('PNG pictures are left out: sheets go into a PDF as JPEG.');
}
