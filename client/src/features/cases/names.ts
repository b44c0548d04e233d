import { CASE_THEMES } from '../../../../tiles/cases/case.ts';
import type { App } from '../../app/types.ts';
import { areaName } from '../../format/attribute.ts';

export function themeName({ i18n: { t } }: App, theme: string): string {
  const known = CASE_THEMES.find((each) => each === theme);
  return known === undefined ? theme : t(`case.theme.${known}`);
}

/** The whole city has a code that ends in 00. */
export function districtName(app: App, code: string): string {
  return code.endsWith('00')
    ? app.i18n.t('case.wholeCity')
    : areaName(code, app.catalogue.state.value.value?.areas ?? {}, app.i18n);
}
