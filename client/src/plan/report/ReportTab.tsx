import { useRef, useState } from 'preact/hooks';
import { useApp } from '../../app/context.ts';
import { usePlan } from '../context.ts';
import { ActionButton } from '../panel/ActionButton.tsx';
import { Assumptions } from '../panel/Assumptions.tsx';
import { usePlanShare } from '../use-plan-share.ts';
import { openStudy, studyFile } from './study-file.ts';

/** What leaves the page: the link, and the study as a file. */
export default function ReportTab() {
  const { i18n: { t } } = useApp();
  const share = usePlanShare();
  return (
    <>
      <section class="plan-section" data-testid="report">
        <h2>{t('plan.report')}</h2>
        <p class="quiet">{t('plan.report.link')}</p>
        <div class="plan-actions"><ActionButton icon="share" onClick={share}>{t('tool.share')}</ActionButton></div>
        <StudyFile />
      </section>
      <Assumptions />
    </>
  );
}

function StudyFile() {
  const { actions, i18n: { t } } = useApp();
  const session = usePlan();
  const asked = session.asked.value;
  const input = useRef<HTMLInputElement>(null);
  const [fault, setFault] = useState(false);

  const save = (): void => {
    if (asked === null) return;
    const study = studyFile(asked, session.activeName.peek(), session.edits.peek(), session.withinS.peek());
    download(`${session.activeName.peek()}.study.json`, JSON.stringify(study, null, 2));
  };
  const open = async (file: File | undefined): Promise<void> => {
    if (file === undefined) return;
    const next = openStudy(await file.text(), session.state.peek());
    setFault(next === null);
    if (input.current !== null) input.current.value = '';
    if (next === null) return;
    session.open(next);
    actions.announce(t('plan.report.opened', { name: session.activeName.peek() }));
  };
  return (
    <>
      <p class="quiet">{t('plan.report.study')}</p>
      <div class="plan-actions">
        <ActionButton icon="report" disabled={asked === null} onClick={save}>{t('plan.report.save')}</ActionButton>
        <ActionButton icon="copy" onClick={() => input.current?.click()}>{t('plan.report.open')}</ActionButton>
        <input ref={input} type="file" accept=".json,application/json" hidden onChange={(event) => void open(event.currentTarget.files?.[0])} data-testid="study-file" />
      </div>
      {fault && <p class="plan-warning" role="alert">{t('plan.report.noStudy')}</p>}
    </>
  );
}

function download(name: string, text: string): void {
  const url = URL.createObjectURL(new Blob([text], { type: 'application/json' }));
  const link = document.createElement('a');
  link.href = url;
  // No slashes or the like in the name of a file.
  link.download = name.replace(/[\\/:*?"<>|]/g, '-');
  link.click();
  URL.revokeObjectURL(url);
}
