import { useApp } from '../../../app/context.ts';
import { usePlan } from '../context.ts';
import { pageAssumptions, sourceText } from '../format.ts';
import { ServiceAssumptions, ServiceWarnings } from './ServiceNotes.tsx';

/** What the service assumed and could not do, in its own words, and where all figures come from. */
export function Assumptions() {
  const app = useApp();
  const {
    i18n: { t },
  } = app;
  const session = usePlan();
  const header = session.active.coverage.value?.header;
  const asked = session.asked.value;
  if (header === undefined || asked === null) return null;
  return (
    <section class="plan-section" data-testid="assumptions">
      <h2>{t('plan.assumptions')}</h2>
      <ServiceWarnings notes={header.warnings} />
      <ul class="plan-notes">
        <ServiceAssumptions notes={header.assumptions} />
        {pageAssumptions(app, asked).map((each) => (
          <li key={each}>{each}</li>
        ))}
        <li>{sourceText(app, session)}</li>
      </ul>
    </section>
  );
}
