-- What filters in CQL2 (tiles/cql2, server/cql2) are made of. A value that is not of its attribute's type counts as
-- none; nothing here ever fails, whatever the data holds.

create function filter_text(attributes jsonb, name text) returns text language sql immutable parallel safe as $$
  select case jsonb_typeof(attributes -> name) when 'string' then attributes ->> name end
$$;

-- Numeric, which holds every number of JSON: double precision would fail on some.
create function filter_number(attributes jsonb, name text) returns numeric language sql immutable parallel safe as $$
  select case jsonb_typeof(attributes -> name) when 'number' then (attributes -> name)::numeric end
$$;

create function filter_flag(attributes jsonb, name text) returns boolean language sql immutable parallel safe as $$
  select case jsonb_typeof(attributes -> name) when 'boolean' then (attributes -> name)::boolean end
$$;

-- Microseconds since 1970, UTC, at which a date or a date and time begins ('start'), its last one ('last'), and the
-- first after it ('end'; a moment has no extent, so all three are the same). A bare date is its day in the city's
-- time, UTC+8, as is a time without an offset. Null for a text that is neither. As tiles/cql2/time.ts.
create function filter_moment(written text, side text) returns bigint language plpgsql immutable strict parallel safe as $$
declare
  part text[];
  midnight bigint;
  day date;
begin
  -- Most are bare dates. The 29 February goes the long way.
  if length(written) = 10 and written collate "C" ~ '^[0-9]{4}-(?:(?:0[1-9]|1[0-2])-(?:0[1-9]|1[0-9]|2[0-8])|(?:0[13-9]|1[0-2])-(?:29|30)|(?:0[13578]|1[02])-31)$'
    and written collate "C" >= '0001' then
    return (written::date - date '1970-01-01')::bigint * 86400000000 - 28800000000
      + case side when 'start' then 0 when 'last' then 86399999999 else 86400000000 end;
  end if;
  part := regexp_match(written collate "C", '^([0-9]{4})-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])'
    '(?:[T ]([01][0-9]|2[0-3]):([0-5][0-9])(?::([0-5][0-9])(?:[.]([0-9]+))?)?(?:(Z)|([-+])([01][0-9]|2[0-3]):([0-5][0-9]))?)?$');
  if part is null or part[1] = '0000' then
    return null;
  end if;
  day := make_date(part[1]::int, part[2]::int, 1) + (part[3]::int - 1);
  -- There is no 31 April.
  if extract(month from day) <> part[2]::int then
    return null;
  end if;
  midnight := (day - date '1970-01-01')::bigint * 86400000000;
  if part[4] is null then
    return midnight - 28800000000 + case side when 'start' then 0 when 'last' then 86399999999 else 86400000000 end;
  end if;
  return midnight + part[4]::bigint * 3600000000 + part[5]::bigint * 60000000 + coalesce(part[6]::bigint, 0) * 1000000
    + coalesce(rpad(left(part[7], 6), 6, '0')::bigint, 0)
    - case when part[8] = 'Z' then 0 when part[9] is null then 28800000000
        else (part[9] || '1')::bigint * (part[10]::bigint * 3600000000 + part[11]::bigint * 60000000) end;
end $$;

-- CASEI: letters of Latin, Greek and Cyrillic, and full-width ones, in lower case, one for one. The locale of the
-- database has no part in it. As tiles/cql2/fold.ts, which the second and third text of translate are made from.
create function filter_fold_case(written text) returns text language sql immutable parallel safe as $$
  select case when written collate "C" ~ '[À-ɏͰ-ϿЀ-ԯḀ-ỿＡ-Ｚ]'
    then translate(lower(written collate "C"), 'ÀÁÂÃÄÅÆÇÈÉÊËÌÍÎÏÐÑÒÓÔÕÖØÙÚÛÜÝÞĀĂĄĆĈĊČĎĐĒĔĖĘĚĜĞĠĢĤĦĨĪĬĮĲĴĶĹĻĽĿŁŃŅŇŊŌŎŐŒŔŖŘŚŜŞŠŢŤŦŨŪŬŮŰŲŴŶŸŹŻŽƁƂƄƆƇƉƊƋƎƏƐƑƓƔƖƗƘƜƝƟƠƢƤƦƧƩƬƮƯƱƲƳƵƷƸƼǄǅǇǈǊǋǍǏǑǓǕǗǙǛǞǠǢǤǦǨǪǬǮǱǲǴǶǷǸǺǼǾȀȂȄȆȈȊȌȎȐȒȔȖȘȚȜȞȠȢȤȦȨȪȬȮȰȲȺȻȽȾɁɃɄɅɆɈɊɌɎͰͲͶͿΆΈΉΊΌΎΏΑΒΓΔΕΖΗΘΙΚΛΜΝΞΟΠΡΣΤΥΦΧΨΩΪΫϏϘϚϜϞϠϢϤϦϨϪϬϮϴϷϹϺϽϾϿЀЁЂЃЄЅІЇЈЉЊЋЌЍЎЏАБВГДЕЖЗИЙКЛМНОПРСТУФХЦЧШЩЪЫЬЭЮЯѠѢѤѦѨѪѬѮѰѲѴѶѸѺѼѾҀҊҌҎҐҒҔҖҘҚҜҞҠҢҤҦҨҪҬҮҰҲҴҶҸҺҼҾӀӁӃӅӇӉӋӍӐӒӔӖӘӚӜӞӠӢӤӦӨӪӬӮӰӲӴӶӸӺӼӾԀԂԄԆԈԊԌԎԐԒԔԖԘԚԜԞԠԢԤԦԨԪԬԮḀḂḄḆḈḊḌḎḐḒḔḖḘḚḜḞḠḢḤḦḨḪḬḮḰḲḴḶḸḺḼḾṀṂṄṆṈṊṌṎṐṒṔṖṘṚṜṞṠṢṤṦṨṪṬṮṰṲṴṶṸṺṼṾẀẂẄẆẈẊẌẎẐẒẔẞẠẢẤẦẨẪẬẮẰẲẴẶẸẺẼẾỀỂỄỆỈỊỌỎỐỒỔỖỘỚỜỞỠỢỤỦỨỪỬỮỰỲỴỶỸỺỼỾＡＢＣＤＥＦＧＨＩＪＫＬＭＮＯＰＱＲＳＴＵＶＷＸＹＺ', 'àáâãäåæçèéêëìíîïðñòóôõöøùúûüýþāăąćĉċčďđēĕėęěĝğġģĥħĩīĭįĳĵķĺļľŀłńņňŋōŏőœŕŗřśŝşšţťŧũūŭůűųŵŷÿźżžɓƃƅɔƈɖɗƌǝəɛƒɠɣɩɨƙɯɲɵơƣƥʀƨʃƭʈưʊʋƴƶʒƹƽǆǆǉǉǌǌǎǐǒǔǖǘǚǜǟǡǣǥǧǩǫǭǯǳǳǵƕƿǹǻǽǿȁȃȅȇȉȋȍȏȑȓȕȗșțȝȟƞȣȥȧȩȫȭȯȱȳⱥȼƚⱦɂƀʉʌɇɉɋɍɏͱͳͷϳάέήίόύώαβγδεζηθικλμνξοπρστυφχψωϊϋϗϙϛϝϟϡϣϥϧϩϫϭϯθϸϲϻͻͼͽѐёђѓєѕіїјљњћќѝўџабвгдежзийклмнопрстуфхцчшщъыьэюяѡѣѥѧѩѫѭѯѱѳѵѷѹѻѽѿҁҋҍҏґғҕҗҙқҝҟҡңҥҧҩҫҭүұҳҵҷҹһҽҿӏӂӄӆӈӊӌӎӑӓӕӗәӛӝӟӡӣӥӧөӫӭӯӱӳӵӷӹӻӽӿԁԃԅԇԉԋԍԏԑԓԕԗԙԛԝԟԡԣԥԧԩԫԭԯḁḃḅḇḉḋḍḏḑḓḕḗḙḛḝḟḡḣḥḧḩḫḭḯḱḳḵḷḹḻḽḿṁṃṅṇṉṋṍṏṑṓṕṗṙṛṝṟṡṣṥṧṩṫṭṯṱṳṵṷṹṻṽṿẁẃẅẇẉẋẍẏẑẓẕßạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹỻỽỿａｂｃｄｅｆｇｈｉｊｋｌｍｎｏｐｑｒｓｔｕｖｗｘｙｚ')
    else lower(written collate "C") end
$$;

-- ACCENTI: letters without the marks above and below them.
create function filter_fold_accents(written text) returns text language sql immutable parallel safe as $$
  select case when written collate "C" ~ '^[\u0001-\u007F]*$' then written
    else regexp_replace(normalize(written, NFD) collate "C", '[\u0300-\u036F]', '', 'g') end
$$;

-- Filters of the map's own grammar are translated to CQL2 before they reach the database.
drop function meets_filters(jsonb, jsonb);
