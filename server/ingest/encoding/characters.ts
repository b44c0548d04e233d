/** Characters that people write often, by which text is told from noise. */
import { decodeAll } from './decoder.ts';

/** Frequent in Chinese texts, names of places and tables, simplified. */
const HAN_SIMPLIFIED =
  '的一是在不了有和人这中大为上个国我以要他时来用们生到作地于出就分对成会可主发年动同工也能下过子说产种面而方后多定行学法所民得经十三之进着等部度家电力里如水化高自二理起小物现实加量都两体制机当使点从业本去把性好应开它合还因由其些然前外天政四日那社义事平形相全表间样与关各重新线内数正心反你明看原又么利比或但质气第向道命此变条只没结解问意建月公无系军很情者最立代想已通并提直题党程展五果料象员革位入常文总次品式活设及管特件长求老头基资边流路级少图山统接知较将组见计别她手角期根论运农指几九区强放决西被干做必战先回则任取据处队南给色光门即保治北造百规热领七海口东导器压志世金增争济阶油思术极交受联什认六共权收证改清己美再采转更单风切打白教速花带安场身车例真务具万每目至达走积示议声报斗完类八离华名确才科张信马节话米整空元况今集温传土许步群广石记需段研界拉林律叫且究观越织装影算低持音众书布复容儿须际商非验连断深难近矿千周委素技备半办青省列习响约支般史感劳便团往酸历市克何除消构府称太准精值号率族维划选标写存候毛亲快效斯院查江型眼王按格养易置派层片始却专状育厂京识适属圆包火住调满县局照参红细引听该铁价严' +
  '街镇村巷弄楼苑城湾岛港桥河湖溪沟庄屯店铺营寨堡沙崂黄胶州墨莱李沧所厕停站医幼园户编码址纬坐描述营业早晚餐饮超银邮绿社服旅游厅馆宫寺庙塔泉峰岭坡洞滩码渡栋座室甲乙丙丁秀鲁台福田宝龙华兴和泰祥瑞康宁佳美丽香湘赣粤桂琼渝川贵云陕甘蒙疆藏辽吉黑津冀晋苏浙皖闽豫鄂津嘉顺义朝阳丰松柏竹梅兰菊鑫源盛隆润恒';
/** And what differs from them in traditional writing. */
const HAN_TRADITIONAL =
  '這為個國時來們後說產種與發動會經進等電裡體機當點業從應開還無關係數變條結問題統論運農區強決戰則處隊給門規熱領東導壓爭濟階術極聯認權證轉單風帶場車萬務達積議聲報鬥類離華張馬節話記許廣溫傳觀織裝書復兒須際驗連斷難礦備辦習響約勞團歷構準號維劃選標寫親養層專狀廠識適屬圓調滿縣參紅細聽該鐵價嚴鄉鎮巷樓灣島橋溝莊鋪營廁園醫戶編碼緯廳館廟嶺灘碼棟臺臺灣臺北高雄龍興寧麗鑫潤樹鳳鶯歌淡永樂陽圖學校幼兒稅務環義愛孝仁忠信勝鄰里郵銀餐飲' +
  '亞歐羅馬爾達拉維納倫蘭丹瑞挪芬俄烏克捷匈塞諾聖諸群葡萄牙班荷比盧森堡奧德英法義希臘土耳其敘利埃及衣索比亞肯坦尚尼剛果幾內象海岸迦奈多貝寧喀麥隆赤道安哥三比贊辛巴波札那模里西斯';
/** Of Korean texts and names of places. */
const HANGUL =
  '가각간갈감강개거건검게겨격견결경계고곡골공과관광교구국군권귀규극근글금기길김나난남내네년녀노농느는능니다단달담답당대더덕데도독동되된두드든들등디따때라락란람래량러런레려력련령로록론료루류률르른를름리린림립마만말망매머면명모목못무문물미민밀바박반받발방배백번법베벽변별병보복본봉부북분불비빈사산살삼상새색생서석선설성세소속손송수순술숙스승시식신실심십씨아안알암압애야약양어언업에여역연열염영예오옥온와완왕외요용우운울원월위유육은을음의이인일임입자작잔장재저적전절점정제조족존종주준줄중즉증지직진질집차착찬참창채책처천철청체초촌총최추축출충취측치친침칭카코크타탄태택터테토통투트특티파판팔페편평포표품풍프플피필하학한할함합항해행향허험현협형혜호혼홍화확환활황회획효후훈휴흥희히';

export const FREQUENT_HAN: ReadonlySet<string> = new Set(HAN_SIMPLIFIED);
export const FREQUENT_TRADITIONAL: ReadonlySet<string> = new Set([...HAN_SIMPLIFIED, ...HAN_TRADITIONAL]);
export const FREQUENT_HANGUL: ReadonlySet<string> = new Set(HANGUL);

/** Characters whose two bytes begin within `from` and `to`; a standard lists the common ones in rows of their own. */
function charactersOf(encoding: string, from: number, to: number, trails: readonly (readonly [number, number])[]) {
  const found = new Set<string>();
  for (let lead = from; lead <= to; lead += 1)
    for (const [first, last] of trails)
      for (let trail = first; trail <= last; trail += 1) {
        const text = decodeAll(Uint8Array.of(lead, trail), encoding);
        if (text !== null) found.add(text);
      }
  return found;
}

const ROW: readonly (readonly [number, number])[] = [[0xa1, 0xfe]];
const BIG5_ROW: readonly (readonly [number, number])[] = [
  [0x40, 0x7e],
  [0xa1, 0xfe],
];
const SJIS_ROW: readonly (readonly [number, number])[] = [
  [0x40, 0x7e],
  [0x80, 0xfc],
];

function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => (made ??= { value: make() }).value;
}

/** GB 2312 level 1: 3,755 common characters; level 2: 3,008 others. */
export const gbCommon = once(() => charactersOf('gb18030', 0xb0, 0xd7, ROW));
export const gbOthers = once(() => charactersOf('gb18030', 0xd8, 0xf7, ROW));
/** Big5 level 1: 5,401 common characters; level 2: 7,652 others. */
export const big5Common = once(() => charactersOf('big5', 0xa4, 0xc6, BIG5_ROW));
export const big5Others = once(() => charactersOf('big5', 0xc9, 0xf9, BIG5_ROW));
/** JIS level 1: 2,965 common characters; level 2: 3,390 others. */
export const jisCommon = once(() => charactersOf('shift_jis', 0x88, 0x98, SJIS_ROW));
export const jisOthers = once(() => charactersOf('shift_jis', 0x99, 0xea, SJIS_ROW));
/** KS X 1001: 2,350 syllables. */
export const hangulCommon = once(() => charactersOf('euc-kr', 0xb0, 0xc8, ROW));
