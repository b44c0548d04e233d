import type { SitingResult } from '../../../../../tiles/api/siting.ts';
import { useApp } from '../../../app/context.ts';
import { usePlan } from '../context.ts';
import { formatPeople, formatShare } from '../format.ts';
import { gapText } from '../session/siting.ts';
import type { FoundRun } from './RunParts.tsx';
import { periodName } from './words.ts';

/** What each step chose and comes to; nothing where there are no steps. */
export function PeriodsFound({ run: { found, words } }: { readonly run: FoundRun<SitingResult> }) {
  const app = useApp();
  const {
    i18n: { t },
  } = app;
  const { periods } = usePlan().state.value.siting;
  if (found.periods === undefined) return null;
  return (
    <>
      <div class="plan-table-scroll" role="region" tabIndex={0} aria-label={t('plan.periods.step')}>
        <table class="data-table run-table" data-testid="periods-found">
          <thead>
            <tr>
              <th scope="col">{t('plan.periods.step')}</th>
              <th scope="col" class="num">
                {t('plan.periods.sites')}
              </th>
              <th scope="col" class="num">
                {words.objective}
              </th>
              <th scope="col" class="num">
                {t('plan.goal.servedShare')}
              </th>
              <th scope="col" class="num">
                {words.gap}
              </th>
            </tr>
          </thead>
          <tbody>
            {found.periods.map(({ chosen, objective, served, gap }, index) => (
              <tr key={index}>
                <th scope="row">{periodName(app, periods, index)}</th>
                <td class="num">{t('plan.unit.facilities', { n: chosen.length })}</td>
                <td class="num">{words.value(objective)}</td>
                <td class="num" title={formatPeople(app, served.people)}>
                  {formatShare(app, served.share, 1)}
                </td>
                <td class="num">{gapText(app, gap)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <p class="quiet">{t('plan.periods.proof')}</p>
    </>
  );
}
