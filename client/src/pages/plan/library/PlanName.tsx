import { useState } from 'preact/hooks';
import { useApp } from '../../../app/context.ts';
import { Icon } from '../../../ui/Icon.tsx';
import { usePlans } from '../context.ts';

/** Which plan is open, and the way to the others. */
export function PlanName() {
  const {
    ui,
    i18n: { t },
  } = useApp();
  const plans = usePlans();
  const name = plans.current.value?.name ?? t(plans.isUnsaved.value ? 'plan.library.link' : 'plan.library.unnamed');
  return (
    <button
      type="button"
      class="button button-quiet plan-name"
      aria-label={t('plan.library.label', { name })}
      title={name}
      data-testid="plan-name"
      onClick={() => {
        ui.dialog.value = 'plans';
      }}
    >
      <span>{name}</span>
      <Icon name="chevron" />
    </button>
  );
}

/** After the first change of somebody else's plan: the way to keep it, which takes nothing from one's own. */
export function SaveAs() {
  const {
    i18n: { t },
  } = useApp();
  const plans = usePlans();
  const [name, setName] = useState(t('plan.library.fromLink'));
  if (!plans.isUnsaved.value) return null;
  const save = (event: Event): void => {
    event.preventDefault();
    void plans.saveAs(name.trim() === '' ? t('plan.library.fromLink') : name);
  };
  return (
    <form class="plan-save-as" onSubmit={save} data-testid="save-as">
      <p>{t(plans.isLasting ? 'plan.library.saveAsHint' : 'plan.library.notKept')}</p>
      <div class="plan-actions">
        <input
          class="field"
          maxLength={40}
          aria-label={t('plan.library.name')}
          value={name}
          onInput={(event) => setName(event.currentTarget.value)}
        />
        <button type="submit" class="button button-primary">
          {t('plan.library.saveAs')}
        </button>
      </div>
    </form>
  );
}
