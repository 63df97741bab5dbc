// SPDX-License-Identifier: Apache-2.0
#include "approval_envelope.hpp"

#include <algorithm>
#include <boost/json.hpp>

#include "tocsin/messages/json.hpp"
#include "tocsin/playlists/words.hpp"

namespace tocsin::schedule {
namespace {

namespace json = boost::json;

std::vector<std::string> sorted(std::vector<std::string> texts) {
    std::sort(texts.begin(), texts.end());
    texts.erase(std::unique(texts.begin(), texts.end()), texts.end());
    return texts;
}

json::array strings(std::vector<std::string> const& texts) {
    return json::array(texts.begin(), texts.end());
}

std::vector<std::string> stringsIn(messages::JsonReader const& in, char const* key) {
    std::vector<std::string> out;
    for (auto const& one : in.at(key).array()) {
        out.push_back(one.string());
    }
    return out;
}

playlists::LocalDay dayIn(messages::JsonReader const& in, char const* key) {
    auto const day = playlists::parseDate(in.at(key).string(16));
    if (!day) {
        in.at(key).fail(day.error().message);
    }
    return *day;
}

Placement placementIn(messages::JsonReader const& in) {
    auto const word = in.at("placement").string(16);
    for (auto const placement : {Placement::programme, Placement::overlay, Placement::ticker}) {
        if (word == toString(placement)) {
            return placement;
        }
    }
    in.at("placement").fail("\"" + word + "\" is unknown");
}

ApprovalEnvelope read(messages::JsonReader const& in) {
    ApprovalEnvelope out;
    out.campaign = CampaignId(in.at("campaign").string());
    out.title = in.at("title").string();
    out.unit = in.at("unit").string();
    out.placement = placementIn(in);
    out.from = dayIn(in, "from");
    out.to = dayIn(in, "to");
    out.everywhere = in.at("everywhere").boolean();
    out.screens = stringsIn(in, "screens");
    out.tags = stringsIn(in, "tags");
    out.units = stringsIn(in, "units");
    for (auto const& item : in.at("items").array()) {
        out.items.push_back(
            {item.at("asset").digest(), item.at("master").digest(), item.at("handle").string()});
    }
    return out;
}

/// The first of `now` that `approved` does not have.
std::optional<std::string> firstNew(std::vector<std::string> const& approved,
                                    std::vector<std::string> const& now) {
    auto const found = std::find_if(now.begin(), now.end(), [&](std::string const& one) {
        return !std::binary_search(approved.begin(), approved.end(), one);
    });
    return found == now.end() ? std::nullopt : std::optional(*found);
}

std::optional<Beyond> beyondItems(ApprovalEnvelope const& approved, ApprovalEnvelope const& now) {
    for (auto const& item : now.items) {
        auto const known =
            std::find_if(approved.items.begin(), approved.items.end(),
                         [&](ApprovedItem const& other) { return other.asset == item.asset; });
        if (known == approved.items.end()) {
            return Beyond{"asset " + item.handle + " was not among what was approved",
                          "素材 " + item.handle + " 不在已审批的内容中"};
        }
        if (known->master != item.master) {
            return Beyond{
                "what screens show of asset " + item.handle + " is not what was approved any more",
                "素材 " + item.handle + " 的播出版本已与审批时不同"};
        }
    }
    return std::nullopt;
}

std::optional<Beyond> beyondReach(ApprovalEnvelope const& approved, ApprovalEnvelope const& now) {
    if (approved.everywhere) {
        return std::nullopt;
    }
    if (now.everywhere) {
        return Beyond{"it is now meant for all screens", "投放范围扩大到全部屏幕"};
    }
    if (auto const screen = firstNew(approved.screens, now.screens)) {
        return Beyond{"screen " + *screen + " was not approved", "屏幕 " + *screen + " 未经审批"};
    }
    if (auto const tag = firstNew(approved.tags, now.tags)) {
        return Beyond{"screens with the tag " + *tag + " were not approved",
                      "标签为 " + *tag + " 的屏幕未经审批"};
    }
    if (auto const unit = firstNew(approved.units, now.units)) {
        return Beyond{"screens of the unit " + *unit + " were not approved",
                      "单位 " + *unit + " 的屏幕未经审批"};
    }
    return std::nullopt;
}

}  // namespace

ApprovalEnvelope envelopeOf(store::Tx const& tx, store::Campaign const& campaign,
                            CampaignFile const& file) {
    ApprovalEnvelope out;
    out.campaign = campaign.id;
    out.title = file.title;
    out.unit = campaign.unit;
    out.placement = file.placement;
    out.from = file.rules.from;
    out.to = file.rules.to;
    out.everywhere = file.targets.all;
    out.screens = sorted(file.targets.screens);
    out.tags = sorted(file.targets.tags);
    out.units = sorted(file.targets.units);
    for (auto const& item : campaign.items) {
        auto const asset = tx.assets().find(item);
        out.items.push_back(
            {item, asset ? asset->content.master : Digest{}, asset ? asset->handle : item.hex()});
    }
    std::sort(out.items.begin(), out.items.end());
    out.items.erase(std::unique(out.items.begin(), out.items.end()), out.items.end());
    return out;
}

std::string toJson(ApprovalEnvelope const& envelope) {
    json::array items;
    for (auto const& item : envelope.items) {
        items.push_back(json::object{
            {"asset", item.asset.hex()}, {"master", item.master.hex()}, {"handle", item.handle}});
    }
    return json::serialize(json::object{{"campaign", envelope.campaign.str()},
                                        {"title", envelope.title},
                                        {"unit", envelope.unit},
                                        {"placement", toString(envelope.placement)},
                                        {"from", playlists::toString(envelope.from)},
                                        {"to", playlists::toString(envelope.to)},
                                        {"everywhere", envelope.everywhere},
                                        {"screens", strings(envelope.screens)},
                                        {"tags", strings(envelope.tags)},
                                        {"units", strings(envelope.units)},
                                        {"items", std::move(items)}});
}

Result<ApprovalEnvelope> parseApprovalEnvelope(std::string_view text) {
    auto out = messages::readJson(text, read);
    if (!out) {
        return Error{Errc::damaged, "an approval cannot be read: " + out.error().message};
    }
    return out;
}

std::optional<Beyond> beyond(ApprovalEnvelope const& approved, ApprovalEnvelope const& now) {
    if (now.campaign != approved.campaign || now.unit != approved.unit) {
        return Beyond{"it belongs to another unit now", "所属单位已变更"};
    }
    if (now.title != approved.title) {
        return Beyond{"its theme is now \"" + now.title + "\"", "主题已改为“" + now.title + "”"};
    }
    if (now.placement != approved.placement) {
        return Beyond{"it stands elsewhere in the picture now", "在画面中的位置类型已变更"};
    }
    if (std::chrono::sys_days(now.from) < std::chrono::sys_days(approved.from) ||
        std::chrono::sys_days(now.to) > std::chrono::sys_days(approved.to)) {
        return Beyond{"its days reach beyond those that were approved (" +
                          playlists::toString(approved.from) + " to " +
                          playlists::toString(approved.to) + ")",
                      "日期超出已审批的范围（" + playlists::toString(approved.from) + " 至 " +
                          playlists::toString(approved.to) + "）"};
    }
    if (auto reach = beyondReach(approved, now)) {
        return reach;
    }
    return beyondItems(approved, now);
}

}  // namespace tocsin::schedule
