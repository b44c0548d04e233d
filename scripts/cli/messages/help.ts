import type { Text } from '../../../tiles/layer/layer.ts';

/** One option, or one name that stands without dashes. */
export interface OptionHelp {
  /** What follows it; absent where it stands alone. */
  readonly value?: Text;
  readonly text: Text;
}

/** What a command is for, what it takes, and what each option does. */
export interface CommandHelp {
  readonly about: Text;
  /** What stands behind `npm run NAME -- `; absent where it takes nothing. */
  readonly takes?: Text;
  /** Without their dashes, in the order of the list. */
  readonly options: Readonly<Record<string, OptionHelp>>;
}

const flag = (zh: string, en: string): OptionHelp => ({ text: { zh, en } });
const option = (valueZh: string, valueEn: string, zh: string, en: string): OptionHelp => ({
  value: { zh: valueZh, en: valueEn },
  text: { zh, en },
});
/** A value that is written alike in both languages. */
const choice = (value: string, zh: string, en: string): OptionHelp => option(value, value, zh, en);

const DATUM = choice('wgs84|cgcs2000|gcj02|bd09', '文件坐标所用的坐标系', 'datum of the positions in the file');
const PROVENANCE = choice(
  'official|imported|approximate|synthetic',
  '数据来源类别，默认 imported',
  'kind of provenance; imported without it',
);
const JSON_FILE = option('文件', 'FILE', '把结果另写成 JSON', 'also writes the result as JSON');
const QUICK = flag('少量数据和请求，只看能否运行', 'few data and requests: shows that everything runs');
const DATABASES = choice('embedded,server', '只用其中一种数据库', 'one kind of database alone');

/** By the names of package.json. Commands of other makers (vite, vitest, biome …) have a help of their own. */
export const HELP = {
  start: {
    about: {
      zh: '启动服务：构建页面、打开并填充数据库，然后应答。设置由环境变量给出，见 /docs/operations',
      en: 'Starts the service: builds the page, opens and fills the database, and answers. Settings are environment variables: see /docs/operations',
    },
    options: {},
  },
  test: {
    about: {
      zh: '运行全部检查与测试；可先安装缺少的系统软件包',
      en: 'Runs all checks and tests; installs missing system packages first where it may',
    },
    options: {
      full: flag(
        '全部测试按完整数量、在两种数据库上运行（即 npm run test:all）',
        'every test at full count and on both databases (as npm run test:all)',
      ),
    },
  },
  'data:generate': {
    about: {
      zh: '生成演示数据，写入 CHENGTU_HOME 下的 demo 目录；来源没有变化时不重复生成',
      en: 'Generates the demonstration data into the folder demo of CHENGTU_HOME, unless its sources are unchanged',
    },
    options: {},
  },
  'data:load': {
    about: {
      zh: '把一个文件（CSV、XLSX、GeoJSON、Shapefile、GeoPackage、KML、FlatGeobuf、GeoParquet）加载到一个图层：要么全部，要么什么都不加载',
      en: 'Loads a file (CSV, XLSX, GeoJSON, shapefile, GeoPackage, KML, FlatGeobuf, GeoParquet) into a layer: all of it, or nothing',
    },
    takes: { zh: '--layer 图层 文件 [选项]', en: '--layer LAYER FILE [OPTIONS]' },
    options: {
      layer: option('图层', 'LAYER', '要加载到的图层', 'layer to load into'),
      replace: flag('删去图层中文件没有的要素', 'removes what the layer holds and the file does not'),
      source: option(
        '文字',
        'TEXT',
        '数据出处，显示在地图、瓦片、样式和导出文件中',
        'where the data comes from: shown on the map, in tiles, styles and exports',
      ),
      'source-en': option(
        '文字',
        'TEXT',
        '出处的英文，不给则同 --source',
        'the source in English; as --source without it',
      ),
      licence: option('文字', 'TEXT', '数据的许可，如 CC BY 4.0', 'licence of the data, such as CC BY 4.0'),
      'as-of': option(
        '日期',
        'DATE',
        '数据截止的年、月或日，如 2024-05',
        'year, month or day that the data is of, such as 2024-05',
      ),
      datum: DATUM,
      provenance: PROVENANCE,
      id: option('属性', 'ATTRIBUTE', '存放编号的属性', 'attribute that holds the ids'),
      ids: choice(
        'file|content',
        'content：没有编号时由内容得出不变的编号',
        'content: lasting ids made of the content',
      ),
      map: option(
        '列=属性',
        'COLUMN=ATTRIBUTE',
        '说明一列是哪个属性，空则略去；可多次给出',
        'says which attribute a column is, none to leave it out; may be given several times',
      ),
      lon: option('列', 'COLUMN', '经度所在的列，与 --lat 一起', 'column of the longitude, together with --lat'),
      lat: option('列', 'COLUMN', '纬度所在的列', 'column of the latitude'),
      decimal: choice('point|comma', '小数符号；不给则由文件看出', 'decimal sign; seen in the file without it'),
      'date-order': choice('dmy|mdy', '日期中日在前还是月在前', 'whether days or months come first in dates'),
      'date-numbers': choice(
        'excel|seconds|milliseconds',
        '写成数字的日期从何时数起',
        'what dates count that are written as numbers',
      ),
      encoding: option(
        '编码',
        'LABEL',
        '文字编码，如 gb18030、big5、shift_jis；不给则自动识别',
        'encoding of the text, such as gb18030, big5 or shift_jis; recognised without it',
      ),
      'header-row': option('行号', 'N', '表头所在的行；不给则自动识别', 'row that holds the names; found without it'),
      table: option('表名', 'NAME', '有多个表时用哪一个', 'which table, where there are several'),
      sheet: option('工作表', 'NAME', '有多个工作表时用哪一个', 'which sheet, where there are several'),
      crs: option(
        'EPSG:代码',
        'EPSG:CODE',
        '坐标系，代替文件所说的；也可是 WKT 或 proj4 文字',
        'coordinate system in place of what the file says; WKT or proj4 text too',
      ),
      'skip-faulty': option(
        '文件',
        'FILE',
        '有错的要素连同原因写入此文件，其余照常加载',
        'writes faulty features with the reasons to this file, and loads the others',
      ),
      'all-faults': flag('列出全部错误', 'lists every error'),
      'ignore-unknown': flag('忽略图层没有的属性', 'leaves out attributes that the layer does not have'),
      profile: choice('osm-admin', '按已知来源的格式读取', 'reads the format of a known maker'),
    },
  },
  'data:derive': {
    about: {
      zh: '由开源软件包重新导出 data/cities/qingdao/base/；只有改动导出方法时才需要',
      en: 'Derives data/cities/qingdao/base/ from open packages; needed only where the derivation changes',
    },
    takes: { zh: '--packages 目录', en: '--packages FOLDER' },
    options: {
      packages: option('目录', 'FOLDER', '软件包所在的目录', 'folder that holds the packages'),
    },
  },
  migrate: {
    about: {
      zh: '以表的所有者身份更新数据库结构，并为每个图层建表；带选项时只打印语句',
      en: 'Brings the schema of the database up to date, as the owner of its tables; with an option it prints statements alone',
    },
    takes: { zh: '[--grants 角色 | --hand-over 角色]', en: '[--grants ROLE | --hand-over ROLE]' },
    options: {
      grants: option('角色', 'ROLE', '打印服务角色所需的授权语句', 'prints the grants that a role needs to serve'),
      'hand-over': option(
        '角色',
        'ROLE',
        '打印由超级用户执行、把表和函数交给该角色的语句',
        'prints what a superuser runs to make the role the owner of tables and functions',
      ),
    },
  },
  jobs: {
    about: { zh: '列出或取消分析任务', en: 'Lists or cancels jobs of analysis' },
    takes: {
      zh: '[list [--all] | cancel 编号… | cancel --of 地址]',
      en: '[list [--all] | cancel ID… | cancel --of ADDRESS]',
    },
    options: {
      all: flag('也列出已结束的任务（保留一天）', 'lists also those that are over (kept for a day)'),
      of: option('地址', 'ADDRESS', '取消某个网络地址的全部任务', 'cancels all jobs of a network address'),
    },
  },
  sources: {
    about: {
      zh: '列出 SOURCES 和 city.json 中各数据库的全部表：已提供的图层，或没有提供的原因；watch 让表在一秒内通报修改，unwatch 撤销',
      en: 'Lists all tables of the databases of SOURCES and city.json: served, or why not. watch makes a table tell of each edit within a second, unwatch takes it back',
    },
    takes: {
      zh: '[list [数据源 | 数据源.模式.表]… | watch 数据源.模式.表 | unwatch 数据源.模式.表]',
      en: '[list [SOURCE | SOURCE.SCHEMA.TABLE]… | watch SOURCE.SCHEMA.TABLE | unwatch SOURCE.SCHEMA.TABLE]',
    },
    options: {
      apply: flag('执行 SQL；不加则只显示', 'runs the SQL, which is shown alone without it'),
      as: option(
        '地址',
        'URL',
        '以该地址的角色（表的所有者）执行',
        'runs it in the role of this address, which owns the table',
      ),
      column: option('列', 'COLUMN', '几何列，表有多个时需要', 'column of the geometry, where the table has several'),
    },
  },
  doctor: {
    about: {
      zh: '检查此安装有什么问题：设置、机器、数据库、备库、正在运行的服务；只看不改',
      en: 'Says what is wrong with this installation: settings, machine, database, standbys, the running service. Changes nothing',
    },
    options: {},
  },
  forget: {
    about: {
      zh: '彻底清除一个要素：从表、历史和由它产生的一切中',
      en: 'Erases a feature for good: from its table, the history and all that is made of them',
    },
    takes: { zh: '图层 要素编号 | --list | --again 清单.json', en: 'LAYER ID | --list | --again LIST.json' },
    options: {
      reason: option('文字', 'TEXT', '原因，记入清除记录', 'reason, which the record of erasures keeps'),
      yes: flag('确实清除；不加则只显示将要清除的内容', 'erases; without it the command shows what would go'),
      list: flag('列出清除记录', 'lists what was erased'),
      json: flag('与 --list 同用：输出可与备份一起保存的清单', 'with --list: a list to keep with backups'),
      again: option(
        '清单',
        'FILE',
        '恢复旧备份后按清单再次清除',
        'erases again by a list, after an older backup was restored',
      ),
    },
  },
  backup: {
    about: { zh: '把服务保管的一切写入一个文件', en: 'Writes all that the service keeps into one file' },
    takes: { zh: '文件 [--force | --check]', en: 'FILE [--force | --check]' },
    options: {
      force: flag('替换已有文件', 'replaces a file that is there'),
      check: flag('只核对一个备份文件，不连接数据库', 'only verifies a backup, without a database'),
    },
  },
  restore: {
    about: {
      zh: '把备份放回数据库；其间服务不能使用该数据库',
      en: 'Puts a backup into the database, which the service must not use meanwhile',
    },
    takes: { zh: '文件 [--replace | --check]', en: 'FILE [--replace | --check]' },
    options: {
      replace: flag('允许替换数据库中已有的数据', 'lets it replace the data that is there'),
      check: flag('只核对备份文件，不改动任何东西', 'only verifies the file and changes nothing'),
    },
  },
  'network:import': {
    about: {
      zh: '从 OpenStreetMap 或线要素导入路网：要么全部，要么什么都不导入',
      en: 'Imports a road network from OpenStreetMap or from lines: all of it, or nothing',
    },
    takes: {
      zh: '文件.osm.pbf|文件.geojson|文件.parquet [选项]',
      en: 'FILE.osm.pbf|FILE.geojson|FILE.parquet [OPTIONS]',
    },
    options: {
      id: option('编号', 'ID', '路网编号，默认 roads', 'id of the network; roads without it'),
      'title-zh': option(
        '名称',
        'TEXT',
        '中文名称，须与 --title-en 同给',
        'title in Chinese, together with --title-en',
      ),
      'title-en': option('名称', 'TEXT', '英文名称', 'title in English'),
      'source-zh': option(
        '来源',
        'TEXT',
        '中文来源，须与 --source-en 同给',
        'source in Chinese, together with --source-en',
      ),
      'source-en': option('来源', 'TEXT', '英文来源', 'source in English'),
      elevation: option(
        '文件',
        'FILE',
        '高程栅格（.tif、.asc），用于坡度',
        'raster of heights (.tif, .asc), for slopes',
      ),
      datum: DATUM,
      provenance: choice(
        'imported|official|approximate',
        '数据来源类别，默认 imported',
        'kind of provenance; imported without it',
      ),
      replace: flag('替换同编号的路网', 'replaces the network of that id'),
    },
  },
  'basemap:import': {
    about: {
      zh: '从 OpenStreetMap 截取文件制作本市离线底图（PMTiles）；失败或中断时原来的底图不变',
      en: 'Makes the city’s own offline base map (PMTiles) of an extract of OpenStreetMap; the one before stays where it fails',
    },
    takes: { zh: '文件.osm.pbf [选项]', en: 'FILE.osm.pbf [OPTIONS]' },
    options: {
      dem: option(
        '文件.tif',
        'FILE.tif',
        '改为导入高程（GeoTIFF，米），用于山体阴影',
        'imports heights instead (a GeoTIFF, metres), to shade hills',
      ),
      source: option('来源', 'TEXT', '高程的来源，写在地图上', 'where the heights are from: the map says it'),
      crs: option(
        '坐标系',
        'CRS',
        '高程的坐标系，如 EPSG:4549；默认取自文件',
        'of the heights, such as EPSG:4549; that of the file without it',
      ),
      clip: choice(
        'city|W,S,E,N',
        '裁到 city.json 的范围，或四个度数；默认整个文件',
        'cuts it to the bounds of city.json, or to four degrees; all of the extract without it',
      ),
      out: option(
        '文件',
        'FILE',
        '写到别处；默认 CHENGTU_HOME 下的 basemap 目录，服务从那里读取',
        'writes elsewhere; the folder basemap of CHENGTU_HOME without it, where the service looks',
      ),
    },
  },
  'demand:import': {
    about: {
      zh: '导入人口数据（表格、栅格、建筑或面）：要么全部，要么什么都不导入',
      en: 'Imports people from a table, a raster, buildings or areas: all of it, or nothing',
    },
    takes: { zh: '文件 [选项]', en: 'FILE [OPTIONS]' },
    options: {
      id: option('编号', 'ID', '编号，默认取自文件名', 'id; made from the name of the file without it'),
      'title-zh': option('名称', 'TEXT', '中文名称', 'title in Chinese'),
      'title-en': option('名称', 'TEXT', '英文名称', 'title in English'),
      kind: choice(
        'csv|raster|buildings|layer',
        '文件内容；不给则按文件名判断',
        'what the file holds; told by its name without it',
      ),
      people: option('列', 'COLUMN', '人数所在的列', 'column with the number of people'),
      groups: option('人群=列,…', 'GROUP=COLUMN,…', '各人群的人数所在的列', 'columns with the people of groups'),
      cell: option('米', 'METRES', '方格边长', 'side of square cells'),
      h3: option('分辨率', 'RESOLUTION', '改用 H3 六边形', 'hexagons of H3 in place of squares'),
      datum: DATUM,
      'people-per-m2': option('数', 'NUMBER', '每平方米建筑面积的人数', 'people on a square metre of floor'),
      floors: option('属性', 'ATTRIBUTE', '建筑层数所在的属性', 'attribute with the floors of a building'),
      'land-use': option('列', 'COLUMN', '用地类型所在的列', 'column with the land use'),
      spread: choice('even|streets', '面内的人数如何分摊', 'how the people of an area are spread over it'),
      network: option('编号', 'ID', '按街道分摊时所用的路网', 'network to spread people along'),
      crs: choice('EPSG:4549', '栅格的坐标系，或一条 proj4 定义', 'projection of a raster, or a proj4 definition'),
      provenance: PROVENANCE,
      encoding: choice('utf-8|gb18030', '文字编码；不给则自动识别', 'encoding of the text; recognised without it'),
      replace: flag('替换同编号的人口数据', 'replaces the people of that id'),
    },
  },
  'network:speeds': {
    about: {
      zh: '给路网各等级道路各时段的驾车速度系数；研究用 travel.depart 取一个小时的',
      en: 'Gives a network the speeds of cars by hour and class of street; studies take those of an hour with travel.depart',
    },
    takes: { zh: '文件.csv [选项]', en: 'FILE.csv [OPTIONS]' },
    options: {
      network: option('编号', 'ID', '路网编号，默认 roads', 'id of the network; roads without it'),
      remove: flag('去掉已有的系数', 'takes away those that there are'),
    },
  },
  'transit:import': {
    about: {
      zh: '导入公共交通时刻表（GTFS，一个或几个文件）：要么全部，要么什么都不导入',
      en: 'Imports timetables of public transport (GTFS, one feed or several): all of them, or nothing',
    },
    takes: { zh: '文件.zip [文件2.zip …] --id 编号 [选项]', en: 'FEED.zip [FEED2.zip …] --id ID [OPTIONS]' },
    options: {
      id: option('编号', 'ID', '时刻表的编号，研究里写在 travel.transit', 'id, which studies give as travel.transit'),
      network: option(
        '编号',
        'ID',
        '检查站点能否从这个路网走到',
        'checks that stops can be walked to along this network',
      ),
      'title-zh': option('名称', 'TEXT', '中文名称', 'title in Chinese'),
      'title-en': option('名称', 'TEXT', '英文名称', 'title in English'),
      'source-zh': option('来源', 'TEXT', '中文来源', 'source in Chinese'),
      'source-en': option('来源', 'TEXT', '英文来源', 'source in English'),
      licence: option('文字', 'TEXT', '数据的许可，如 CC BY 4.0', 'licence of the data, such as CC BY 4.0'),
      provenance: choice(
        'official|imported|approximate',
        '数据来源类别，默认 imported',
        'kind of provenance; imported without it',
      ),
      replace: flag('替换同编号的时刻表', 'replaces the timetables of that id'),
    },
  },
  analyse: {
    about: {
      zh: '按文件计算一个完整的研究，在本机或交给运行中的服务',
      en: 'Runs a whole study from a file, here or by a running service',
    },
    takes: { zh: '研究.json [选项]', en: 'STUDY.json [OPTIONS]' },
    options: {
      out: option('文件', 'FILE', '结果文件；不给则写到标准输出', 'file of the result; standard output without it'),
      csv: option('目录', 'FOLDER', '另写 CSV 表', 'also writes tables as CSV'),
      geojson: option('目录', 'FOLDER', '另写 GeoJSON', 'also writes GeoJSON'),
      arrow: option('目录', 'FOLDER', '另写 Arrow 表（Feather）', 'also writes tables as Arrow (Feather)'),
      parquet: option('目录', 'FOLDER', '另写 GeoParquet 表', 'also writes tables as GeoParquet'),
      server: option('地址', 'URL', '交给该服务计算', 'has this service compute it'),
      'time-limit': option('秒', 'SECONDS', '最长计算时间', 'longest time to compute'),
      memory: option('MB', 'MB', '最多占用的内存', 'most memory to take'),
    },
  },
  'tiles:export': {
    about: {
      zh: '把公开图层的瓦片写成一个 PMTiles 文件，或每层一个归档发布到目录或存储桶',
      en: 'Writes the tiles of public layers into one PMTiles file, or publishes an archive a layer in a folder or a bucket',
    },
    takes: {
      zh: '--layers 图层,图层 --out 文件.pmtiles | --to 目录|s3://存储桶/路径 [选项]',
      en: '--layers LAYER,LAYER --out FILE.pmtiles | --to FOLDER|s3://BUCKET/PATH [OPTIONS]',
    },
    options: {
      layers: option(
        '图层,…',
        'LAYER,…',
        '要导出的图层；与 --to 同用时，用 + 连接的图层进同一个归档',
        'layers to export; with --to, those joined by + go into one archive',
      ),
      out: option('文件', 'FILE', '要写的文件', 'file to write'),
      to: option(
        '目录|s3://…',
        'FOLDER|s3://…',
        '发布各图层归档和清单 manifest.json 的位置；只重做有改动的瓦片',
        'where to publish the archives and manifest.json; only what has changed is made anew',
      ),
      region: option('代码', 'CODE', '清单中的区域，默认为城市代码', 'region in the manifest; the code of the city'),
      anew: flag('全部重做，不沿用以前的导出', 'makes all anew and takes nothing of earlier exports'),
      prune: option(
        '天数',
        'DAYS',
        '删除这么多天以前被替换的归档',
        'removes archives that were replaced so many days ago',
      ),
      minzoom: option('级', 'N', '最小级别', 'first zoom'),
      maxzoom: option('级', 'N', '最大级别', 'last zoom'),
      bbox: option('西,南,东,北', 'WEST,SOUTH,EAST,NORTH', '只要该范围内的瓦片', 'tiles in this box alone'),
      filter: option('条件', 'CQL2', '只要符合条件的要素', 'features that meet this alone'),
      force: flag('替换已有文件', 'replaces a file that is there'),
    },
  },
  bench: {
    about: {
      zh: '测量本机的启动时间、加载时间和应答速度',
      en: 'Measures start times, load times and request rates of this machine',
    },
    options: {
      only: choice('start,tiles,nearby,search,find,load', '只测其中几项', 'some parts alone'),
      database: DATABASES,
      quick: QUICK,
      json: JSON_FILE,
    },
  },
  'bench:analysis': {
    about: {
      zh: '测量路网、编辑、公共交通、选址和规划页面',
      en: 'Measures network, edits, public transport, siting and the planners’ page',
    },
    options: {
      only: choice('network,edits,transit,siting,page', '只测其中几项', 'some parts alone'),
      quick: QUICK,
      json: JSON_FILE,
    },
  },
  'test:conformance': {
    about: {
      zh: '用他人写的程序（GDAL、OWSLib、Leaflet 等）检查本服务给出的数据；自行安装所需',
      en: 'Checks by programs that others wrote (GDAL, OWSLib, Leaflet …) what the service gives; installs what it needs',
    },
    options: {
      url: option('地址', 'URL', '检查这个服务，不另外启动', 'asks this service and starts none'),
      tools: option('目录', 'FOLDER', '所装程序放在这里并保留', 'keeps what it installs here'),
      only: choice('formats,programs,maps,qgis,requests', '只做其中几项', 'some parts alone'),
    },
  },
  'bench:province': {
    about: {
      zh: '生成一个省的道路和人口，导入并计算最近设施，量时间和内存',
      en: 'Makes a province of streets and people, imports it, finds nearest facilities, and measures time and memory',
    },
    options: {
      share: option('比例', 'N', '全省的几分之几，0.001 到 1', 'share of the province, 0.001 to 1'),
      quick: flag('只做百分之一', 'a hundredth of it'),
      json: JSON_FILE,
    },
  },
  'bench:standbys': {
    about: {
      zh: '测量备库：两个备库比一个多答多少，修改之后多久从备库更新',
      en: 'Measures standbys: how much more two answer than one, and how soon an edit comes from one',
    },
    options: {
      only: choice('scaling,freshness', '只测其中一项', 'one part alone'),
      points: option('个数', 'N', '点数，1000 到 20000000', 'number of points, 1000 to 20000000'),
      share: option(
        '百分比',
        'N',
        '每个备库得到所在核的百分之几，5 到 100',
        'percent of its core for each standby, 5 to 100',
      ),
      quick: QUICK,
      json: JSON_FILE,
    },
  },
  'bench:tiles': {
    about: { zh: '测量一座有很多点的城市的瓦片', en: 'Measures tiles of a city of many points' },
    options: {
      only: choice(
        'bounded,costs,uncached,cached,freshness,downloads,overload,others,export',
        '只测其中几项',
        'some parts alone',
      ),
      points: option('个数', 'N', '点数，1000 到 20000000', 'number of points, 1000 to 20000000'),
      quick: QUICK,
      json: JSON_FILE,
    },
  },
  'drill:rolling': {
    about: {
      zh: '演练滚动重启：两台服务在 HAProxy 之后逐台重启，报告有没有请求失败',
      en: 'A rolling restart: two hosts behind HAProxy are restarted one by one, and failed requests are told',
    },
    options: {
      rounds: option('数', 'N', '每台重启几次，默认 3', 'restarts of each host; 3 without it'),
      'stop-delay': option('秒', 'SECONDS', '各台的 STOP_DELAY_S', 'STOP_DELAY_S of the hosts'),
    },
  },
  scale: {
    about: {
      zh: '由测得的单位成本推算城市、省和全国需要的机器，并以模拟核对',
      en: 'Works out the machines that a city, a province and a country need from measured costs, and checks it by a simulation',
    },
    options: {},
  },
  torture: {
    about: {
      zh: '攻击一个自己启动的服务，并报告尝试、承受、丢失和答错的情况',
      en: 'Attacks a service that it starts itself, and tells what was tried, survived, lost and answered wrong',
    },
    options: {
      only: option('名称,…', 'NAME,…', '只做其中几种攻击', 'some attacks alone'),
      database: DATABASES,
      seed: option('数', 'N', '随机种子，用于重现', 'seed, to repeat a run'),
      minutes: option('数', 'N', '全部输入合计的分钟数，默认 15', 'minutes of all inputs together; 15 without it'),
      input: option('序号', 'N', '只重做这一个输入', 'repeats this input alone'),
      schemathesis: flag('另用 Schemathesis 按 OpenAPI 测试', 'also runs Schemathesis by the OpenAPI description'),
      json: JSON_FILE,
    },
  },
  'drill:restore': {
    about: {
      zh: '备份一个自建的数据库，毁掉它再恢复，报告用时和有无丢失',
      en: 'Backs a database of its own up, loses it, restores it, and tells how long that takes and what is missing',
    },
    options: {
      features: option(
        '个数',
        'N',
        '演示城市之外的要素数，默认 100000',
        'features beside the city; 100,000 without it',
      ),
      log: choice(
        'archive|stream|sync',
        'WAL 只归档、同时接收（默认）或提交等待接收',
        'the log is archived alone, received too (without it), or commits wait for that',
      ),
      'archive-timeout': option('秒', 'SECONDS', 'archive_timeout，默认 60', 'archive_timeout; 60 without it'),
      json: JSON_FILE,
    },
  },
  'drill:failover': {
    about: {
      zh: '在本机的 Patroni 集群上反复失去主库，检查读写是否如所承诺',
      en: 'Loses the primary of a cluster under Patroni on this machine again and again, and checks what is promised',
    },
    options: {
      rounds: option('轮数', 'N', '轮数，默认 10', 'rounds; 10 without it'),
      only: choice('server,node,frozen', '只用其中几种失去主库的方式', 'some ways of losing the primary alone'),
      features: option('个数', 'N', '每轮载入的要素数，默认 5000', 'features that each round loads; 5000 without it'),
      seed: option('数', 'N', '随机种子，用于重现', 'seed, to repeat a run'),
      json: JSON_FILE,
    },
  },
  screenshots: {
    about: {
      zh: '为运行中的服务的主要视图截图，两种屏幕、两种语言、两种主题',
      en: 'Pictures of the main views of a running service, on both screens, in both languages and both themes',
    },
    takes: { zh: '[网址] [文件夹] [--view 视图] [--documents]', en: '[URL] [FOLDER] [--view VIEW] [--documents]' },
    options: {
      documents: flag('截文档中的小图，写入 data/pictures', 'the small pictures of the documents, into data/pictures'),
      view: option('视图', 'VIEW', '只截这一视图，可重复', 'this view alone; may be repeated'),
    },
  },
  patterns: {
    about: {
      zh: '检查全部正则表达式：对任何文字所需的时间都与其长度成正比',
      en: 'Proves that every regular expression takes a time that is linear in the length of its text',
    },
    options: {},
  },
  licences: {
    about: {
      zh: '检查各软件包的许可，以及 NOTICE 中的清单',
      en: 'Checks the licences of all packages, and the list of them in NOTICE',
    },
    options: { write: flag('更新 NOTICE 中的清单', 'renews the list in NOTICE') },
  },
  lint: {
    about: {
      zh: '检查代码；最后一步检查行长（不超过 120 列）',
      en: 'Lints the code; its last step checks that no line is over 120 columns',
    },
    options: {},
  },
} as const satisfies Readonly<Record<string, CommandHelp>>;

/** Lines around the list. */
export const HELP_LINES = {
  usage: { zh: '用法：npm run {name}{takes}', en: 'Usage: npm run {name}{takes}' },
  options: { zh: '选项：', en: 'Options:' },
  help: { zh: '显示本说明', en: 'shows this' },
  language: {
    zh: '命令的语言由 CHENGTU_LANG=zh|en 决定。',
    en: 'CHENGTU_LANG=zh|en sets the language of commands.',
  },
} as const satisfies Readonly<Record<string, Text>>;
