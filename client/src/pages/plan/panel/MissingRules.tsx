import type { ComplianceResult } from '../../../../../tiles/api/standard.ts';
import { useApp } from '../../../app/context.ts';
import { RuleHead } from './RuleHead.tsx';

/** Rules that were not computed: what data each needs, and what is not there. Never a number. */
export function MissingRules({ compliance: { standard, missing } }: { compliance: ComplianceResult }) {
  const {
    i18n: { t, text },
  } = useApp();
  if (missing.length === 0) return null;
  return (
    <section class="plan-section" data-testid="missing-rules">
      <h3>{t('plan.standards.missing', { n: missing.length })}</h3>
      {missing.map(({ rule: id, needs, lacks }) => {
        const rule = standard.rules.find((each) => each.id === id);
        return (
          rule !== undefined && (
            <div key={id} class="plan-rule" data-testid={`missing-${id}`}>
              <RuleHead standard={standard} rule={rule} />
              <p class="quiet">
                {text(lacks)} {t('plan.standards.needs', { needs: text(needs) })}
              </p>
            </div>
          )
        );
      })}
    </section>
  );
}
