import { useEffect, useRef, useState } from 'preact/hooks';
import { useApp } from '../../../app/context.ts';
import { PageDialog } from '../../../shell/PageDialog.tsx';
import { ActionButton } from '../../../ui/ActionButton.tsx';
import { IconButton } from '../../../ui/IconButton.tsx';
import { downloadFile } from '../../../app/download.ts';
import { fileName } from '../../../format/file-name.ts';
import { usePlans } from '../context.ts';
import { parsePlan } from '../state/address.ts';
import { planFile, readPlanFile } from './plan-file.ts';
import type { SavedPlan } from './store.ts';

/** The reader's own plans: open, name, delete, keep as a file. */
export function PlansDialog() {
  const {
    ui,
    i18n: { t },
  } = useApp();
  const plans = usePlans();
  const isOpen = ui.dialog.value === 'plans';
  useEffect(() => {
    if (isOpen) void plans.refresh();
  }, [isOpen]);
  const close = (): void => {
    ui.dialog.value = null;
  };
  return (
    <PageDialog id="plans" title={t('plan.library')}>
      <p class="quiet">{t(plans.isLasting ? 'plan.library.where' : 'plan.library.notKept')}</p>
      {plans.list.value.length === 0 && <p class="empty">{t('plan.library.none')}</p>}
      <ul class="plan-library" data-testid="plan-library">
        {plans.list.value.map((plan) => (
          <PlanRow key={plan.id} plan={plan} close={close} />
        ))}
      </ul>
      <div class="plan-actions">
        <ActionButton
          icon="plus"
          onClick={() => {
            plans.begin();
            close();
          }}
        >
          {t('plan.library.begin')}
        </ActionButton>
        <Import close={close} />
      </div>
    </PageDialog>
  );
}

function PlanRow({ plan, close }: { readonly plan: SavedPlan; readonly close: () => void }) {
  const {
    i18n: { t, date, cityDay },
  } = useApp();
  const plans = usePlans();
  const [name, setName] = useState(plan.name);
  useEffect(() => setName(plan.name), [plan.name]);
  const isCurrent = plans.current.value?.id === plan.id;
  const count = parsePlan(plan.query).scenarios.list.length;
  const save = (): void =>
    downloadFile({
      name: fileName([plan.name, t('plan.library.file')], 'plan.json'),
      blob: new Blob([planFile(plan)], { type: 'application/json' }),
    });
  return (
    <li data-current={isCurrent}>
      <input
        class="field"
        aria-label={t('plan.library.name')}
        maxLength={40}
        value={name}
        onInput={(event) => setName(event.currentTarget.value)}
        onBlur={() => {
          if (name !== plan.name) void plans.rename(plan, name);
        }}
        onKeyDown={(event) => {
          if (event.key === 'Enter') event.currentTarget.blur();
        }}
      />
      <span class="quiet">
        {isCurrent
          ? t('plan.library.current')
          : t('plan.library.facts', { n: count, day: date(cityDay(new Date(plan.changedAt))) })}
      </span>
      <span class="plan-library-actions">
        <button
          type="button"
          class="button button-outline"
          disabled={isCurrent}
          aria-label={t('plan.library.openNamed', { name: plan.name })}
          onClick={() => {
            plans.open(plan);
            close();
          }}
        >
          {t('plan.library.open')}
        </button>
        <IconButton icon="share" label={t('plan.library.export', { name: plan.name })} onClick={save} />
        <IconButton
          icon="trash"
          label={t('plan.library.delete', { name: plan.name })}
          onClick={() => void plans.remove(plan)}
        />
      </span>
    </li>
  );
}

function Import({ close }: { readonly close: () => void }) {
  const {
    i18n: { t },
  } = useApp();
  const plans = usePlans();
  const input = useRef<HTMLInputElement>(null);
  const [unreadable, setUnreadable] = useState<string | null>(null);
  const take = async (file: File | undefined): Promise<void> => {
    if (file === undefined) return;
    const read = readPlanFile(await file.text());
    setUnreadable(read === null ? file.name : null);
    if (input.current !== null) input.current.value = '';
    if (read === null) return;
    await plans.add(read);
    close();
  };
  return (
    <>
      <ActionButton icon="copy" onClick={() => input.current?.click()}>
        {t('plan.library.import')}
      </ActionButton>
      <input
        ref={input}
        type="file"
        accept=".json,application/json"
        hidden
        data-testid="plan-file"
        onChange={(event) => void take(event.currentTarget.files?.[0])}
      />
      {unreadable !== null && (
        <p class="plan-warning" role="alert">
          {t('plan.library.unreadable', { file: unreadable })}
        </p>
      )}
    </>
  );
}
