// SPDX-License-Identifier: Apache-2.0
// 应急插播: what happens in the house itself.
#include "template_table.hpp"

namespace tocsin::warnings {
namespace {

using enum playlists::WarningLevel;
using playlists::WarningLook;

std::vector<playlists::WarningLevel> const kAnyLevel{blue, yellow, orange, red};

constexpr TemplateField kIssuer{"issuer", "发布单位", "Issuer", true, false, 50};
constexpr TemplateField kTime{"time", "发布时间", "Time of issue", false, true, 60, "now"};
constexpr TemplateField kPlace{"place", "地点", "Place"};
constexpr TemplateField kContact{"contact", "联系方式", "Contact", false};

/// Somebody's life may depend on it.
Template grave(std::string_view handle, std::string_view name, std::string_view english,
               std::string_view icon) {
    Template out;
    out.handle = handle;
    out.name = name;
    out.nameEnglish = english;
    out.emergency = true;
    out.event = name;
    out.icon = icon;
    out.levels = kAnyLevel;
    out.usualLevel = red;
    return out;
}

/// A notice, without a level.
Template notice(std::string_view handle, std::string_view name, std::string_view english,
                std::string_view icon, WarningLook look) {
    Template out;
    out.handle = handle;
    out.name = name;
    out.nameEnglish = english;
    out.emergency = true;
    out.event = name;
    out.icon = icon;
    out.usualLook = look;
    return out;
}

Template fire() {
    auto out = grave("fire", "火灾疏散", "Fire: evacuate", "fire");
    out.fields = {kIssuer,
                  kTime,
                  kPlace,
                  {"assembly", "集合地点", "Assembly point", false, false, 60, "楼外空旷处"}};
    out.headline = "{place}发生火情，请立即疏散";
    out.body = "{time}，{place}发生火情。请在场人员立即有序撤离，到{assembly}集合。";
    out.instruction =
        "走安全出口，不乘电梯，不返回取物；弯腰低姿，用湿毛巾捂住口鼻；听从工作人员指挥。火警电话 "
        "119。";
    return out;
}

Template shock() {
    auto out = grave("shock", "触电", "Electric shock", "shock");
    out.fields = {kIssuer, kTime, kPlace};
    out.headline = "{place}有触电危险，请勿靠近";
    out.body = "{time}，{place}发生触电险情，正在处置，请绕行。";
    out.instruction =
        "不要直接接触触电者；先切断电源，或用干燥绝缘物挑开电线；远离积水和落地电线；立即拨打 "
        "120。";
    return out;
}

Template food() {
    auto out = grave("food", "食物中毒", "Food poisoning", "food");
    out.fields = {kIssuer,
                  kTime,
                  kPlace,
                  {"food", "可疑食品", "Suspected food", false, false, 60, "可疑食品"},
                  kContact};
    out.headline = "{place}发生疑似食物中毒，请停止食用{food}";
    out.body = "{time}，{place}发生疑似食物中毒。请立即停止食用{food}，并保留样品。{contact}";
    out.instruction =
        "出现恶心、呕吐、腹痛、腹泻的人员立即就医并说明进食情况；不要自行处理剩余食品。";
    return out;
}

Template lift() {
    auto out = grave("lift", "电梯困人", "People trapped in a lift", "lift");
    out.fields = {kIssuer, kTime, kPlace, kContact};
    out.headline = "{place}电梯困人，正在救援";
    out.body =
        "{time}，{place}电梯停运并有人员被困，救援人员已出动，请使用其他电梯或楼梯。{contact}";
    out.instruction =
        "被困人员请按紧急呼叫按钮，保持镇定，不要扒门或撬门；其他人员不要靠近，不要使用该电梯。";
    return out;
}

Template flood() {
    auto out = grave("flood", "暴雨防汛", "Flooding", "flood");
    out.fields = {
        kIssuer, kTime, kPlace, {"refuge", "转移地点", "Refuge", false, false, 60, "就近高处"}};
    out.headline = "{place}防汛紧急通知，请立即撤离低洼处";
    out.body = "{time}，{place}积水或水位上涨。请低洼处和地下空间人员立即撤离，转移到{refuge}。";
    out.instruction =
        "不要进入地下车库、地下通道和涵洞；不要涉水行走或驾车；远离电杆、配电箱和井盖；听从防汛人员"
        "指挥。";
    return out;
}

Template health() {
    auto out = grave("health", "突发公共卫生事件", "Public health emergency", "health");
    out.fields = {kIssuer,
                  kTime,
                  {"area", "涉及区域", "Area"},
                  {"matter", "事件", "What has happened", true, false, 40},
                  kContact};
    out.headline = "{area}{matter}应急提示";
    out.body = "{issuer}{time}通报：{area}发生{matter}，请配合防控措施。{contact}";
    out.instruction =
        "佩戴口罩，勤洗手，保持通风，减少聚集；出现相关症状及时就医并说明接触情况；以官方发布为准，"
        "不信谣、不传谣。";
    return out;
}

Template power() {
    auto out = notice("power", "停电", "Power cut", "power", WarningLook::ticker);
    out.fields = {kIssuer,
                  kTime,
                  {"area", "停电范围", "Area"},
                  {"period", "停电时段", "When", true, false, 40},
                  {"reason", "原因", "Reason", false, false, 40, "设备检修"}};
    out.headline = "停电通知：{area} {period}";
    out.body = "{issuer}通知：因{reason}，{area}将于{period}停电，请提前做好准备。";
    out.instruction = "停电前关闭电器和电脑，不乘电梯；停电后勿用明火照明，来电后逐项开启设备。";
    return out;
}

Template water() {
    auto out = notice("water", "停水停气", "Water or gas cut", "water", WarningLook::ticker);
    out.fields = {kIssuer,
                  kTime,
                  {"matter", "停供内容", "What is cut", false, false, 20, "停水停气"},
                  {"area", "停供范围", "Area"},
                  {"period", "停供时段", "When", true, false, 40},
                  {"reason", "原因", "Reason", false, false, 40, "管网检修"}};
    out.headline = "{matter}通知：{area} {period}";
    out.body = "{issuer}通知：因{reason}，{area}将于{period}{matter}，请提前做好准备。";
    out.instruction = "提前储水；停供期间关好水龙头和燃气阀门；恢复供应后先检查再使用。";
    return out;
}

Template clinic() {
    auto out = notice("clinic", "停诊通知", "Clinic closed", "clinic", WarningLook::split);
    out.fields = {
        kIssuer,
        kTime,
        {"department", "科室或医生", "Department or doctor"},
        {"period", "停诊时段", "When", true, false, 40},
        {"advice", "就诊建议", "Advice", false, false, 60, "请改约其他时间或到导诊台咨询"}};
    out.headline = "停诊通知：{department} {period}";
    out.body = "{issuer}通知：{department}于{period}停诊。{advice}。";
    return out;
}

Template person() {
    auto out = notice("person", "寻人启事", "Missing person", "person", WarningLook::split);
    out.fields = {kIssuer,
                  kTime,
                  {"name", "姓名", "Name", true, false, 30},
                  {"features", "特征", "Features", true, false, 120},
                  {"place", "走失地点", "Where last seen"},
                  {"contact", "联系方式", "Contact"}};
    out.headline = "寻人启事：{name}";
    out.body = "{name}，{features}，在{place}走失。如有线索请联系：{contact}。";
    return out;
}

}  // namespace

std::vector<Template> emergencyTemplates() {
    return {fire(),   shock(), food(),  lift(),   flood(),
            health(), power(), water(), clinic(), person()};
}

}  // namespace tocsin::warnings
