import { describe, expect, it } from 'vitest';
import { leadHospital, COMMUNITY_IDS, COMMUNITIES, memberCode, memberOf } from './lead-hospital.ts';

describe('lead hospital', () => {
  it('leads Wenquan health centre and its 20 clinics from Blue Valley Hospital, as the source says', () => {
    expect(leadHospital.compute({ member: 'LG-H01' })).toEqual({
      lead: 'langu',
      grade: 'tertiary',
      kind: 'health-centre',
      healthCentres: 1,
      clinics: 20,
    });
    expect(leadHospital.compute({ member: 'LG-C20' })).toMatchObject({ lead: 'langu', kind: 'clinic' });
  });

  it('leads 17 + 50 members from the People’s Hospital and 8 + 30 from the TCM hospital', () => {
    expect(leadHospital.compute({ member: ' ry-c50 ' })).toMatchObject({
      lead: 'people',
      grade: 'secondary',
      healthCentres: 17,
      clinics: 50,
    });
    expect(leadHospital.compute({ member: 'ZY-H08' })).toMatchObject({ lead: 'tcm', healthCentres: 8, clinics: 30 });
  });

  it('reads back every code it writes', () => {
    for (const id of COMMUNITY_IDS) {
      for (let number = 1; number <= COMMUNITIES[id].clinics; number++) {
        expect(memberOf(memberCode(id, 'clinic', number))).toEqual({
          community: COMMUNITIES[id],
          kind: 'clinic',
          number,
        });
      }
    }
  });

  it('refuses codes that no community has', () => {
    expect(() => leadHospital.compute({ member: 'RY-C51' })).toThrow(/^member: RY-C51 does not exist/);
    expect(() => leadHospital.compute({ member: 'XX-C01' })).toThrow(/^member: /);
    expect(() => leadHospital.compute({ member: '' })).toThrow(/^member: /);
    expect(() => memberOf('LG-C00')).toThrow(RangeError);
  });
});
