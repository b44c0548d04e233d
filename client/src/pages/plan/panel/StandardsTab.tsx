import { useApp } from '../../../app/context.ts';
import { RequestFailure } from '../../../shell/RequestFailure.tsx';
import { RadioGroup } from '../../../ui/RadioGroup.tsx';
import { Skeleton } from '../../../ui/Skeleton.tsx';
import { usePlan } from '../context.ts';
import { networkOf, standardStudy } from '../session/question.ts';
import { bindingBeside, standardsFor, type StandardSummary } from '../standards/order.ts';
import { bindingText } from '../standards/texts.ts';
import { ActionButton } from '../../../ui/ActionButton.tsx';
import { CheckupReport } from './CheckupReport.tsx';
import { ComplianceTable } from './ComplianceTable.tsx';
import '../later-texts.ts';

const BYS = ['district', 'subdistrict'] as const;

/** Checks how far each district or subdistrict meets a standard, and how many people the walking coverages reach. */
export default function StandardsTab() {
  const {
    i18n: { t },
  } = useApp();
  const session = usePlan();
  const { standard, by, question } = session.state.value;
  const asked = session.asked.value;
  const network = networkOf(question, session.catalogue.state.value.value?.networks ?? []);
  const isReady = asked !== null && (asked.network ?? network) !== undefined;
  const known = standardsFor(session.catalogue.state.value.value?.standards ?? [], asked?.layer ?? null);
  const chosen = known.find(({ id }) => id === standard) ?? known[0];
  const checkup = known.find((each) => each.checkup);
  if (known.length === 0) return <p class="empty">{t('plan.standards.none')}</p>;
  const start = (id: string, areas: 'district' | 'subdistrict'): void => {
    const request = { kind: 'compliance', standard: id, by: areas } as const;
    const study = asked === null ? null : standardStudy(asked, session.changes.peek(), request, network);
    if (study === null) return;
    session.indicator.value = null;
    void session.compliance.start(study);
  };
  const isRunning = session.compliance.state.value.status === 'running';
  return (
    <>
      {checkup !== undefined && (
        <section class="plan-section" data-testid="checkup">
          <h2>{t('plan.checkup')}</h2>
          <p class="quiet">{t('plan.checkup.what')}</p>
          <div class="plan-actions">
            <ActionButton
              icon="standards"
              primary
              disabled={!isReady || isRunning}
              onClick={() => start(checkup.id, 'subdistrict')}
              data-testid="checkup-start"
            >
              {t('plan.checkup.start')}
            </ActionButton>
          </div>
        </section>
      )}
      <section class="plan-section" data-testid="standards">
        <h2>{t('plan.standards')}</h2>
        <Choice known={known} chosen={chosen} />
        <RadioGroup
          legend={t('plan.standards.by')}
          name="plan-by"
          value={by}
          options={BYS.map((each) => ({ value: each, label: t(`plan.by.${each}`) }))}
          onChange={(each) => session.update({ by: each })}
        />
        <p class="quiet">{t('plan.standards.scenario', { name: session.activeName.value })}</p>
        {asked !== null && asked.network === null && (
          <p class="quiet" data-testid="standards-streets">
            {t(isReady ? 'plan.standards.streets' : 'plan.standards.noStreets')}
          </p>
        )}
        {asked !== null && asked.group !== null && (
          <p class="quiet" data-testid="standards-everybody">
            {t('plan.standards.everybody', { group: asked.group })}
          </p>
        )}
        <div class="plan-actions">
          {isRunning ? (
            <ActionButton icon="close" onClick={session.compliance.cancel}>
              {t('plan.siting.cancel')}
            </ActionButton>
          ) : (
            <ActionButton
              icon="standards"
              disabled={!isReady}
              onClick={() => {
                if (chosen !== undefined) start(chosen.id, by);
              }}
              data-testid="compliance-start"
            >
              {t('plan.standards.check')}
            </ActionButton>
          )}
        </div>
        <Answer />
      </section>
    </>
  );
}

/** Standards by whether they bind, those about the layer that is planned first. */
function Choice({ known, chosen }: { known: readonly StandardSummary[]; chosen: StandardSummary | undefined }) {
  const app = useApp();
  const {
    i18n: { t, text },
  } = app;
  const session = usePlan();
  const groups = [
    { title: t('plan.standards.group.binding'), list: known.filter(({ binds }) => binds !== null) },
    { title: t('plan.standards.group.recommended'), list: known.filter(({ binds }) => binds === null) },
  ].filter(({ list }) => list.length > 0);
  // The group of the standard that fits best comes first.
  const isFirst = ({ list }: (typeof groups)[number]): boolean => list.includes(known[0] as StandardSummary);
  const ordered = [...groups.filter(isFirst), ...groups.filter((group) => !isFirst(group))];
  const beside = chosen === undefined ? [] : bindingBeside(known, chosen);
  const place = beside[0]?.binds?.place;
  return (
    <>
      <label class="filter-field">
        <span>{t('plan.standards.standard')}</span>
        <select
          class="field"
          value={chosen?.id ?? ''}
          data-testid="standard"
          onChange={(event) => session.update({ standard: event.currentTarget.value })}
        >
          {ordered.map(({ title, list }) => (
            <optgroup key={title} label={title}>
              {list.map((each) => (
                <option key={each.id} value={each.id}>
                  {nameOf(each, text(each.title))}
                </option>
              ))}
            </optgroup>
          ))}
        </select>
      </label>
      {chosen !== undefined && (
        <div class="quiet" data-testid="standard-facts">
          <p>{bindingText(app, chosen.binds)}</p>
          <p>
            {t('plan.standards.certainty', {
              all: chosen.rules,
              text: chosen.text,
              quoted: chosen.quoted,
              unverified: chosen.unverified,
            })}
          </p>
        </div>
      )}
      {chosen !== undefined && chosen.text < chosen.rules && (
        <p class="plan-warning">{t('plan.standards.certaintyHint')}</p>
      )}
      {place !== undefined && (
        <p class="plan-warning" data-testid="outranked">
          {t('plan.standards.outranked', {
            place: text(place),
            standards: beside.map((each) => text(each.title)).join(t('list.separator')),
          })}
        </p>
      )}
    </>
  );
}

/** A regulation is called by its title and version; a standard by its number and year too. */
function nameOf({ number, version, year }: StandardSummary, title: string): string {
  return version === null ? `${number} ${title} (${String(year)})` : `${title} (${version})`;
}

function Answer() {
  const {
    i18n: { t },
  } = useApp();
  const session = usePlan();
  const { status, job, result, error, study } = session.compliance.state.value;
  const compliance = result?.results.find((each) => each.kind === 'compliance');
  const retry = (): void => {
    if (study !== null) void session.compliance.start(study);
  };
  return (
    <>
      {status === 'running' && (
        <Skeleton lines={5} label={t(job?.state === 'waiting' ? 'plan.siting.waiting' : 'plan.standards.checking')} />
      )}
      {status === 'cancelled' && <p role="status">{t('plan.standards.cancelled')}</p>}
      {error !== null && <RequestFailure error={error} retry={retry} />}
      {compliance?.kind === 'compliance' &&
        result !== null &&
        (compliance.standard.checkup === true ? (
          <CheckupReport compliance={compliance} result={result} />
        ) : (
          <ComplianceTable compliance={compliance} result={result} />
        ))}
    </>
  );
}
