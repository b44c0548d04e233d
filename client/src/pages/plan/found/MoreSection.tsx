import type { JSX } from 'preact';
import { useEffect } from 'preact/hooks';
import { useApp } from '../../../app/context.ts';
import { RequestFailure } from '../../../shell/RequestFailure.tsx';
import { usePlan } from '../context.ts';
import { sourceText } from '../format.ts';
import { ServiceAssumptions } from '../panel/ServiceNotes.tsx';
import { PARTS, type FoundSettings, type Part } from '../state/types.ts';
import { foundOf } from './ask.ts';
import { BackupPart } from './BackupPart.tsx';
import { EquityPart } from './EquityPart.tsx';
import { FoundExports } from './FoundExports.tsx';
import { HuffControl, HuffPart } from './HuffPart.tsx';
import { OpportunitiesControl, OpportunitiesPart } from './OpportunitiesPart.tsx';
import type { ControlProps, PartProps } from './part-props.ts';
import '../later-texts.ts';
import { WaysPart } from './WaysPart.tsx';
import { methodLink, scopeText } from './words.ts';
import '../siting/siting.css';
import './found.css';

const BODIES: Readonly<Record<Part, (props: PartProps) => JSX.Element | null>> = {
  opportunities: OpportunitiesPart,
  backup: BackupPart,
  huff: HuffPart,
  equity: EquityPart,
  ways: WaysPart,
};

const CONTROLS: Readonly<Partial<Record<Part, (props: ControlProps) => JSX.Element | null>>> = {
  opportunities: OpportunitiesControl,
  huff: HuffControl,
};

interface Props {
  readonly parts: readonly Part[];
}

/** What else can be told of the scenario. Each part asks the service while it is open, and not before. */
export default function MoreSection({ parts }: Props) {
  const {
    i18n: { t },
  } = useApp();
  return (
    <section class="plan-found" aria-label={t('plan.found.title')} data-testid="more">
      {parts.length > 1 && <h2>{t('plan.found.title')}</h2>}
      {parts.map((part) => (
        <Fold key={part} part={part} />
      ))}
    </section>
  );
}

function Fold({ part }: { readonly part: Part }) {
  const {
    i18n: { t },
  } = useApp();
  const session = usePlan();
  const { found } = session.state.value;
  const isOpen = found.open.includes(part);
  const toggle = (open: boolean): void => {
    const now = session.state.peek().found;
    if (now.open.includes(part) === open) return;
    const others = now.open.filter((each) => each !== part);
    const next = open ? [...others, part] : others;
    session.update({ found: { ...now, open: PARTS.filter((each) => next.includes(each)) } });
  };
  return (
    <details
      class="found-part"
      open={isOpen}
      onToggle={(event) => toggle(event.currentTarget.open)}
      data-testid={`part-${part}`}
    >
      <summary>{t(`plan.found.${part}`)}</summary>
      {isOpen && <Body part={part} />}
    </details>
  );
}

function Body({ part }: { readonly part: Part }) {
  const app = useApp();
  const {
    i18n: { t },
  } = app;
  const session = usePlan();
  const state = foundOf(session)[part];
  useEffect(() => state.watch(), [state]);
  const [told, error, isAsking, isStale] = [
    state.told.value,
    state.error.value,
    state.isAsking.value,
    state.isStale.value,
  ];
  const [Own, Control] = [BODIES[part], CONTROLS[part]];
  const scope = scopeText(app, session.state.value.area);
  const set = (change: Partial<FoundSettings>): void =>
    session.update({ found: { ...session.state.peek().found, ...change } });
  return (
    <div class="found-body" aria-busy={isAsking || isStale} data-stale={isStale} data-testid={`part-${part}-body`}>
      {scope !== null && <p class="quiet">{scope}</p>}
      {(isAsking || (told === null && error === null)) && (
        <p class="quiet" role="status">
          {t(told === null ? 'plan.found.asking' : 'plan.found.stale')}
        </p>
      )}
      {error !== null && <RequestFailure error={error} retry={state.retry} />}
      {error !== null && told !== null && isStale && <p class="plan-warning">{t('plan.found.old')}</p>}
      {told !== null && <Own told={told} />}
      {Control !== undefined && <Control set={set} />}
      {told !== null && (
        <>
          <FoundExports of={part} />
          <details class="plan-more">
            <summary>{t('plan.assumptions')}</summary>
            <ul class="plan-notes">
              <ServiceAssumptions notes={[...told.result.warnings, ...told.result.assumptions]} />
              <li>{sourceText(app, session)}</li>
            </ul>
          </details>
        </>
      )}
      <p class="quiet found-method">
        {t(`plan.found.${part}.method`)}{' '}
        <a href={methodLink(app, part)} target="_blank" rel="noopener">
          {t('plan.found.method')}
        </a>
      </p>
    </div>
  );
}
