/** Sheets as a PDF: each is a picture, so that every viewer shows the same Chinese. */
import type { jsPDF as Pdf } from 'jspdf';
import { toBlob } from './canvas.ts';
import type { Sheet } from './draw/report.ts';
import { paperPt, paperPx, type Orientation, type Paper } from './paper.ts';

const JPEG_QUALITY = 0.9;

export interface PdfInfo {
  readonly title: string;
  readonly author: string;
  readonly subject: string;
  readonly language: 'zh-CN' | 'en-GB';
}

export interface PdfWriter {
  readonly add: (sheet: Sheet) => Promise<void>;
  readonly end: () => Blob;
}

/** The library comes when the first PDF is made. */
export async function createPdf(
  paper: Paper,
  orientation: Orientation,
  { title, author, subject, language }: PdfInfo,
): Promise<PdfWriter> {
  const { jsPDF } = await import('jspdf');
  const { width, height } = paperPt(paper, orientation);
  const scale = width / paperPx(paper, orientation).width;
  const doc: Pdf = new jsPDF({
    unit: 'pt',
    format: [width, height],
    orientation,
    compress: true,
    putOnlyUsedFonts: true,
  });
  doc.setProperties({ title, author, subject, creator: author });
  doc.setLanguage(language);
  doc.setDisplayMode('fullpage');
  return {
    async add({ canvas, number, links }) {
      if (number > 1) doc.addPage([width, height], orientation);
      const bytes = new Uint8Array(await (await toBlob(canvas, 'image/jpeg', JPEG_QUALITY)).arrayBuffer());
      doc.addImage(bytes, 'JPEG', 0, 0, width, height);
      for (const { box, url } of links)
        doc.link(box.x * scale, box.y * scale, box.width * scale, box.height * scale, { url });
    },
    end: () => doc.output('blob'),
  };
}
