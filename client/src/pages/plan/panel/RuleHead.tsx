import type { Standard, StandardRule } from '../../../../../tiles/api/standard.ts';
import { useApp } from '../../../app/context.ts';
import { InfoTip } from '../../../ui/InfoTip.tsx';
import { usePlan } from '../context.ts';
import { sourceText } from '../format.ts';
import { bindingText, demandedText, sourceOfRule } from '../standards/texts.ts';

/** Title of a rule with how sure it is, and whether it binds. */
export function RuleHead({ standard, rule }: { standard: Standard; rule: StandardRule }) {
  const app = useApp();
  const {
    i18n: { t, text },
  } = app;
  const session = usePlan();
  const title = text(rule.title);
  const info = [
    demandedText(app, rule),
    rule.note === undefined ? '' : text(rule.note),
    sourceOfRule(app, standard, rule),
    sourceText(app, session),
  ].join(' ');
  return (
    <h3>
      {title} <InfoTip about={title}>{info}</InfoTip>
      <span class={`badge plan-certainty-${rule.certainty}`}>{t(`plan.certainty.${rule.certainty}`)}</span>
      {rule.binds !== undefined && <span class="badge plan-binds">{bindingText(app, rule.binds)}</span>}
    </h3>
  );
}
