import type { Text } from '../../../tiles/layer/layer.ts';

/** What can be wrong with a study, and what its answers say of themselves. */
export const STUDY = {
  missing: { zh: '缺少 {name}。', en: '“{name}” is missing.' },
  unknown: { zh: '不认识 {name}。这里可用：{choices}。', en: 'There is no “{name}” here. There are: {choices}.' },
  'unknown-near': { zh: '不认识 {name}。是否指 {near}？', en: 'There is no “{name}” here. Do you mean {near}?' },
  'wrong-type': { zh: '{found} 应为{wanted}。', en: '{found} should be {wanted}.' },
  'too-small': { zh: '{found} 应不小于 {limit}。', en: '{found} should be at least {limit}.' },
  'too-large': { zh: '{found} 应不大于 {limit}。', en: '{found} should be at most {limit}.' },
  'not-above': { zh: '{found} 应大于 {limit}。', en: '{found} should be above {limit}.' },
  'not-below': { zh: '{found} 应小于 {limit}。', en: '{found} should be below {limit}.' },
  'no-choice': { zh: '{found} 不在可选值之中：{choices}。', en: '{found} is none of: {choices}.' },
  'one-of': { zh: '需要下列之一：{choices}。', en: 'One of these is needed: {choices}.' },
  'file-here': {
    zh: '服务不读文件。请把内容写入研究，或用 npm run analyse 计算研究文件。',
    en: 'The service reads no files. Put the contents into the study, or run its file by npm run analyse.',
  },
  'too-few': { zh: '至少要有 {limit} 项，这里有 {count} 项。', en: 'At least {limit} are needed; there are {count}.' },
  'too-many': { zh: '最多 {limit} 项，这里有 {count} 项。', en: 'At most {limit} are taken; there are {count}.' },
  'too-long': { zh: '最多 {limit} 个字符。', en: 'At most {limit} characters.' },
  'empty-text': { zh: '不能为空。', en: 'It may not be empty.' },
  'other-problem': { zh: '不合要求（{detail}）。', en: 'It does not fit ({detail}).' },
  'more-problems': {
    zh: '另有更多问题未列出；请先改正以上各处。',
    en: 'There are more problems than are listed: solve these first.',
  },
  'type-object': { zh: '对象', en: 'an object' },
  'type-array': { zh: '列表', en: 'a list' },
  'type-string': { zh: '文本', en: 'a text' },
  'type-number': { zh: '数', en: 'a number' },
  'type-integer': { zh: '整数', en: 'a whole number' },
  'type-boolean': { zh: 'true 或 false', en: 'true or false' },
  'type-null': { zh: 'null', en: 'null' },
  or: { zh: '{a}或{b}', en: '{a} or {b}' },

  'layer-not-areas': { zh: '图层“{layer}”不是面图层，不能按它计数。', en: 'Layer “{layer}” has no areas to count in.' },
  'bad-capacity': {
    zh: '图层“{layer}”没有数值属性“{attribute}”。数值属性有：{choices}。',
    en: 'Layer “{layer}” has no numeric attribute “{attribute}”. It has: {choices}.',
  },
  'bad-capacity-none': {
    zh: '图层“{layer}”没有数值属性“{attribute}”，也没有其他数值属性。',
    en: 'Layer “{layer}” has no numeric attribute “{attribute}”, nor any other.',
  },
  'unknown-standard': {
    zh: '没有名为“{id}”的标准。可用的有：{choices}。',
    en: 'There is no standard “{id}”. There are: {choices}.',
  },

  'no-network': {
    zh: '此分析要沿街道出行，但研究没有网络。请给出 network（{"stored": 编号}、nodes 与 edges，或按直线的 {"straight": {}}），或给出代价矩阵 matrix。',
    en: 'This analysis travels, but the study has no network. Give “network” ({"stored": id}, nodes and edges, or {"straight": {}} for straight lines), or a “matrix” of costs.',
  },
  'transit-mode': {
    zh: '{name} 只用于公共交通。请把 travel.mode 写成 transit，或去掉它。',
    en: '“{name}” is for public transport alone. Set “travel.mode” to transit, or leave it out.',
  },
  'departure-mode': {
    zh: '{name} 只用于公共交通和驾车。请把 travel.mode 写成 transit 或 drive，或去掉它。',
    en: '“{name}” is for public transport and driving. Set “travel.mode” to transit or drive, or leave it out.',
  },
  'transit-needs': {
    zh: '乘公共交通需要 {name}。请给出 transit（时刻表的编号）、date（如 2019-05-13）和 depart（如 08:00）。',
    en: 'Travel by public transport needs “{name}”. Give “transit” (id of the timetables), “date” (such as 2019-05-13) and “depart” (such as 08:00).',
  },
  'transit-date': {
    zh: '“{date}”不是日历上的一天。请写成“年-月-日”，如 2019-05-13。',
    en: '“{date}” is no day of the calendar. Write year, month and day, such as 2019-05-13.',
  },
  'transit-clock': {
    zh: '“{depart}”不是时刻。请写成“时:分”，从 00:00 到 23:59，如 08:00。',
    en: '“{depart}” is no time of day. Write hours and minutes from 00:00 to 23:59, such as 08:00.',
  },
  'transit-streets': {
    zh: '乘公共交通要沿已导入的路网步行到站。请用 {"stored": 编号}，不用研究自带的网络。',
    en: 'Who rides public transport walks to stops along a stored network. Use {"stored": id} in place of a network of the study’s own.',
  },
  'transit-direction': {
    zh: '公共交通只计算从人到设施的方向。请去掉 direction，或改用其他出行方式。',
    en: 'By public transport people go to the facility. Leave out “direction”, or choose another mode.',
  },
  'transit-isochrones': {
    zh: '没有公共交通的等时圈。请改用 coverage 加 perDemand，或 matrix，得到每个单元的时间；或把 travel.mode 改为步行、骑行、驾车。',
    en: 'There are no isochrones by public transport. Ask for coverage with “perDemand”, or for a matrix, to have the time of every cell; or set “travel.mode” to walk, cycle or drive.',
  },
  'speeds-drive': {
    zh: '各时段的速度（speeds）只用于驾车。请把 mode 写成 drive，或去掉 speeds。',
    en: 'Speeds by hour (“speeds”) are of cars. Set “mode” to drive, or leave them out.',
  },
  'speeds-depart': {
    zh: '驾车的 {name} 需要 depart（如 08:00），才知道取哪个小时。',
    en: '“{name}” by car needs “depart” (such as 08:00), which says the hour.',
  },
  'speeds-stored': {
    zh: '按时刻驾车需要已导入路网的道路等级。请用 {"stored": 编号}，或去掉 depart。',
    en: 'Driving at an hour needs the classes of a stored network. Use {"stored": id}, or leave out “depart”.',
  },
  'speeds-backwards': {
    zh: 'toHour 应大于 fromHour。跨午夜的时段请分成两项。',
    en: '“toHour” should be above “fromHour”. Divide hours over midnight in two.',
  },
  'speeds-none': {
    zh: '路网“{title}”没有各时段的速度系数。请在 speeds 中给出，或导入：npm run network:speeds -- 文件.csv --network {id}；或去掉 depart。',
    en: 'The network “{title}” has no speeds by hour. Give “speeds”, or import them: npm run network:speeds -- FILE.csv --network {id}; or leave out “depart”.',
  },
  'speeds-date': {
    zh: '速度系数都按星期几给出。请给出 date（如 2026-03-02）。',
    en: 'All speeds are of days of the week. Give “date”, such as 2026-03-02.',
  },
  'rules-stored': {
    zh: '{name} 需要已导入路网的标签。请用 {"stored": 编号}，或去掉 {name}。',
    en: '“{name}” needs the tags of a stored network. Use {"stored": id}, or leave out “{name}”.',
  },
  'rules-untagged': {
    zh: '路网“{title}”没有保留道路标签，不能按轮椅等规则出行。请重新导入：npm run network:import -- 文件 --id {id} --replace。',
    en: 'The network “{title}” keeps no tags of its streets, which rules of travel need. Import it again: npm run network:import -- FILE --id {id} --replace.',
  },
  'profile-mode': {
    zh: '出行者“{title}”的出行方式是{mode}（{name}）。请改 mode，或换一个 profile。',
    en: 'The profile “{title}” travels {mode} ({name}). Change “mode”, or choose another profile.',
  },
  'unknown-profile': {
    zh: '没有编号为“{id}”的出行者（profile）。可用的有：{choices}。',
    en: 'There is no profile “{id}”. There are: {choices}.',
  },
  'slope-on-foot': {
    zh: '按坡度计时（slope）只用于步行（walk、transit）。请改 mode，或去掉 slope。',
    en: 'Times by slope (“slope”) are of people on foot (walk, transit). Change “mode”, or leave out “slope”.',
  },
  'slope-unknown': {
    zh: '路网“{title}”没有高程。请带高程重新导入：npm run network:import -- 文件 --elevation 高程.tif --id {id} --replace；或去掉 slope。',
    en: 'The network “{title}” has no heights. Import it again with some: npm run network:import -- FILE --elevation DEM.tif --id {id} --replace; or leave out “slope”.',
  },
  'rules-and-speed': {
    zh: '各等级的速度（rules.speeds）与 speedMps 不能同时给出。请去掉其一。',
    en: 'Speeds by class (rules.speeds) and “speedMps” exclude each other. Leave out one of them.',
  },
  'network-elsewhere': {
    zh: '路网“{network}”离人口“{people}”太远：没有一处人口在任何可通行街道的 {metres} 米之内。请换一个路网或人口，或检查二者的坐标系。',
    en: 'The network “{network}” lies elsewhere than the people “{people}”: not one of them is within {metres} m of a street of this mode. Choose another network or other people, or check the datum of both.',
  },
  'no-demand': {
    zh: '此分析需要知道人在哪里，但研究没有人口。请给出 demand（{"stored": 编号} 或 points）。',
    en: 'This analysis needs people, but the study has none. Give “demand” ({"stored": id}, or points).',
  },
  'isochrone-unit': {
    zh: '等时圈的面需要知道路网代价的单位，才能换算路边步行的米数，而 network.costUnit 为 {unit}。请写明单位：{units}。',
    en: 'The area of an isochrone needs the unit of the network’s costs, to turn metres walked beside a street into them; network.costUnit is {unit}. Give one of {units}.',
  },
  'no-facilities': {
    zh: '此分析需要设施，但一个也没有。请给出 facilities，或检查筛选条件。',
    en: 'This analysis needs facilities, but there are none. Give “facilities”, or check their filter.',
  },
  'no-candidates': {
    zh: '选址需要候选点，但一个也没有。请给出 candidates，或放宽其条件。',
    en: 'Siting needs candidates, but there are none. Give “candidates”, or ask less of them.',
  },
  'forbidden-all': {
    zh: '全部 {count} 个候选点都在禁建范围内。',
    en: 'All {count} candidates lie inside forbidden areas.',
  },
  'needs-within': {
    zh: '{model} 需要 within（服务的代价上限）。',
    en: '{model} needs “within”, the cost that serves.',
  },
  'needs-p': {
    zh: '{model} 需要 p（新设施的个数）或 budget（总费用），也可同时给出。',
    en: '{model} needs “p”, the number of new facilities, or “budget”, their total cost, or both.',
  },
  'periods-and-limits': {
    zh: '给出了 periods，就不能再给 p、budget 或 share：请写在各期里。',
    en: 'With “periods” there is no “p”, “budget” or “share” of the whole: say them in each period.',
  },
  'period-needs-share': {
    zh: 'lscp 的每一期都要有 share（到该期为止要覆盖的人口比例）。',
    en: 'Each period of lscp needs “share”, of the people to be covered by then.',
  },
  'share-for-lscp': {
    zh: 'share（要覆盖的人口比例）只用于 lscp，{model} 不接受。',
    en: '“share”, of the people to be covered, belongs to lscp; {model} does not take it.',
  },
  'p-above-candidates': {
    zh: 'p 为 {p}，但候选点只有 {count} 个。请减小 p，或增加候选点。',
    en: '“p” is {p}, but there are only {count} candidates. Lower it, or give more candidates.',
  },
  'no-capacities': {
    zh: 'useCapacities 要求设施和候选点有服务能力，但都没有。请给出 capacity，或 defaultCapacity 和 cells.capacity。',
    en: '“useCapacities” asks for capacities, but no facility or candidate has one. Give “capacity”, or “defaultCapacity” and “cells.capacity”.',
  },
  'capacity-missing': {
    zh: '{count} 个设施或候选点没有服务能力：{ids}。请给出 capacity，图层和网格也可为没有数值的给出 defaultCapacity 或 cells.capacity；不限能力的请填一个足够大的数。',
    en: '{count} facilities or candidates have no capacity: {ids}. Give each a “capacity”, or for those of a layer or of cells one “defaultCapacity” or “cells.capacity”; for one without a limit a number that is large enough.',
  },
  'budget-without-costs': {
    zh: '给出了 budget，但 {count} 个候选点没有设置费用：{ids}。请给每个候选点 cost（图层用 cost 指明属性，或用 defaultCost、cells.cost 给出每处的费用），或改用 p。',
    en: 'There is a “budget”, but {count} candidates have no opening cost: {ids}. Give each a “cost” (for a layer, name the attribute as “cost”, or give one for all as “defaultCost”; for cells as “cells.cost”), or use “p”.',
  },
  'closure-fixed': {
    zh: 'fixed 中的编号不是现有设施：{ids}。',
    en: 'These ids of “fixed” are no existing facilities: {ids}.',
  },
  'closure-too-many': {
    zh: '要关闭 {close} 处，但可关闭的只有 {free} 处（共 {count} 处）。请减小 close，或少列 fixed。',
    en: '{close} facilities are to close, but only {free} of the {count} may. Lower “close”, or fix fewer.',
  },
  'closure-nothing-left': {
    zh: '要关闭全部 {count} 处设施，又没有新开的：没有可选的余地。请减小 close，或给出 p 和候选点。',
    en: 'All {count} facilities are to close and none opens: nothing is left to choose. Lower “close”, or give “p” and candidates.',
  },
  'warn-closure-lost': {
    zh: '关闭之后，比现在少服务 {people} 人。',
    en: 'With these closed {people} people fewer are served than today.',
  },
  'districts-points': {
    zh: '划片需要相邻关系，而点没有边界。请用已存储的人口单元，或 areas、面图层作为 demand。',
    en: 'Districts are of ground that touches, and points have no borders. Use stored cells as “demand”, or areas or a layer of them.',
  },
  'districts-full': {
    zh: '全部设施的能力共 {capacity}，而其所在地面上有 {people} 人，差 {missing}。请提高能力，只计应服务的人群，或用 "overCapacity": "scale" 按同一倍数提高。',
    en: 'The facilities hold {capacity} in all, and {people} people live on the ground that they are on: {missing} too many. Raise the capacities, count only those who are served, or say “overCapacity”: “scale”, which raises all by one factor.',
  },
  'districts-no-room': {
    zh: '{count} 处设施的能力都是 0，或无路可达，没有可以划的片区。请给出大于 0 的 capacity，或去掉 useCapacities。',
    en: 'All {count} facilities have a capacity of 0, or nobody comes to them: there is no zone to draw. Give a “capacity” above 0, or leave out “useCapacities”.',
  },
  'districts-no-way': {
    zh: '{count} 处设施都不在任何单元内，也无路可达，没有可以划的片区。请检查设施的位置，或出行方式。',
    en: 'None of the {count} facilities stands in a cell, and nobody comes to any: there is no zone to draw. Check where they are, or how people travel.',
  },
  'districts-too-large': {
    zh: '{units} 个单位 × {zones} 个片区共 {pairs} 对，最多 {most} 对。请用 "by": "subdistrict"，或减少设施或单元。',
    en: '{units} units × {zones} zones are {pairs} pairs; {most} are taken at most. Say “by”: “subdistrict”, or use fewer facilities or cells.',
  },
  'assume-shared-zones': {
    zh: '有 {count} 个片区由同在一个单位里的几处设施共用，能力相加：{ids}。',
    en: '{count} zones are shared by facilities that stand in the same unit, with their capacities together: {ids}.',
  },
  'assume-seats-near': {
    zh: '{count} 处设施不在任何人口单元内，其片区从代价最小的单元起：{ids}。',
    en: '{count} facilities stand in no cell: their zones begin at the cell with the least cost to them: {ids}.',
  },
  'assume-capacity-scaled': {
    zh: '总能力不足，各处能力按 {factor} 倍计。',
    en: 'The capacities are too small in all: {factor} times each is taken.',
  },
  'warn-districts-unmet': {
    zh: '未找到满足人数限制的连续划法：共有 {people} 人超出上限或不足下限。请放宽 balance，提高能力，或给更多时间。',
    en: 'No contiguous zones were found that keep to their limits: {people} people are beyond them, or short. Allow more “balance”, raise the capacities, or give more time.',
  },
  'warn-districts-infeasible': {
    zh: '已证明没有满足人数限制的连续划法；给出的划法共有 {people} 人超出上限或不足下限。请放宽 balance，提高能力，或用更小的单位。',
    en: 'It is proven that no contiguous zones keep to the limits; in those given {people} people are beyond them, or short. Allow more “balance”, raise the capacities, or use smaller units.',
  },
  'warn-districts-islands': {
    zh: '{cells} 个单元（{people} 人）与任何设施所在的地面都不相连，不属于任何片区。',
    en: '{cells} cells ({people} people) lie on ground that no facility is on and nothing joins to others: they are in no zone.',
  },
  'warn-districts-lost': {
    zh: '{cells} 个单元（{people} 人）没有路到其片区的设施：计入人数，不计入代价。',
    en: '{cells} cells ({people} people) have no way to the facility of their zone: they count among its people, and in no cost.',
  },
  'warn-districts-left-out': {
    zh: '{count} 处设施无路可达，没有片区：{ids}。',
    en: 'Nobody comes to {count} facilities, which have no zone: {ids}.',
  },
  'assume-split': {
    zh: '计服务能力：一个单元的人可分到几处设施。',
    en: 'Capacities are kept to; the people of a cell may be divided among several facilities.',
  },
  'assume-whole-cells': {
    zh: '计服务能力：一个单元的人都由同一设施服务，放不下的单元不予服务。',
    en: 'Capacities are kept to; everybody of a cell goes to one facility, and a cell that fits nowhere is not served.',
  },
  'costs-descend': { zh: '代价应从小到大排列，且不重复。', en: 'Costs should ascend, each once.' },
  'steps-order': {
    zh: '各级的 upTo 应从小到大排列，且不重复。',
    en: 'The “upTo” of the steps should ascend, each once.',
  },
  'steps-beyond': {
    zh: '最后一级的 upTo（{upTo}）小于上限（{catchment}），其间没有权重。',
    en: 'The last step ends at {upTo}, below the limit of {catchment}: there is no weight between.',
  },
  'gaussian-needs-limit': {
    zh: '没有 sigma 的高斯衰减在上限处为 0，须给出大于 0 的上限（within 或 catchment）；或给出 sigma。',
    en: 'A Gaussian without “sigma” falls to 0 at the limit: give a limit above 0 (“within” or “catchment”), or “sigma”.',
  },
  'attribute-needs-decay': {
    zh: '没有 decay 时可达性为到最近设施的代价，不计属性“{attribute}”。请给出 decay，或去掉 attribute。',
    en: 'Without a “decay” access is the cost of the nearest facility, which no “{attribute}” counts in. Give a “decay”, or leave out “attribute”.',
  },
  'attribute-needs-layer': {
    zh: '属性“{attribute}”取自设施图层，但研究的设施不是图层。请用 {"layer": …} 给出设施，或在各点的 capacity 中给出数值。',
    en: 'The attribute “{attribute}” is one of the facilities’ layer, but those of the study are of none. Give facilities as {"layer": …}, or the numbers as the “capacity” of each point.',
  },
  'edit-unknown': { zh: '没有编号为“{id}”的设施，不能修改。', en: 'There is no facility “{id}” to edit.' },
  'edit-twice': { zh: '已有编号为“{id}”的设施。', en: 'There is a facility “{id}” already.' },
  'id-twice': { zh: '编号“{id}”重复（第 {first} 个已用）。', en: 'The id “{id}” is taken by number {first}.' },
  'half-place': { zh: '经度和纬度要一起给出。', en: 'Longitude and latitude go together.' },
  'no-place': {
    zh: '此处没有位置：请给出 lon 和 lat，或自带网络的 node。',
    en: 'There is no place here: give “lon” and “lat”, or the “node” of a network of the study’s own.',
  },
  'node-without-network': {
    zh: 'node 只用于研究自带的网络；这里请用 lon 和 lat。',
    en: '“node” belongs to a network of the study’s own; use “lon” and “lat” here.',
  },
  'unknown-node': { zh: '网络中没有节点“{node}”。', en: 'The network has no node “{node}”.' },
  'network-without-places': {
    zh: '自带网络的节点没有经纬度，不能用坐标定位：请用 node，或给节点加上 lon 和 lat。',
    en: 'The nodes of the network have no coordinates, so places are found by “node” alone; or give the nodes “lon” and “lat”.',
  },
  'speed-for-driving': {
    zh: '驾车按道路等级计时，不能设 speedMps。',
    en: 'Driving is timed by class of street: leave out “speedMps”.',
  },
  'matrix-rows': {
    zh: '矩阵有 {rows} 行，但需求有 {count} 个：应当相等。',
    en: 'The matrix has {rows} rows, but there are {count} demands: they should be as many.',
  },
  'matrix-columns': {
    zh: '矩阵第 {row} 行有 {columns} 列，应为 {count} 列（设施 {existing} + 候选 {candidates}）。',
    en: 'Row {row} of the matrix has {columns} columns: it should have {count} ({existing} facilities + {candidates} candidates).',
  },
  'matrix-ragged': {
    zh: '矩阵第 {row} 行有 {columns} 列，第 1 行有 {count} 列：应当相等。',
    en: 'Row {row} of the matrix has {columns} columns, the first has {count}: they should be as many.',
  },
  'matrix-and-edits': {
    zh: '有代价矩阵时不能用 edits：矩阵不含修改后位置的代价。',
    en: 'Edits do not go with a matrix, which has no costs of places that move.',
  },
  'matrix-and-travels': {
    zh: '有代价矩阵时不能用 travels：矩阵的代价只有一种。',
    en: 'A matrix has costs of one kind: leave out “travels”.',
  },
  'no-travels': {
    zh: '没有出行方式“{name}”：研究没有 travels。请在 travels 中给出，或去掉 travel。',
    en: 'There is no travel “{name}”: the study has no “travels”. Give it there, or leave out “travel”.',
  },
  'unknown-travel': {
    zh: '没有出行方式“{name}”。travels 中有：{choices}。',
    en: 'There is no travel “{name}”. The travels are: {choices}.',
  },
  'matrix-and-cells': {
    zh: '有代价矩阵时不能用 cells 生成候选点。',
    en: 'Candidates of cells do not go with a matrix.',
  },
  'matrix-and-isochrones': {
    zh: '等时圈需要网络，代价矩阵不能代替。',
    en: 'Isochrones need a network: a matrix does not replace it.',
  },
  'straight-seconds': {
    zh: '覆盖按秒计算：直线出行的 costUnit 须为 s，或不写。',
    en: 'A coverage counts seconds: costUnit of straight lines has to be s, or left out.',
  },
  'straight-isochrones': {
    zh: '等时圈需要街道：直线出行的范围就是以起点为心的圆。请给出路网，或用 GIS 的缓冲区。',
    en: 'Isochrones need streets: in straight lines they are circles around their origins. Give a network, or draw a buffer in a GIS.',
  },
  'compliance-needs': {
    zh: '标准检查需要已存储的街道网络和人口数据。',
    en: 'A check against a standard needs a stored network and stored people.',
  },
  'rule-unknown': {
    zh: '标准“{standard}”没有规则“{rule}”。规则有：{choices}。',
    en: 'Standard “{standard}” has no rule “{rule}”. It has: {choices}.',
  },
  'too-big': {
    zh: '此分析所需内存超过上限 {limit} MB。请减小行程上限，或减少设施、候选点或需求单元；管理员可提高 ANALYSIS_MEMORY_MB。',
    en: 'This analysis needs more than the {limit} MB of memory that are allowed. Ask for a lower limit of travel or fewer facilities, candidates or cells, or have ANALYSIS_MEMORY_MB raised.',
  },

  'too-many-rows': {
    zh: '逐个列出的结果至少有 {rows} 行，而一项研究的回答最多 {most} 行，尚余 {left} 行。请给出 nearest（每个需求最近的几个）、减小 within，或分成几项研究。',
    en: 'The result would list {rows} rows or more; the answer of a study has {most} at most, of which {left} are left. Give “nearest” (so many of each demand), a smaller “within”, or ask in several studies.',
  },
  'answer-too-long': {
    zh: '结果太长，一个回答放不下。请少列一些（perDemand、outlines、matrix 的 nearest 和 within），或分成几项研究。',
    en: 'The result is too long for one answer. List less (perDemand, outlines, “nearest” and “within” of a matrix), or ask in several studies.',
  },

  'warn-unconnected-facilities': {
    zh: '{count} 个设施距任何可通行街道超过 {metres} 米，未计入：{ids}。',
    en: '{count} facilities are farther than {metres} m from every street and serve nobody: {ids}.',
  },
  'warn-unconnected-origins': {
    zh: '{count} 个起点距任何可通行街道超过 {metres} 米，没有等时圈：{ids}。请检查坐标，或路网是否覆盖该处。',
    en: '{count} origins are farther than {metres} m from every street and have no isochrone: {ids}. Check their places, and that the network covers them.',
  },
  'warn-no-water': {
    zh: '路网周围没有已知的水域：等时圈可能越过水面。从 OpenStreetMap 摘录导入的路网带有其水域。',
    en: 'No water is known around the network: isochrones may run over it. Networks imported from an OpenStreetMap extract bring its water.',
  },
  'warn-unconnected-candidates': {
    zh: '{count} 个候选点距任何可通行街道超过 {metres} 米，未计入：{ids}。',
    en: '{count} candidates are farther than {metres} m from every street and were left out: {ids}.',
  },
  'warn-unconnected-demand': {
    zh: '{count} 个需求单元（{people} 人）距任何可通行街道超过 {metres} 米。',
    en: '{count} demand cells ({people} people) are farther than {metres} m from every street.',
  },
  'warn-no-ferries': {
    zh: '研究要求计入轮渡（travel.ferries），但路网没有该出行方式（{mode}）可乘的轮渡。OpenStreetMap 摘录须在本版本重新导入才带有轮渡。',
    en: 'The study asks for ferries (travel.ferries), but the network has none that can be taken {mode}. Extracts of OpenStreetMap bring theirs once they are imported again.',
  },
  'warn-pieces-passed': {
    zh: '{count} 个点最近的道路属于总长不足 {metres} 米、与其余路网不相通的小块，已改接附近更大的部分（travel.minPieceM）。',
    en: 'The nearest street of {count} points belongs to a piece of the network of less than {metres} m that nothing joins to the rest: they are joined to a larger one in reach (travel.minPieceM).',
  },
  'warn-outside': {
    zh: '{count} 个设施不在任何人口单元内，可能在城区之外：{ids}。',
    en: '{count} facilities stand in no cell of the demand, perhaps outside the city: {ids}.',
  },
  'warn-islands': {
    zh: '街道网络分成 {pieces} 片互不相通；{people} 人所在的片没有设施，无路可达。',
    en: 'The street network is in {pieces} pieces; {people} people live on pieces without a facility and are cut off.',
  },
  'warn-forbidden': {
    zh: '{count} 个候选点在禁建范围内，未计入。',
    en: '{count} candidates lie inside forbidden areas and were left out.',
  },
  'warn-zero-capacity': {
    zh: '{count} 个设施的服务能力为 0：{ids}。',
    en: '{count} facilities have a capacity of 0: {ids}.',
  },
  'warn-time': {
    zh: '时间用尽，结果不完整：未完成的分析标为 unfinished。',
    en: 'Time ran out and the result is partial: analyses that were not finished are marked “unfinished”.',
  },
  'warn-cancelled': { zh: '已被取消，结果不完整。', en: 'It was cancelled and the result is partial.' },
  'warn-memory': { zh: '内存用尽，结果不完整。', en: 'Memory ran out and the result is partial.' },
  'warn-infeasible': { zh: '选址无解：{reason}', en: 'There is no such siting: {reason}' },
  'infeasible-share': {
    zh: '要覆盖 {asked}% 的人口，但现有设施和这 {candidates} 个候选点全部加起来最多覆盖 {most}%。请降低 share，增大 within，或增加候选点。',
    en: '{asked}% of the people are to be covered, but the existing facilities and all these {candidates} candidates together cover {most}% at most. Lower “share”, raise “within”, or give more candidates.',
  },
  'infeasible-share-capacity': {
    zh: '要服务 {asked}% 的人口，但全部设施和候选点加起来也容不下这么多。请降低 share，提高服务能力，或增加候选点。',
    en: '{asked}% of the people are to be served, which all facilities and candidates together have no room for. Lower “share”, raise the capacities, or give more candidates.',
  },
  'infeasible-other': { zh: '约束互相矛盾。', en: 'The constraints contradict each other.' },
  'warn-unservable': {
    zh: '{people} 人（{cells} 个单元）既到不了现有设施，也到不了这 {candidates} 个候选点中的任何一个，未计入目标；增加候选点可能会覆盖他们。',
    en: '{people} people ({cells} cells) reach no existing facility and none of these {candidates} candidates, and are left out of the objective. More candidates may reach them.',
  },

  'assume-travel': {
    zh: '出行方式“{name}”（第 {analyses} 项分析）：{how}',
    en: 'Travel “{name}” (analysis {analyses}): {how}',
  },
  'assume-mode': { zh: '出行方式：{mode}，速度 {speed}。', en: 'Travelled {mode}, {speed}.' },
  'mode-walk': { zh: '步行', en: 'on foot' },
  'mode-cycle': { zh: '骑行', en: 'by bicycle' },
  'mode-drive': { zh: '驾车', en: 'by car' },
  'speed-of': { zh: '{mps} 米/秒', en: 'at {mps} m/s' },
  'speed-by-class': { zh: '按道路等级', en: 'timed by class of street' },
  'assume-direction': {
    zh: '从设施到人的方向计算（如消防车出动）。',
    en: 'Travelled from the facility to the people, as a fire engine does.',
  },
  'assume-straight-time': {
    zh: '不沿街道：椭球面上的直线距离 × {detour}，{mode} {mps} 米/秒。',
    en: 'Not along streets: straight lines on the spheroid × {detour}, {mode} at {mps} m/s.',
  },
  'assume-straight-metres': {
    zh: '不沿街道：代价为椭球面上的直线距离 × {detour}（米）。',
    en: 'Not along streets: costs are straight lines on the spheroid × {detour}, in metres.',
  },
  'assume-access': {
    zh: '点到街道按直线步行 {mps} 米/秒；距街道超过 {metres} 米的点视为不连通。',
    en: 'From a point to its street people walk straight at {mps} m/s; points farther than {metres} m from every street are not connected.',
  },
  'assume-ferries': {
    zh: '计入轮渡：路网中该出行方式可乘的轮渡有 {count} 段，按航行时间，不含等候。',
    en: 'Ferries count: the network has {count} stretches of ferry that take this mode, in their time of sailing without waiting.',
  },
  'assume-hour': {
    zh: '驾车在 {when} 出发：按该小时的速度系数（{source}），各道路 {least} 至 {most}，按长度平均 {mean}；整个行程都用出发时这一小时的。没有给出的为 1。',
    en: 'By car at {when}: at the factors of speed of that hour ({source}), {least} to {most} by street, {mean} in the mean by length. They hold for the whole trip; where none is given it is 1.',
  },
  'speeds-of-network': { zh: '随路网导入', en: 'imported with the network' },
  'speeds-of-study': { zh: '研究给出', en: 'of the study’s own' },
  'assume-rules': {
    zh: '出行规则：{profile}；因此不走该出行方式道路长度的 {percent}%。车站、车辆、路缘和建筑入口未检查。',
    en: 'Rules of travel: {profile}. They leave out {percent} % of the length of the streets of this mode. Stations, vehicles, kerbs and entrances are not checked.',
  },
  'assume-rules-tagged': {
    zh: '没有标签的道路都按可走计。标有所需标签的道路按长度：{tagged}。',
    en: 'Streets without a tag are used. Tagged, by length of the streets of this mode: {tagged}.',
  },
  'assume-slope': {
    zh: '步行时间按坡度 S 计（Tobler 1993）：平地时间 × exp(3.5 (|S + 0.05| − 0.05))；台阶除外，坡度最多按 0.4 计。',
    en: 'Times on foot go by slope S (Tobler 1993): those on the level × exp(3.5 (|S + 0.05| − 0.05)), but on steps; slopes are taken as 0.4 at most.',
  },
  'assume-heights': {
    zh: '步行道路长度的 {known}% 有高程，平均坡度 {mean}%；没有的按平地计。',
    en: 'Of the length of streets on foot, {known} % has heights, at a mean slope of {mean} %; the others count as level.',
  },
  'profile-wheelchair': {
    zh: '轮椅（不走台阶，也不走标明不通轮椅、路面差、窄于 0.915 米或坡度超过 1:12 的道路；travel.rules 另有写明的以其为准）',
    en: 'wheelchair (no steps, nor what is tagged wheelchair=no, of bad surface, narrower than 0.915 m or steeper than 1:12, but for what travel.rules says)',
  },
  'profile-no-stairs': { zh: '不走台阶（婴儿车）', en: 'no steps (prams)' },
  'profile-of-city': { zh: '{title}（{source}）', en: '{title} ({source})' },
  'assume-profile': { zh: '出行者：{title}（{source}）。', en: 'Who travels: {title} ({source}).' },
  'rules-own': { zh: '研究自定（travel.rules）', en: 'of the study’s own (travel.rules)' },
  'tagged-wheelchair': { zh: '轮椅通行 {percent}%', en: 'wheelchair access {percent} %' },
  'tagged-surface': { zh: '路面 {percent}%', en: 'surface {percent} %' },
  'tagged-width': { zh: '宽度 {percent}%', en: 'width {percent} %' },
  'tagged-incline': { zh: '坡度 {percent}%', en: 'incline {percent} %' },
  'assume-datum': {
    zh: '坐标为 WGS 84 / CGCS2000；长度和面积按椭球计算。',
    en: 'Coordinates are WGS 84 / CGCS2000; lengths and areas are taken on the spheroid.',
  },
  'assume-streets': {
    zh: '街道网络“{title}”（{provenance}）：{source}。',
    en: 'Street network “{title}” ({provenance}): {source}.',
  },
  'assume-people': {
    zh: '人口“{title}”（{provenance}）：{source}。',
    en: 'People “{title}” ({provenance}): {source}.',
  },
  'assume-group': { zh: '只计人群“{group}”。', en: 'Counts the group “{group}” alone.' },
  'assume-for': {
    zh: '第 {analysis} 项分析只计人群“{group}”。',
    en: 'Analysis {analysis} counts the group “{group}” alone.',
  },
  'assume-centres': { zh: '每个人口单元的人都算在单元中心。', en: 'The people of a cell count at its centre.' },
  'assume-inside': { zh: '每个面的人都算在面内一点。', en: 'The people of an area count at a point inside it.' },
  'assume-values': {
    zh: '值取自图层“{title}”的属性“{attribute}”：{count} 个要素；{without} 个没有该值，略去。',
    en: 'Values are “{attribute}” of the layer “{title}”: {count} features; {without} have none and were left out.',
  },
  'assume-facilities': {
    zh: '设施取自图层“{title}”（{provenance}），共 {count} 个。',
    en: 'Facilities of the layer “{title}” ({provenance}): {count}.',
  },
  'warn-no-features': {
    zh: '图层“{layer}”没有符合条件的要素，其指标按零计。',
    en: 'The layer “{layer}” has no features that a rule is about: its figures are those of none.',
  },
  'assume-edits': {
    zh: '按方案检查：图层“{title}”的规则已计入新增 {added} 处、移动 {moved} 处、撤除 {removed} 处。',
    en: 'The scenario is what is checked: rules about “{title}” count {added} facilities added, {moved} moved and {removed} removed.',
  },
  'edits-elsewhere': {
    zh: '方案修改的是图层“{layer}”的设施，所计算的规则都不涉及它：结果与现状相同。',
    en: 'The scenario changes facilities of the layer “{layer}”, which no rule computed here is about: the results are those of today.',
  },
  'added-assumed': {
    zh: '规则“{rule}”只计符合 {filter} 的设施。新增的 {count} 处未说明是什么，按符合计入；请用设施筛选说明，或另行核对。',
    en: 'The rule “{rule}” counts facilities of {filter}. What the {count} added ones are is not said, so they are counted as such: filter the facilities of the study to say it.',
  },
  'added-left-out': {
    zh: '规则“{rule}”只计符合 {filter} 的设施，研究所规划的不是：新增的 {count} 处未计入。',
    en: 'The rule “{rule}” counts facilities of {filter}, which those planned here are not: the {count} added ones are not counted.',
  },
  'assume-not-points': {
    zh: '图层“{title}”的线或面以其上一点代表。',
    en: 'Lines or areas of the layer “{title}” stand at a point on them.',
  },
  'assume-given-network': {
    zh: '代价取自研究自带的网络（单位：{unit}），到边的距离不计代价。',
    en: 'Costs are those of the study’s own network (unit: {unit}); reaching an edge costs nothing.',
  },
  'assume-matrix': {
    zh: '代价取自研究给出的矩阵（单位：{unit}）。',
    en: 'Costs are those of the matrix given (unit: {unit}).',
  },
  'assume-one-person': { zh: '未给出需求：每行按 1 人计。', en: 'No demand was given: every row counts one person.' },
  'assume-cells': {
    zh: '候选点为 {count} 个人口单元的中心，从人数不少于 {minPeople} 的 {cells} 个单元中均匀选取，间距不小于 {spacingM} 米：每个这样的单元附近都有候选点。',
    en: 'Candidates are the centres of {count} cells, spread over all {cells} that hold at least {minPeople} people: at least {spacingM} m apart, and no such cell is farther than that from the next one.',
  },
  'assume-capacity-each': {
    zh: '{count} 个设施或候选点的服务能力没有数据，按每处 {capacity} 计。',
    en: '{count} facilities or candidates have no capacity of their own: {capacity} is taken for each.',
  },
  'assume-cost-each': {
    zh: '{count} 个候选点的设置费用没有数据，按每处 {cost} 计。',
    en: '{count} candidates have no opening cost of their own: {cost} is taken for each.',
  },
  'assume-existing': { zh: '选址时保留全部 {count} 个现有设施。', en: 'All {count} existing facilities stay.' },
  'unit-unknown': { zh: '未说明', en: 'not said' },
  'provenance-official': { zh: '官方', en: 'official' },
  'provenance-imported': { zh: '导入', en: 'imported' },
  'provenance-approximate': { zh: '近似', en: 'approximate' },
  'provenance-synthetic': { zh: '合成（非真实数据）', en: 'synthetic, not real' },
} as const satisfies Readonly<Record<string, Text>>;

export type StudyMessage = keyof typeof STUDY;
