/** GB/T 2260 codes by the names the packages use; 即墨 became a district (370215) in 2017. */
export const DISTRICTS: readonly {
  readonly code: string;
  readonly packageName: string;
  readonly zh: string;
  readonly en: string;
}[] = [
  { code: '370202', packageName: '市南区', zh: '市南区', en: 'Shinan District' },
  { code: '370203', packageName: '市北区', zh: '市北区', en: 'Shibei District' },
  { code: '370211', packageName: '黄岛区', zh: '黄岛区', en: 'Huangdao District' },
  { code: '370212', packageName: '崂山区', zh: '崂山区', en: 'Laoshan District' },
  { code: '370213', packageName: '李沧区', zh: '李沧区', en: 'Licang District' },
  { code: '370214', packageName: '城阳区', zh: '城阳区', en: 'Chengyang District' },
  { code: '370215', packageName: '即墨市', zh: '即墨区', en: 'Jimo District' },
  { code: '370281', packageName: '胶州市', zh: '胶州市', en: 'Jiaozhou City' },
  { code: '370283', packageName: '平度市', zh: '平度市', en: 'Pingdu City' },
  { code: '370285', packageName: '莱西市', zh: '莱西市', en: 'Laixi City' },
];

export const CITY_CODE = '3702';
export const CITY_PACKAGE = 'shan1_dong1_qing1_dao3';

/** The sea is drawn this far. */
export const SEA_BOX = [117, 33, 124, 40] as const;
/** The shore keeps its detail in here; beyond, it is drawn for small scales only. */
export const DETAIL_BOX = [119.2, 35.2, 121.6, 37.3] as const;
/** One point in each of the waters: the Yellow Sea, and Laizhou Bay. */
export const SEA_SEEDS = [
  [121.5, 35.5],
  [119.3, 37.3],
] as const;
/** Subdistricts that are the islands of their name and nothing else. */
export const ISLAND_SUBDISTRICTS: ReadonlySet<string> = new Set(['370211401']);

export const SEA = 'sea';
export const OUTSIDE = 'outside';
