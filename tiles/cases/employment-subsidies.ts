/** The measures of case 22 with their sums, each with the line of the source that states it. Yuan throughout. */
import type { Text } from '../layer/layer.ts';

interface Stated {
  readonly name: Text;
  /** The fixed sum, or the ceiling; per month where `kind` is `monthly`; of the loan where it is `loan`. */
  readonly yuan: number;
  /** Line of the source document. */
  readonly line: number;
}

export type Subsidy = Stated &
  (
    | { readonly kind: 'fixed' | 'ceiling' }
    /** `share` of the contribution actually paid, each month up to the ceiling. */
    | { readonly kind: 'monthly'; readonly share: number }
    /** `share` of the interest is paid by the budget, for at most `maximumMonths`. */
    | { readonly kind: 'loan'; readonly share: number; readonly maximumMonths: number }
  );

export const SUBSIDIES = {
  'brand-major': {
    name: { zh: '青岛市特色品牌专业建设奖补', en: 'Award for a distinctive brand major' },
    kind: 'ceiling',
    yuan: 1_000_000,
    line: 538,
  },
  'skill-master-training': {
    name: { zh: '“金蓝领”“技能大师”培训补贴', en: 'Training of gold-collar workers and skill masters' },
    kind: 'ceiling',
    yuan: 5_000,
    line: 538,
  },
  'employee-skills': {
    name: { zh: '参保职工提升职业技能补贴', en: 'Better skills of insured employees' },
    kind: 'ceiling',
    yuan: 2_000,
    line: 538,
  },
  'startup-base-city': {
    name: { zh: '市级创业孵化示范基地奖补', en: 'Model start-up base of the city' },
    kind: 'ceiling',
    yuan: 5_000_000,
    line: 544,
  },
  'startup-base-province': {
    name: { zh: '再获认定省级创业孵化示范基地奖补', en: 'Start-up base then recognised by the province' },
    kind: 'fixed',
    yuan: 1_000_000,
    line: 544,
  },
  'startup-base-nation': {
    name: { zh: '再获认定国家级创业孵化示范基地奖补', en: 'Start-up base then recognised by the state' },
    kind: 'fixed',
    yuan: 2_000_000,
    line: 544,
  },
  'startup-loan-person': {
    name: { zh: '个人创业担保贷款', en: 'Guaranteed start-up loan to a person' },
    kind: 'loan',
    yuan: 450_000,
    share: 1,
    maximumMonths: 36,
    line: 546,
  },
  'startup-loan-firm': {
    name: { zh: '小微企业创业担保贷款', en: 'Guaranteed start-up loan to a small firm' },
    kind: 'loan',
    yuan: 3_000_000,
    share: 0.5,
    maximumMonths: 24,
    line: 546,
  },
  'startup-project': {
    name: { zh: '优秀创业项目、创业团队奖励', en: 'Outstanding start-up project or team' },
    kind: 'ceiling',
    yuan: 100_000,
    line: 549,
  },
  'startup-star': {
    name: { zh: '“青岛市十佳创业明星”奖励', en: 'Ten start-up stars of Qingdao' },
    kind: 'fixed',
    yuan: 50_000,
    line: 549,
  },
  'student-startup-star': {
    name: { zh: '“青岛市十佳大学生创业之星”奖励', en: 'Ten student start-up stars of Qingdao' },
    kind: 'fixed',
    yuan: 50_000,
    line: 549,
  },
  'grassroots-settling': {
    name: { zh: '“三支一扶”人员一次性安家费', en: 'Settling allowance for graduates at the grass roots' },
    kind: 'fixed',
    yuan: 2_000,
    line: 552,
  },
  'student-certificate': {
    name: { zh: '大学生职业资格（技能等级）证书补贴', en: 'Vocational certificate of a student' },
    kind: 'ceiling',
    yuan: 2_000,
    line: 552,
  },
  'flexible-employment': {
    name: { zh: '灵活就业养老、医疗社会保险补贴', en: 'Social insurance of the flexibly employed' },
    kind: 'monthly',
    yuan: 500,
    share: 2 / 3,
    line: 556,
  },
} as const satisfies Readonly<Record<string, Subsidy>>;

export type SubsidyId = keyof typeof SUBSIDIES;
