/** The brief as files: one PDF, or a PNG a page. */
import { LOCALES } from '../../../../../tiles/i18n.ts';
import type { Language } from '../../../i18n/keys.ts';
import { askScenarios, scenarioFigures } from '../session/scenario-table.ts';
import { BASE } from '../state/types.ts';
import { chartData } from '../charts/session-charts.ts';
import { toBlob } from '../../../app/canvas.ts';
import { drawBrief, type Sheet } from './draw/brief.ts';
import { breathe } from './export-data.ts';
import type { ExportTask } from './exporter.ts';
import { fileName } from '../../../format/file-name.ts';
import { drawMap, pictureZoom } from './map-picture.ts';
import { DPI, type Orientation, type Paper, paperPt, paperPx } from './paper.ts';
import { withResolution } from './png.ts';
import { standardName, titleOf, type Subject } from './subject.ts';
import { addTextLayer } from './pdf-text.ts';
import type { jsPDF as Pdf } from 'jspdf';

export interface BriefWish {
  readonly format: 'pdf' | 'png';
  readonly paper: Paper;
  readonly orientation: Orientation;
  readonly extent: 'view' | 'city';
}

/** Share of the time that the map takes. */
const MAP_SHARE = 0.6;

export async function exportBrief(
  subject: Subject,
  { format, paper, orientation, extent }: BriefWish,
  { abort, progress, save }: ExportTask,
): Promise<void> {
  const { app, session, scenario, date, standard } = subject;
  const {
    i18n: { t },
    config,
  } = app;
  const name = (extension: string, page?: number): string =>
    fileName(
      [
        ...(standard === null ? [scenario, t('plan.file.brief')] : [standardName(app, standard.compliance.standard)]),
        app.i18n.cityDay(date),
        ...(page === undefined ? [] : [String(page)]),
      ],
      extension,
    );
  const title = titleOf(subject);
  const pdf =
    format === 'pdf'
      ? await createPdf(paper, orientation, {
          title: `${title} · ${scenario}`,
          author: t('plan.brief.made', { version: config.state.peek().value?.version ?? '' }),
          subject: scenario,
          language: LOCALES[app.store.language.peek()],
        })
      : null;
  const take = async (sheet: Sheet): Promise<void> => {
    const { number, count, canvas } = sheet;
    progress({
      text: t('plan.export.phase.pages', { n: number, all: count }),
      share: MAP_SHARE + ((1 - MAP_SHARE) * (number - 1)) / count,
    });
    await breathe();
    if (pdf !== null) return pdf.add(sheet);
    const bytes = new Uint8Array(await (await toBlob(canvas, 'image/png')).arrayBuffer());
    save({ name: name('png', number), blob: new Blob([withResolution(bytes, DPI)], { type: 'image/png' }) });
  };
  progress({ text: t('plan.export.phase.map'), share: 0.05 });
  await breathe();
  await drawBrief({
    subject,
    paper,
    orientation,
    charts: standard === null ? chartData(session).peek() : null,
    scenarios: standard === null ? await scenarioRows(subject, abort) : [],
    take,
    abort,
    zoom: pictureZoom(app, extent),
    drawMap: (size) => drawMap({ app, session, size, extent, abort }),
  });
  progress({ text: t('plan.export.phase.file'), share: 0.98 });
  await breathe();
  if (pdf !== null) save({ name: name('pdf'), blob: pdf.end() });
}

/** Every scenario of the page beside the current situation. */
async function scenarioRows({ app, session, withinS }: Subject, abort: AbortSignal): Promise<string[][]> {
  const { list } = session.state.peek().scenarios;
  const base = session.base.peek().value;
  if (base === null || list.length === 0) return [];
  const coverages = await askScenarios(session, base, abort);
  return [
    { id: BASE, coverage: base.coverage },
    ...coverages.map((coverage, k) => ({ id: list[k]?.id ?? '', coverage })),
  ].map(({ id, coverage }) => [session.nameOf(id), ...scenarioFigures(app, base, id, coverage, withinS)]);
}

const JPEG_QUALITY = 0.9;

interface PdfInfo {
  readonly title: string;
  readonly author: string;
  readonly subject: string;
  readonly language: (typeof LOCALES)[Language];
}

interface PdfWriter {
  readonly add: (sheet: Sheet) => Promise<void>;
  readonly end: () => Blob;
}

/** The library comes when the first PDF is made. */
async function createPdf(
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
  const write = addTextLayer(doc, scale, height);
  return {
    async add({ canvas, number, links, texts }) {
      if (number > 1) doc.addPage([width, height], orientation);
      const bytes = new Uint8Array(await (await toBlob(canvas, 'image/jpeg', JPEG_QUALITY)).arrayBuffer());
      doc.addImage(bytes, 'JPEG', 0, 0, width, height);
      write(texts);
      for (const { box, url } of links)
        doc.link(box.x * scale, box.y * scale, box.width * scale, box.height * scale, { url });
    },
    end: () => doc.output('blob'),
  };
}
