/** What a rule demands, how sure it is and whether it binds, in words: on the page, in briefs and in tables. */
import { LAND_USES } from '../../../../../tiles/api/vocabulary.ts';
import type { Binding, ComplianceRow, Standard, StandardRule } from '../../../../../tiles/api/standard.ts';
import type { App } from '../../../app/types.ts';

type Demanded = StandardRule['demanded'];

/** The clause, or that nobody knows it. */
export function clauseText({ i18n: { t } }: App, { clause }: StandardRule): string {
  return clause === null ? t('plan.standards.noClause') : t('plan.standards.clause', { clause });
}

/** From where the number is: the instrument, its version and clause, or the page that gives it. */
export function sourceOfRule({ i18n: { t, text } }: App, standard: Standard, rule: StandardRule): string {
  const { certainty, clause, source } = rule;
  if (certainty === 'text')
    return t('plan.standards.read', { number: standard.number, version: versionOf(standard), clause: clause ?? '—' });
  if (certainty === 'unverified' || source === undefined) return t('plan.standards.unverifiedSource');
  const page = source.url === undefined ? text(source.page) : `${text(source.page)} ${source.url}`;
  return t('plan.standards.quoted', { page, seen: source.seen });
}

/** The year where a standard has no version of its own. */
export function versionOf({ version, year }: Standard): string {
  return version ?? String(year);
}

/** Whether a rule binds, and where. */
export function bindingText({ i18n: { t, text } }: App, binds: Binding | null | undefined): string {
  if (binds === null || binds === undefined) return t('plan.standards.recommended');
  return binds.city === undefined
    ? t('plan.standards.everywhere')
    : t('plan.standards.binding', { place: text(binds.place) });
}

/** A figure as its rule counts: shares as percentages. */
export function valueText({ i18n: { number } }: App, { demanded }: StandardRule, { value }: ComplianceRow): string {
  if (value === null) return '—';
  return number(
    value,
    isShare(demanded) ? { style: 'percent', maximumFractionDigits: 1 } : { maximumFractionDigits: 2 },
  );
}

function isShare({ kind }: Demanded): boolean {
  return kind === 'within' || kind === 'within-by-size' || kind === 'share';
}

export function demandedText(app: App, rule: StandardRule): string {
  const {
    i18n: { t, text },
  } = app;
  const uses = rule.landUse?.map((use) => text(LAND_USES[use])).join(t('list.separator'));
  return [
    ruleText(app, rule),
    ...(rule.reportOnly === true ? [t('plan.demanded.reportOnly')] : []),
    ...(uses === undefined ? [] : [t('plan.demanded.landUse', { uses })]),
  ].join(' ');
}

function ruleText(app: App, { demanded, layer, reportOnly = false }: StandardRule): string {
  const {
    i18n: { t, number },
  } = app;
  const attribute = (name: string): string => attributeText(app, layer, name);
  switch (demanded.kind) {
    case 'within':
    case 'within-by-size':
      return coverageText(app, demanded, layer);
    case 'not-computed':
      return '';
    case 'people-per-facility':
      return demanded.size === undefined
        ? t('plan.demanded.perFacility', { people: demanded.people })
        : t('plan.demanded.perFacilityOfSize', {
            people: demanded.people,
            attribute: attribute(demanded.size.attribute),
            min: demanded.size.min,
          });
    case 'share':
      return demanded.min === undefined
        ? ''
        : t('plan.demanded.share', {
            share: number(demanded.min, { style: 'percent' }),
            attribute: attribute(demanded.attribute),
            values: demanded.values
              .map((value) => valueName(app, layer, demanded.attribute, value))
              .join(t('list.separator')),
          });
    default: {
      if (reportOnly) return '';
      return limitsSentence(app, demanded, attribute);
    }
  }
}

type Limited = Extract<
  Demanded,
  { readonly kind: 'density' | 'per-thousand' | 'ratio' | 'area-per-person' | 'area-per-household' }
>;

function limitsSentence(app: App, demanded: Limited, attribute: (name: string) => string): string {
  const { t } = app.i18n;
  const limits = limitsText(app, demanded);
  switch (demanded.kind) {
    case 'density':
      return t('plan.demanded.density', { limits });
    case 'per-thousand': {
      const { per = 1000, capacity } = demanded;
      return capacity === undefined
        ? t('plan.demanded.facilities', { per, limits })
        : t('plan.demanded.capacity', { per, limits, capacity: attribute(capacity) });
    }
    case 'ratio':
      return t('plan.demanded.ratio', { of: attribute(demanded.of), to: attribute(demanded.to), limits });
    case 'area-per-person':
      return t('plan.demanded.areaPerPerson', { attribute: attribute(demanded.attribute), limits });
    case 'area-per-household':
      return t('plan.demanded.areaPerHousehold', {
        attribute: attribute(demanded.attribute),
        per: demanded.per,
        limits,
      });
  }
}

function coverageText(
  app: App,
  demanded: Extract<Demanded, { readonly kind: 'within' | 'within-by-size' }>,
  layer: string,
): string {
  const {
    i18n: { t, number },
  } = app;
  const of = t(`plan.demanded.of.${demanded.of ?? 'people'}`);
  const reach = demanded.kind === 'within' ? reachText(app, demanded) : sizesText(app, demanded, layer);
  return demanded.share === undefined
    ? t('plan.demanded.coverage', { of, reach })
    : t('plan.demanded.covered', { of, reach, share: number(demanded.share, { style: 'percent' }) });
}

function reachText(
  { i18n: { t } }: App,
  {
    metres,
    minutes,
    along = 'walk',
  }: Pick<Extract<Demanded, { readonly kind: 'within' }>, 'metres' | 'minutes' | 'along'>,
): string {
  if (minutes !== undefined)
    return t(along === 'drive' ? 'plan.demanded.reach.driveMinutes' : 'plan.demanded.reach.walkMinutes', {
      n: minutes,
    });
  return t(along === 'line' ? 'plan.demanded.reach.line' : 'plan.demanded.reach.walk', { n: metres ?? '—' });
}

function sizesText(
  app: App,
  { attribute: name, classes, along = 'walk' }: Extract<Demanded, { readonly kind: 'within-by-size' }>,
  layer: string,
): string {
  const { t } = app.i18n;
  const attribute = attributeText(app, layer, name);
  return classes
    .map(({ from, below, metres }) => {
      const reach = reachText(app, { metres, along });
      return below === undefined
        ? t('plan.demanded.sizeFrom', { attribute, from, reach })
        : t('plan.demanded.sizeRange', { attribute, from, below, reach });
    })
    .join(t('list.separator'));
}

function attributeText({ i18n: { text }, layersById }: App, layer: string, name: string): string {
  return text(layersById.value.get(layer)?.attributes[name]?.title ?? { zh: name, en: name });
}

function valueName(
  { i18n: { t, text }, layersById }: App,
  layer: string,
  name: string,
  value: string | number | boolean,
): string {
  if (typeof value === 'boolean') return t(value ? 'details.yes' : 'details.no');
  return text(
    layersById.value.get(layer)?.attributes[name]?.values?.[String(value)] ?? { zh: String(value), en: String(value) },
  );
}

function limitsText({ i18n: { t } }: App, { min, max }: { readonly min?: number; readonly max?: number }): string {
  if (min !== undefined && max !== undefined) return t('plan.demanded.between', { min, max });
  return min !== undefined ? t('plan.demanded.least', { min }) : t('plan.demanded.most', { max: max ?? '' });
}
