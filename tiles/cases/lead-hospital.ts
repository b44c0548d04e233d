/**
 * Which lead hospital a member of the three medical communities of Jimo belongs to (case 9). The source names the
 * lead hospitals and counts their members; a member's code says community, kind and number: `RY-C07` is the seventh
 * village clinic led by the People's Hospital.
 */
import type { Text } from '../layer/layer.ts';
import type { Rule } from './rule.ts';
import { readText } from './read.ts';

export const COMMUNITY_IDS = ['langu', 'people', 'tcm'] as const;
export type CommunityId = (typeof COMMUNITY_IDS)[number];

export interface MedicalCommunity {
  readonly id: CommunityId;
  /** First two letters of its members' codes. */
  readonly prefix: string;
  readonly lead: Text;
  /** Grade of the lead hospital. */
  readonly grade: 'tertiary' | 'secondary';
  readonly healthCentres: number;
  readonly clinics: number;
}

export const COMMUNITIES: Readonly<Record<CommunityId, MedicalCommunity>> = {
  langu: {
    id: 'langu',
    prefix: 'LG',
    lead: { zh: '青岛蓝谷医院', en: 'Qingdao Blue Valley Hospital' },
    grade: 'tertiary',
    healthCentres: 1,
    clinics: 20,
  },
  people: {
    id: 'people',
    prefix: 'RY',
    lead: { zh: '即墨区人民医院', en: 'Jimo People’s Hospital' },
    grade: 'secondary',
    healthCentres: 17,
    clinics: 50,
  },
  tcm: {
    id: 'tcm',
    prefix: 'ZY',
    lead: { zh: '即墨区中医医院', en: 'Jimo Hospital of Traditional Chinese Medicine' },
    grade: 'secondary',
    healthCentres: 8,
    clinics: 30,
  },
};

const KINDS = { H: 'health-centre', C: 'clinic' } as const;
export type MemberKind = (typeof KINDS)[keyof typeof KINDS];

export interface Member {
  readonly community: MedicalCommunity;
  readonly kind: MemberKind;
  readonly number: number;
}

/** `RY-C07` for the seventh clinic of the community led by the People's Hospital. */
export function memberCode(community: CommunityId, kind: MemberKind, number: number): string {
  return `${COMMUNITIES[community].prefix}-${kind === 'clinic' ? 'C' : 'H'}${String(number).padStart(2, '0')}`;
}

/** The member a code stands for; `RangeError` where no community has it. */
export function memberOf(code: string): Member {
  const [, prefix, letter, digits] = /^([A-Z]{2})-([HC])(\d{2})$/.exec(code) ?? [];
  const community = Object.values(COMMUNITIES).find((each) => each.prefix === prefix);
  if (community === undefined || digits === undefined || (letter !== 'H' && letter !== 'C')) {
    throw new RangeError(`member: ${code} is not a member's code such as RY-C07.`);
  }
  const kind = KINDS[letter];
  const count = kind === 'clinic' ? community.clinics : community.healthCentres;
  const number = Number(digits);
  if (number < 1 || number > count) {
    throw new RangeError(
      `member: ${code} does not exist; ${community.lead.en} leads ${letter}01 to ${letter}${String(count).padStart(2, '0')}.`,
    );
  }
  return { community, kind, number };
}

const COUNT = { zh: '家', en: 'members' };

export const leadHospital: Rule = {
  id: 'lead-hospital',
  inputs: [
    {
      id: 'member',
      title: {
        zh: '成员单位代码（LG、RY、ZY + H卫生院 / C卫生室 + 序号）',
        en: 'Member code (LG, RY or ZY + H health centre or C clinic + number)',
      },
      type: 'text',
    },
  ],
  outputs: [
    {
      id: 'lead',
      title: { zh: '牵头医院', en: 'Lead hospital' },
      type: 'choice',
      choices: { langu: COMMUNITIES.langu.lead, people: COMMUNITIES.people.lead, tcm: COMMUNITIES.tcm.lead },
    },
    {
      id: 'grade',
      title: { zh: '牵头医院等级', en: 'Grade of the lead hospital' },
      type: 'choice',
      choices: { tertiary: { zh: '三级医院', en: 'Tertiary' }, secondary: { zh: '二级医院', en: 'Secondary' } },
    },
    {
      id: 'kind',
      title: { zh: '成员类别', en: 'Kind of member' },
      type: 'choice',
      choices: {
        'health-centre': { zh: '卫生院（一级医院）', en: 'Health centre' },
        clinic: { zh: '中心卫生室', en: 'Village clinic' },
      },
    },
    {
      id: 'healthCentres',
      title: { zh: '同一医共体的卫生院', en: 'Health centres of the community' },
      type: 'number',
      unit: COUNT,
    },
    {
      id: 'clinics',
      title: { zh: '同一医共体的中心卫生室', en: 'Clinics of the community' },
      type: 'number',
      unit: COUNT,
    },
  ],
  compute: (input) => {
    const { community, kind } = memberOf(readText(leadHospital.inputs, input, 'member').trim().toUpperCase());
    const { id, grade, healthCentres, clinics } = community;
    return { lead: id, grade, kind, healthCentres, clinics };
  },
};
