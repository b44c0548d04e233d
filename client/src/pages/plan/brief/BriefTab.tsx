import { useRef, useState } from 'preact/hooks';
import { useApp } from '../../../app/context.ts';
import { RadioGroup } from '../../../ui/RadioGroup.tsx';
import { usePlan, usePlans } from '../context.ts';
import { ActionButton } from '../../../ui/ActionButton.tsx';
import { Assumptions } from '../panel/Assumptions.tsx';
import { copyLink } from '../../../shell/share.ts';
import { planAsFile, planLink } from '../bind-page.ts';
import { exportData, type DataWish } from './export-data.ts';
import { downloadFile } from '../../../app/download.ts';
import { exportErrorText, type Exporter } from './exporter.ts';
import type { BriefWish } from './export-brief.ts';
import { fileName } from '../../../format/file-name.ts';
import { COLLECTIONS } from './geojson.ts';
import { ORIENTATIONS, PAPERS, type Orientation, type Paper } from './paper.ts';
import { LISTS } from './study-lists.ts';
import { leftOutText, partsNotShown } from './not-shown.ts';
import { StudyScope } from './StudyScope.tsx';
import { openStudy, studyFile } from './study-file.ts';
import { TABLES } from './tables.ts';
import { useExport } from './use-export.ts';
import { partStudies } from '../found/ask.ts';
import { FoundExports } from '../found/FoundExports.tsx';
import { otherPeopleText } from '../siting/fit-words.ts';
import '../later-texts.ts';
import './brief.css';

/** Exports: the brief, the data, the link, and the study as a file. */
export default function BriefTab() {
  const app = useApp();
  const {
    i18n: { t },
  } = app;
  const plans = usePlans();
  const session = usePlan();
  const { exporter, isReady, start } = useExport();
  const share = (): void => {
    const link = planLink(app, session);
    void copyLink(app, link, planAsFile(app, plans, link));
  };
  return (
    <>
      <BriefForm
        exporter={exporter}
        ready={isReady}
        start={(wish) =>
          start(async (subject, task) => (await import('./export-brief.ts')).exportBrief(subject, wish, task))
        }
      />
      <DataForm
        exporter={exporter}
        ready={isReady}
        start={(wish) => start((subject, task) => exportData(subject, wish, task))}
      />
      <section class="plan-section" data-testid="share-and-save">
        <h2>{t('plan.share')}</h2>
        <p class="quiet">{t('plan.share.link')}</p>
        <div class="plan-actions">
          <ActionButton icon="share" onClick={share}>
            {t('tool.share')}
          </ActionButton>
        </div>
        <StudyFile />
      </section>
      <Assumptions />
    </>
  );
}

function BriefForm({
  exporter,
  ready,
  start,
}: {
  exporter: Exporter;
  ready: boolean;
  start: (wish: BriefWish) => void;
}) {
  const app = useApp();
  const {
    i18n: { t },
  } = app;
  const [paper, setPaper] = useState<Paper>('a4');
  const [orientation, setOrientation] = useState<Orientation>('portrait');
  const [extent, setExtent] = useState<BriefWish['extent']>('view');
  const busy = exporter.progress.value !== null;
  const error = exporter.error.value;
  const begin = (format: BriefWish['format']) => (): void => start({ format, paper, orientation, extent });
  return (
    <section class="plan-section" data-testid="export-brief">
      <h2>{t('plan.export.brief')}</h2>
      <p class="quiet">{t('plan.export.what')}</p>
      <div class="export-choices">
        <RadioGroup
          legend={t('plan.export.size')}
          name="export-paper"
          value={paper}
          options={PAPERS.map((each) => ({ value: each, label: each.toUpperCase() }))}
          onChange={setPaper}
        />
        <RadioGroup
          legend={t('plan.export.orientation')}
          name="export-orientation"
          value={orientation}
          options={ORIENTATIONS.map((each) => ({ value: each, label: t(`plan.export.${each}`) }))}
          onChange={setOrientation}
        />
        <RadioGroup
          legend={t('plan.export.extent')}
          name="export-extent"
          value={extent}
          options={(['view', 'city'] as const).map((each) => ({ value: each, label: t(`plan.export.extent.${each}`) }))}
          onChange={setExtent}
        />
      </div>
      {!ready && (
        <p class="quiet" role="status">
          {t('plan.export.wait')}
        </p>
      )}
      <div class="plan-actions">
        <ActionButton icon="brief" primary disabled={!ready || busy} onClick={begin('pdf')} data-testid="export-pdf">
          {t('plan.export.pdf')}
        </ActionButton>
        <ActionButton icon="brief" disabled={!ready || busy} onClick={begin('png')} data-testid="export-png">
          {t('plan.export.png')}
        </ActionButton>
      </div>
      <p class="quiet">{t('plan.export.pngPages')}</p>
      <Progress exporter={exporter} />
      {error !== null && (
        <p class="plan-warning" role="alert" data-testid="export-error">
          {exportErrorText(app, error, paper.toUpperCase())}
        </p>
      )}
    </section>
  );
}

function Progress({ exporter }: { exporter: Exporter }) {
  const {
    i18n: { t },
  } = useApp();
  const progress = exporter.progress.value;
  if (progress === null) return null;
  const percent = Math.round(progress.share * 100);
  return (
    <div class="plan-run" data-testid="export-progress">
      <p role="status">{progress.text}</p>
      <div
        class="plan-bar"
        role="progressbar"
        aria-label={progress.text}
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuenow={percent}
      >
        <span style={{ width: `${percent}%` }} />
      </div>
      <div class="plan-actions">
        <ActionButton icon="close" onClick={exporter.cancel} data-testid="export-cancel">
          {t('plan.export.cancel')}
        </ActionButton>
      </div>
    </div>
  );
}

function DataForm({ exporter, ready, start }: { exporter: Exporter; ready: boolean; start: (wish: DataWish) => void }) {
  const app = useApp();
  const { t } = app.i18n;
  const session = usePlan();
  const disabled = !ready || exporter.progress.value !== null;
  const hasStreets = session.streets.value.length > 0;
  const others = otherPeopleText(app, session);
  const tables = TABLES.filter((each) => each !== 'streets' || hasStreets);
  const wishes: readonly DataWish[][] = [...tables, ...LISTS].map((what) => [
    { format: 'csv', what },
    ...[...COLLECTIONS, 'allocation' as const]
      .filter((each) => each === what)
      .map((each): DataWish => ({ format: 'geojson', what: each })),
  ]);
  return (
    <section class="plan-section" data-testid="export-data">
      <h2>{t('plan.export.data')}</h2>
      <p class="quiet">{t('plan.export.data.what')}</p>
      <ul class="plan-list">
        {wishes.map(
          (row) =>
            row[0] !== undefined && (
              <li key={row[0].what} class="plan-list-row">
                <span>{t(`plan.export.${row[0].what}`)}</span>
                {row.map((wish) => (
                  <button
                    key={wish.format}
                    type="button"
                    class="button button-outline export-format"
                    disabled={disabled}
                    data-testid={`export-${wish.what}-${wish.format}`}
                    onClick={() => start(wish)}
                    aria-label={t('plan.export.download', {
                      what: t(`plan.export.${wish.what}`),
                      format: t(`plan.export.${wish.format}`),
                    })}
                  >
                    {t(`plan.export.${wish.format}`)}
                  </button>
                ))}
              </li>
            ),
        )}
      </ul>
      <FoundExports />
      {others !== null && (
        <p class="quiet" data-testid="run-left-out">
          {t('plan.run.leftOut', { whom: others })}
        </p>
      )}
    </section>
  );
}

function StudyFile() {
  const app = useApp();
  const {
    actions,
    i18n: { t, cityDay },
  } = app;
  const session = usePlan();
  const asked = session.asked.value;
  const input = useRef<HTMLInputElement>(null);
  const [isUnreadable, setUnreadable] = useState(false);
  const [leftOut, setLeftOut] = useState<string | null>(null);
  const [notShown, setNotShown] = useState<ReturnType<typeof partsNotShown>>([]);

  const save = (): void => {
    if (asked === null) return;
    const name = session.activeName.peek();
    const run = session.siting.state.peek().study;
    const parts = partStudies(session);
    const study = studyFile(asked, name, session.changes.peek(), session.withinS.peek(), run, parts);
    downloadFile({
      name: fileName([name, t('plan.file.study'), cityDay(new Date())], 'study.json'),
      blob: new Blob([JSON.stringify(study, null, 2)], { type: 'application/json' }),
    });
  };
  const open = async (file: File | undefined): Promise<void> => {
    if (file === undefined) return;
    const text = await file.text();
    const next = openStudy(text, session.state.peek());
    setUnreadable(next === null);
    setLeftOut(next === null ? null : leftOutText(app, text));
    setNotShown(next === null ? [] : partsNotShown(text));
    if (input.current !== null) input.current.value = '';
    if (next === null) return;
    session.open(next);
    actions.announce(t('plan.share.opened', { name: session.activeName.peek() }));
  };
  return (
    <>
      <p class="quiet">{t('plan.share.study')}</p>
      <div class="plan-actions">
        <ActionButton icon="brief" disabled={asked === null} onClick={save} data-testid="export-study">
          {t('plan.share.save')}
        </ActionButton>
        <ActionButton icon="copy" onClick={() => input.current?.click()}>
          {t('plan.share.open')}
        </ActionButton>
        <input
          ref={input}
          type="file"
          accept=".json,application/json"
          hidden
          onChange={(event) => void open(event.currentTarget.files?.[0])}
          data-testid="study-file"
        />
      </div>
      <StudyScope />
      {isUnreadable && (
        <p class="plan-warning" role="alert">
          {t('plan.share.noStudy')}
        </p>
      )}
      {leftOut !== null && (
        <p class="plan-warning" role="alert" data-testid="left-out">
          {leftOut}
        </p>
      )}
      {notShown.length > 0 && (
        <p class="plan-warning" role="alert" data-testid="not-shown">
          {t('plan.share.notShown', { parts: notShown.map((part) => t(part)).join(t('list.separator')) })}
        </p>
      )}
    </>
  );
}
