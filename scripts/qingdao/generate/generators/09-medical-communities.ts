import { COMMUNITIES, COMMUNITY_IDS, memberCode } from '../../../../tiles/cases/lead-hospital.ts';
import type { CommunityId, MemberKind } from '../../../../tiles/cases/lead-hospital.ts';
import { apportion } from '../apportion.ts';
import { subdistrictsOf } from '../areas.ts';
import { pointFeature } from '../features.ts';
import { knownSpot } from '../known/spot.ts';
import { lineThrough } from '../sketch.ts';
import type { Area, DemoFeature, Generator, LonLat, Rng, World } from '../types.ts';

const JIMO = '370215';
const FAMILY_TEAMS = 223;
/** The two secondary hospitals; the source gives their sum, 61. */
const HOSPITAL_TEAMS: Readonly<Record<CommunityId, number>> = { langu: 0, people: 37, tcm: 24 };
/** Sent down: 7 experts to Blue Valley Hospital, 115 by the two other leads to health centres, 280 on to clinics. */
const STAFF = { experts: 7, healthCentres: 115, clinics: 280 } as const;

const LEAD_PLACES: Readonly<Record<CommunityId, LonLat>> = {
  langu: { lon: 120.6655, lat: 36.4425 },
  people: { lon: 120.4632, lat: 36.3965 },
  tcm: { lon: 120.4486, lat: 36.3868 },
};
const PARTNER = { zh: '青岛中心医疗集团', en: 'Qingdao Central Medical Group', at: { lon: 120.3551, lat: 36.1216 } };

/** The five district centres, placed at the lead hospital that would house each. */
const CENTRES = [
  { zh: '消毒供应中心', en: 'Sterile supply centre', at: 'people' },
  { zh: '临床检验中心', en: 'Clinical laboratory centre', at: 'people' },
  { zh: '影像诊断中心', en: 'Imaging centre', at: 'tcm' },
  { zh: '胸痛中心', en: 'Chest pain centre', at: 'people' },
  { zh: '卒中中心', en: 'Stroke centre', at: 'tcm' },
] as const;

interface Member {
  readonly community: CommunityId;
  readonly kind: MemberKind;
  readonly number: number;
  readonly street: Area;
}

export default {
  id: '09-medical-communities',
  generate(world) {
    const rng = world.rng('09-medical-communities');
    const members = placeMembers(subdistrictsOf(world, JIMO), rng);
    const teams = apportion(
      FAMILY_TEAMS,
      members.map(({ kind }) => (kind === 'health-centre' ? 3 : 1) + rng.next()),
    );
    const staff = staffSent(members, rng);
    const villages = new Set<string>();
    const placed = members.map((member, i) =>
      institution(world, member, { teams: teams[i] ?? 0, staff: staff[i] ?? 0, villages, rng }),
    );
    return {
      'medical-institutions': [
        ...leads(world),
        partner(world),
        ...centres(world),
        ...placed.map(({ feature }) => feature),
      ],
      'medical-links': [partnerLink(), ...placed.map(({ link }) => link)],
    };
  },
} satisfies Generator;

/**
 * Health centres over the subdistricts in turn, Wenquan's first; every clinic in a subdistrict of its own community.
 */
function placeMembers(streets: readonly Area[], rng: Rng): Member[] {
  const wenquan = streets.find(({ name }) => name.zh.startsWith('温泉'));
  if (wenquan === undefined)
    throw new Error('Jimo has no street 温泉街道, where Blue Valley Hospital’s health centre stands.');
  const others = rng.shuffle(streets.filter((street) => street !== wenquan));
  let next = 0;
  return COMMUNITY_IDS.flatMap((community) => {
    const { healthCentres, clinics } = COMMUNITIES[community];
    const seats =
      community === 'langu' ? [wenquan] : Array.from({ length: healthCentres }, () => cycle(others, next++));
    const member =
      (kind: MemberKind) =>
      (street: Area, index: number): Member => ({ community, kind, number: index + 1, street });
    return [
      ...seats.map(member('health-centre')),
      ...Array.from({ length: clinics }, (_, i) => cycle(seats, i)).map(member('clinic')),
    ];
  });
}

function cycle<T>(items: readonly T[], index: number): T {
  const item = items[index % items.length];
  if (item === undefined) throw new Error('There is nothing to choose from.');
  return item;
}

/** Staff received by each member: none at Wenquan, whose lead got the seven experts itself. */
function staffSent(members: readonly Member[], rng: Rng): number[] {
  const weights = (wanted: (member: Member) => boolean): number[] =>
    members.map((member) => (wanted(member) ? 0.5 + rng.next() : 0));
  const centres = apportion(
    STAFF.healthCentres,
    weights(({ kind, community }) => kind === 'health-centre' && community !== 'langu'),
  );
  const clinics = apportion(
    STAFF.clinics,
    weights(({ kind }) => kind === 'clinic'),
  );
  return members.map((_, i) => (centres[i] ?? 0) + (clinics[i] ?? 0));
}

function institution(
  world: World,
  { community, kind, number, street }: Member,
  { teams, staff, villages, rng }: { teams: number; staff: number; villages: Set<string>; rng: Rng },
): { feature: DemoFeature; link: DemoFeature } {
  const code = memberCode(community, kind, number);
  const place = world.place.inArea(street.code, 1, rng)[0] ?? street.center;
  const lead = COMMUNITIES[community].lead;
  const name =
    community === 'langu' && kind === 'health-centre'
      ? { zh: '温泉卫生院', en: 'Wenquan health centre' }
      : memberName({ world, street, kind, code, villages });
  const feature = pointFeature({
    id: `09-${code}`,
    at: place,
    provenance: 'synthetic',
    properties: {
      name: name.zh,
      name_en: name.en,
      code,
      kind,
      network: community,
      lead: lead.zh,
      grade: kind === 'clinic' ? null : 'primary',
      family_teams: teams,
      staff_received: staff,
      district: JIMO,
      street: street.code,
    },
  });
  return {
    feature,
    link: {
      id: `09-link-${code}`,
      geometry: lineThrough([place, LEAD_PLACES[community]]),
      provenance: 'synthetic',
      properties: {
        name: `${name.zh} → ${lead.zh}`,
        name_en: `${name.en} → ${lead.en}`,
        kind: 'member',
        member: code,
        member_kind: kind,
        lead: lead.zh,
        network: community,
        district: JIMO,
      },
    },
  };
}

/** A clinic is named after a village of its subdistrict while there is one left. */
function memberName({
  world,
  street,
  kind,
  code,
  villages,
}: {
  world: World;
  street: Area;
  kind: MemberKind;
  code: string;
  villages: Set<string>;
}): { zh: string; en: string } {
  const short = street.name.zh.replace(/(街道|镇)(办事处)?$/, '');
  if (kind === 'health-centre')
    return { zh: `${short}卫生院（${code}）`, en: `${street.name.en} health centre ${code}` };
  const village = world.communities.find((each) => each.code.startsWith(street.code) && !villages.has(each.code));
  if (village === undefined) return { zh: `${short}中心卫生室（${code}）`, en: `${street.name.en} clinic ${code}` };
  villages.add(village.code);
  return {
    zh: `${village.name.zh.replace(/(村民|居民|社区居民)?(村|居)?委员?会$/, '')}中心卫生室`,
    en: `${street.name.en} clinic ${code}`,
  };
}

function leads(world: World): DemoFeature[] {
  return COMMUNITY_IDS.map((id) => {
    const { lead, grade } = COMMUNITIES[id];
    const at = knownSpot(world, LEAD_PLACES[id]);
    return pointFeature({
      id: `09-lead-${id}`,
      at,
      provenance: 'approximate',
      properties: {
        name: lead.zh,
        name_en: lead.en,
        kind: 'lead-hospital',
        network: id,
        lead: lead.zh,
        grade,
        hospital_teams: HOSPITAL_TEAMS[id],
        staff_received: id === 'langu' ? STAFF.experts : 0,
        district: at.district,
        street: at.subdistrict,
      },
    });
  });
}

function partner(world: World): DemoFeature {
  const at = knownSpot(world, PARTNER.at);
  return pointFeature({
    id: '09-partner',
    at,
    provenance: 'approximate',
    properties: {
      name: PARTNER.zh,
      name_en: PARTNER.en,
      kind: 'hospital',
      network: 'langu',
      grade: 'tertiary',
      district: at.district,
      street: at.subdistrict,
    },
  });
}

function partnerLink(): DemoFeature {
  const { lead } = COMMUNITIES.langu;
  return {
    id: '09-link-partner',
    geometry: lineThrough([PARTNER.at, LEAD_PLACES.langu]),
    provenance: 'approximate',
    properties: {
      name: `${PARTNER.zh} → ${lead.zh}`,
      name_en: `${PARTNER.en} → ${lead.en}`,
      kind: 'partner',
      member: PARTNER.zh,
      member_kind: 'hospital',
      lead: lead.zh,
      network: 'langu',
      district: JIMO,
    },
  };
}

function centres(world: World): DemoFeature[] {
  return CENTRES.map(({ zh, en, at }, i) => {
    // Beside the hospital, about 60 m apart, so that the marks do not cover one another.
    const { lon, lat } = LEAD_PLACES[at];
    const place = knownSpot(world, { lon: lon + 0.0007 * (i - 2), lat: lat + 0.0006 });
    return pointFeature({
      id: `09-centre-${i + 1}`,
      at: place,
      provenance: 'synthetic',
      properties: {
        name: `即墨区${zh}`,
        name_en: `Jimo ${en.toLowerCase()}`,
        kind: 'district-centre',
        speciality: zh,
        district: place.district,
        street: place.subdistrict,
      },
    });
  });
}
