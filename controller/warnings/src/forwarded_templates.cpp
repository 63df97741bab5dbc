// SPDX-License-Identifier: Apache-2.0
// 转发预警: the warning signals of the weather service, with the levels that each has, and of
// geological and forest fire danger. What to do follows their 防御指南, short enough to be read in
// passing.
#include "template_table.hpp"

namespace tocsin::warnings {
namespace {

using enum playlists::WarningLevel;
using Levels = std::vector<playlists::WarningLevel>;

/// A signal, of which all have the same fields and nearly the same words.
struct Signal {
    std::string_view handle, event, english, icon;
    Levels levels;
    std::string_view expected;  ///< what is expected of the area
    std::string_view instruction, graveInstruction;
    std::string_view word = "预警信号";
};

Levels const kBlueToRed{blue, yellow, orange, red};
Levels const kYellowToRed{yellow, orange, red};

std::vector<Signal> signals() {
    return {
        {"rainstorm", "暴雨", "Rainstorm", "rain", kBlueToRed, "将有或已有强降雨",
         "检查排水，减少外出；远离低洼易涝处、下穿通道和河道，切断低洼处室外电源。",
         "停止户外活动和作业；低洼处、危房和山坡下的人员立即转移；不要涉水，谨防山洪、滑坡、泥石流"
         "。"},
        {"heat", "高温", "Heat", "heat", kYellowToRed, "将出现高温天气",
         "避免午后户外活动；老、弱、病、幼人员注意防暑降温；多饮水，注意用电防火。",
         "停止或减少高温时段户外作业；对老、弱、病、幼人员采取保护措施；出现中暑立即移至阴凉处并拨"
         "打"
         "120。"},
        {"thunder", "雷电", "Lightning", "thunder", kYellowToRed, "可能发生雷电活动",
         "减少户外活动，留在室内并关好门窗；不要在树下、电杆下、塔吊下避雨。",
         "留在室内，不接触天线、水管、铁丝网和金属门窗；不使用无防雷装置的电器；户外人员尽快躲入有"
         "防雷"
         "装置的建筑物。"},
        {"wind", "大风", "Gale", "wind", kBlueToRed, "将有大风天气",
         "关好门窗，加固易被风吹动的搭建物；避开广告牌、临时搭建物和大树。",
         "停止户外活动、高空和水上作业；留在室内并远离窗口；远离广告牌、玻璃幕墙和施工围挡。"},
        {"typhoon", "台风", "Typhoon", "typhoon", kBlueToRed, "将受台风影响",
         "停止露天集体活动和高空作业；加固门窗、围板和室外悬挂物；减少外出。",
         "停止集会，停课停业（特殊行业除外）；留在坚固的室内场所；当台风眼经过、风力短暂减弱时不要"
         "外出。"},
        {"cold", "寒潮", "Cold wave", "cold", kBlueToRed, "将有强降温和大风天气",
         "注意添衣保暖；做好牲畜、作物和管道防寒；防范取暖引发的火灾和一氧化碳中毒。",
         "减少外出，老、弱、病、幼人员加强防寒；检查供暖供水设施；取暖时保持通风，严防一氧化碳中毒"
         "。"},
        {"snowstorm", "暴雪", "Snowstorm", "snow", kBlueToRed, "将有或已有较大降雪",
         "减少外出，驾车慢行并保持车距；行人注意防滑；及时清扫积雪。",
         "暂停户外活动，必要时停课停业；不在不结实的建筑物内停留；远离大树、棚架和广告牌。"},
        {"fog", "大雾", "Fog", "fog", kYellowToRed, "将出现或已出现大雾，能见度低",
         "驾车开启雾灯，减速慢行，保持车距；减少户外活动。",
         "尽量不驾车外出；机场、高速公路和轮渡听从管制；呼吸道疾病患者留在室内。"},
        {"hail",
         "冰雹",
         "Hail",
         "hail",
         {orange, red},
         "可能出现冰雹天气",
         "户外人员立即到安全场所躲避；妥善安置车辆等易受损物品；驱赶家禽牲畜进入有顶篷的场所。",
         ""},
        {"haze", "霾", "Haze", "fog", kYellowToRed, "将出现或已出现霾，空气污染",
         "减少户外活动，外出戴防护口罩；关闭门窗；驾车减速慢行。",
         "停止户外体育活动；儿童、老人和呼吸道、心血管疾病患者留在室内；外出戴防护口罩。"},
        {"icing", "道路结冰", "Icy roads", "ice", kYellowToRed, "将出现道路结冰",
         "驾车慢行，不急刹车、不猛打方向；行人防滑，少骑自行车。",
         "尽量不驾车外出；必须驾车时采取防滑措施并听从交通指挥；行人远离机动车道。"},
        {"dust", "沙尘暴", "Dust storm", "dust", kYellowToRed, "将出现或已出现沙尘天气",
         "关好门窗，减少外出；外出戴口罩、纱巾；驾车减速慢行。",
         "留在室内；停止露天活动和高空、水上作业；驾车人员靠边停车，听从交通管制。"},
        {"drought",
         "干旱",
         "Drought",
         "drought",
         {orange, red},
         "气象干旱将持续或加重",
         "节约用水，优先保障居民生活和牲畜饮水；压减高耗水用水；注意防火。",
         ""},
        {"frost",
         "霜冻",
         "Frost",
         "frost",
         {blue, yellow, orange},
         "地面温度将降到零下，出现霜冻",
         "对农作物、蔬菜、花卉、瓜果采取灌溉、覆盖等防冻措施；注意保暖。",
         ""},
        {"landslide", "地质灾害", "Landslide danger", "landslide", kBlueToRed,
         "发生滑坡、崩塌、泥石流等地质灾害的风险较高",
         "远离陡坡、沟口和危岩；留意山体异响、裂缝和浑浊水流，发现险情立即向两侧高处撤离并报告。",
         "危险区人员立即按预定路线撤离到安全地带，不得擅自返回；禁止进入危险路段和景区。", "预警"},
        {"wildfire", "森林火险", "Forest fire danger", "fire", kBlueToRed, "森林火险等级较高",
         "进山入林不带火种；不在林区及林缘野外用火、吸烟、烧荒、祭祀烧纸。",
         "严禁一切野外用火；停止林区旅游和作业用火；发现火情立即撤离并拨打 12119。", "预警信号"}};
}

Template templateOf(Signal const& signal) {
    auto const word = std::string(signal.word);
    Template out;
    out.handle = signal.handle;
    out.name = signal.event;
    out.nameEnglish = signal.english;
    out.event = signal.event;
    out.icon = signal.icon;
    out.levels = signal.levels;
    out.fields = {{"issuer", "发布单位", "Issuer", true, false, 50},
                  {"time", "发布时间", "Time of issue", false, true, 60, "now"},
                  {"area", "影响区域", "Area", true, false, 60}};
    out.headline = "{issuer}发布{event}{level}" + word;
    out.body = "{issuer}{time}发布{event}{level}" + word + "：预计{area}" +
               std::string(signal.expected) + "，请注意防范。";
    out.instruction = signal.instruction;
    out.graveInstruction = signal.graveInstruction;
    return out;
}

}  // namespace

std::vector<Template> forwardedTemplates() {
    std::vector<Template> out;
    for (auto const& signal : signals()) {
        out.push_back(templateOf(signal));
    }
    return out;
}

}  // namespace tocsin::warnings
