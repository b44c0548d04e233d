/** What every result of a run is told with: how good it is, what is proven, its numbers, and what to beware of. */
import type { ComponentChildren } from 'preact';
import type { StudyResult } from '../../../../../tiles/api/result.ts';
import type { Study } from '../../../../../tiles/api/study.ts';
import { downloadFile } from '../../../app/download.ts';
import { useApp } from '../../../app/context.ts';
import { fileName } from '../../../format/file-name.ts';
import { ActionButton } from '../../../ui/ActionButton.tsx';
import { InfoTip } from '../../../ui/InfoTip.tsx';
import { StudyScope } from '../brief/StudyScope.tsx';
import { usePlan } from '../context.ts';
import { FoundExports } from '../found/FoundExports.tsx';
import { sourceText } from '../format.ts';
import { gapText } from '../session/siting.ts';
import type { GoalRequest } from './request.ts';
import { proofOf, statusText, wayOut, type GoalResult, type RunWords } from './words.ts';

export interface FoundRun<R extends GoalResult> {
  readonly found: R;
  readonly result: StudyResult;
  readonly study: Study;
  readonly request: GoalRequest;
  readonly words: RunWords;
}

interface Props {
  readonly run: FoundRun<GoalResult>;
}

/** How good the result is, what is proven of it, and the way out where there is none. */
export function RunHead({ run: { found, result, request, words } }: Props) {
  const app = useApp();
  const { t } = app.i18n;
  const out = wayOut(app, request, found);
  const proof = proofOf(app, found, words);
  return (
    <>
      <p role="status">
        <strong>{statusText(app, found)}</strong>
      </p>
      {result.partial && <p class="plan-warning">{t('plan.partial')}</p>}
      {proof !== null && <p data-testid="siting-proof">{proof}</p>}
      {out !== null && (
        <p class="plan-warning" data-testid="siting-way-out">
          {out}
        </p>
      )}
    </>
  );
}

/** Objective, today's, bound and gap, as terms of a list. */
export function RunFacts({ run: { found, words }, info }: Props & { readonly info: string }) {
  const app = useApp();
  const {
    i18n: { t },
  } = app;
  const session = usePlan();
  const before = 'before' in found ? found.before : null;
  return (
    <>
      <dt>
        {words.objective}{' '}
        <InfoTip about={words.objective}>{`${info} ${t('plan.info.objective')} ${sourceText(app, session)}`}</InfoTip>
      </dt>
      <dd data-testid="siting-objective">{words.value(found.objective)}</dd>
      {words.before !== null && (
        <>
          <dt>{words.before}</dt>
          <dd>{before === null ? '—' : words.value(before)}</dd>
        </>
      )}
      <dt>{words.bound}</dt>
      <dd>{words.value(found.bound)}</dd>
      <dt>
        {words.gap} <InfoTip about={words.gap}>{t('plan.info.gap')}</InfoTip>
      </dt>
      <dd data-testid="siting-gap">{gapText(app, found.gap)}</dd>
    </>
  );
}

/** What can be done with the result; the study of the run as a file comes last. */
export function RunActions({ run: { study }, children }: Props & { readonly children?: ComponentChildren }) {
  const {
    i18n: { t, cityDay },
  } = useApp();
  const session = usePlan();
  const save = (): void =>
    downloadFile({
      name: fileName([session.activeName.peek(), t('plan.siting'), cityDay(new Date())], 'study.json'),
      blob: new Blob([JSON.stringify(study, null, 2)], { type: 'application/json' }),
    });
  return (
    <>
      <div class="plan-actions">
        {children}
        <ActionButton icon="brief" onClick={save} data-testid="siting-study">
          {t('plan.siting.studyFile')}
        </ActionButton>
      </div>
      <StudyScope />
      <FoundExports of="run" />
    </>
  );
}
