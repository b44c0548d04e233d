import type { ComplianceResult } from '../../../../../tiles/api/standard.ts';
import { useApp } from '../../../app/context.ts';
import { missingOf } from '../standards/matrix.ts';
import { RuleHead } from './RuleHead.tsx';

/** Rules that were not computed: what data each needs, and what is not there. Never a number. */
export function MissingRules({ compliance }: { compliance: ComplianceResult }) {
  const {
    i18n: { t, text },
  } = useApp();
  const missing = missingOf(compliance);
  if (missing.length === 0) return null;
  return (
    <section class="plan-section" data-testid="missing-rules">
      <h3>{t('plan.standards.missing', { n: missing.length })}</h3>
      {missing.map(({ rule, needs, lacks }) => (
        <div key={rule.id} class="plan-rule" data-testid={`missing-${rule.id}`}>
          <RuleHead standard={compliance.standard} rule={rule} />
          <p class="quiet">
            {text(lacks)} {t('plan.standards.needs', { needs: text(needs) })}
          </p>
        </div>
      ))}
    </section>
  );
}
