// SPDX-License-Identifier: Apache-2.0
// Writing the schedule room's JSON.
#include "schedule_json.hpp"

#include "tocsin/playlists/words.hpp"

namespace tocsin::schedule {
namespace {

boost::json::array strings(std::vector<std::string> const& list) {
    boost::json::array out;
    for (auto const& text : list) {
        out.emplace_back(text);
    }
    return out;
}

boost::json::value lengthJson(Length length) {
    return length.percent ? boost::json::value(std::to_string(length.value) + "%")
                          : boost::json::value(length.value);
}

boost::json::object overlayJson(OverlaySpec const& spec) {
    boost::json::object out;
    if (spec.place) {
        out["place"] = std::string(toString(*spec.place));
    }
    for (auto const& [key, length] : {std::pair("x", &spec.x),
                                      {"y", &spec.y},
                                      {"width", &spec.width},
                                      {"height", &spec.height}}) {
        if (*length) {
            out[key] = lengthJson(**length);
        }
    }
    out["margin"] = spec.margin;
    out["opacity"] = spec.opacity;
    out["layer"] = spec.layer;
    return out;
}

}  // namespace

boost::json::object campaignJson(store::Campaign const& campaign, Situation const& situation) {
    auto const& assets = situation.assets;
    boost::json::object out;
    out["id"] = campaign.id.str();
    out["revision"] = campaign.revision;
    out["state"] = std::string(store::toString(campaign.state));
    out["title"] = campaign.title;
    auto const file =
        readCampaignFile(campaign.file, campaign.id.str(), campaign.id, situation.times, nullptr);
    if (file) {
        out["placement"] = std::string(toString(file->placement));
        if (file->placement == Placement::programme) {
            out["class"] = std::string(playlists::toString(file->rules.priority));
        } else {
            out["overlay"] = overlayJson(file->overlay);
        }
        out["from"] = playlists::toString(file->rules.from);
        out["to"] = playlists::toString(file->rules.to);
    } else {
        out["problem"] = file.error().message;
    }
    boost::json::array items;
    for (auto const& item : campaign.items) {
        auto const asset = assets.find(item);
        items.emplace_back(asset == assets.end() ? item.hex() : asset->second.handle);
    }
    out["items"] = std::move(items);
    boost::json::array playlists;
    for (auto const& part : campaign.parts) {
        if (!part.playlist.empty()) {
            playlists.emplace_back(part.playlist);
        }
    }
    out["playlists"] = std::move(playlists);
    boost::json::object targets;
    if (file) {
        targets["screens"] = strings(file->targets.screens);
        targets["tags"] = strings(file->targets.tags);
        targets["units"] = strings(file->targets.units);
        if (file->targets.all) {
            targets["all"] = true;
        }
    }
    out["targets"] = std::move(targets);
    out["owner"] = campaign.owner;
    out["unit"] = campaign.unit;
    out["changed"] = formatInstant(campaign.changed);
    return out;
}

boost::json::object approvalJson(store::Approval const& row) {
    auto const orNull = [](std::string const& text) {
        return text.empty() ? boost::json::value(nullptr) : boost::json::value(text);
    };
    return {{"number", row.number},
            {"revision", row.revision},
            {"level", row.level},
            {"granted", row.granted},
            {"by", row.by.str()},
            {"behalf", orNull(row.behalf.str())},
            {"at", formatInstant(row.at)},
            {"reason", row.reason},
            {"on_paper", row.onPaper},
            {"signed_by", orNull(row.signedBy)},
            {"signed_on", orNull(row.signedOn)},
            {"scan", orNull(row.scan ? row.scan->hex() : "")},
            {"scan_type", orNull(row.scanType)},
            {"envelope", row.envelope.hex()},
            {"voided", orNull(row.voidedAt ? formatInstant(*row.voidedAt) : "")},
            {"void_reason", row.voidReason}};
}

boost::json::object toJson(playlists::Finding const& finding, Situation const& situation) {
    boost::json::object out;
    out["code"] = finding.code;
    out["campaign"] = finding.campaign.str();
    out["message"] = situation.readable(finding.message);
    out["message_zh"] = situation.readable(finding.chinese);
    out["missing_plays"] = finding.missingPlays;
    return out;
}

boost::json::array toJson(ScreenFindings const& findings, Situation const& situation) {
    boost::json::array out;
    for (auto const& [screen, finding] : findings) {
        auto object = toJson(finding, situation);
        object["screen"] = screen.str();
        out.emplace_back(std::move(object));
    }
    return out;
}

}  // namespace tocsin::schedule
