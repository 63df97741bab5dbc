// SPDX-License-Identifier: Apache-2.0
#include "review_sheet.hpp"

#include <algorithm>

#include "approval_code.hpp"
#include "overlays.hpp"
#include "tocsin/messages/crypto.hpp"

namespace tocsin::schedule {
namespace {

using playlists::Words;

/// The part of a snapshot that says where the campaign is seen: its screens, and its assets.
Situation partOf(store::Tx const& tx, store::Campaign const& campaign,
                 ScheduleSettings const& settings) {
    Situation out;
    out.times = settings.times;
    out.units = access::UnitTree(tx.units().all());
    for (auto& screen : tx.screens().all()) {
        if (!screen.retired) {
            out.screens.push_back(std::move(screen));
        }
    }
    for (auto const& item : campaign.items) {
        if (auto asset = tx.assets().find(item)) {
            out.assets.emplace(item, *std::move(asset));
        }
    }
    return out;
}

std::vector<SheetScreen> screensOf(Situation const& situation, RunningCampaign const& campaign) {
    std::vector<SheetScreen> out;
    bool const over = campaign.file.placement != Placement::programme;
    for (auto const& screen : situation.screens) {
        if (isMeant(campaign.file.targets, screen)) {
            auto place = over && !campaign.items.empty()
                             ? std::optional(overlayRect(screen, campaign, situation))
                             : std::nullopt;
            out.push_back({screen, place});
        }
    }
    return out;
}

std::vector<PixelSize> sizesOn(std::vector<SheetScreen> const& screens) {
    std::vector<PixelSize> out;
    for (auto const& [screen, place] : screens) {
        PixelSize const size =
            place ? PixelSize{place->width, place->height} : PixelSize{screen.width, screen.height};
        if (std::ranges::none_of(out, [&](PixelSize const& one) {
                return one.width == size.width && one.height == size.height;
            })) {
            out.push_back(size);
        }
    }
    return out;
}

Milliseconds showTime(Reviewed const& now, store::Asset const& asset) {
    auto const& campaign = now.campaign;
    auto const brought = std::min(campaign.slogans.size(), now.file.slogans.size());
    for (std::size_t i = 0; i < brought; ++i) {
        if (campaign.slogans[i] == asset.content.asset) {
            return now.file.slogans[i].showFor;
        }
    }
    return asset.duration;
}

/// An asset that is not in the library any more is still named by its digest.
store::Asset lost(Digest const& item) {
    store::Asset out;
    out.content.asset = item;
    out.handle = item.hex();
    out.ready = false;
    return out;
}

std::vector<SheetItem> itemsOf(Reviewed const& now, Situation const& situation,
                               std::vector<SheetScreen> const& screens) {
    std::vector<SheetItem> out;
    auto const sizes = sizesOn(screens);
    for (auto const& item : now.campaign.items) {
        auto const found = situation.assets.find(item);
        SheetItem one{found == situation.assets.end() ? lost(item) : found->second, {}, {}, {}};
        one.showFor = showTime(now, one.asset);
        if (one.asset.kind == playlists::AssetKind::slogan) {
            one.sizes = sizes;
        }
        out.push_back(std::move(one));
    }
    return out;
}

/// The part that is covered.
ReviewSheet covered(store::Tx const& tx, Reviewed const& now, ScheduleSettings const& settings) {
    ReviewSheet out;
    out.reviewed = now;
    auto const situation = partOf(tx, now.campaign, settings);
    auto const campaign = running(now.file, now.campaign, situation.units);
    out.screens = screensOf(situation, campaign);
    out.items = itemsOf(now, situation, out.screens);
    out.digest = messages::sha256(boost::json::serialize(coversJson(out)));
    out.code = approvalCode(messages::sha256(toJson(now.envelope)));
    return out;
}

/// The last approval of an earlier revision; nothing if there is none that can be read.
std::optional<std::pair<store::Approval, ApprovalEnvelope>> approvedBefore(Reviewed const& now) {
    for (auto row = now.rows.rbegin(); row != now.rows.rend(); ++row) {
        if (!row->granted || row->revision >= now.campaign.revision) {
            continue;
        }
        if (auto envelope = parseApprovalEnvelope(row->content)) {
            return std::pair(*row, *std::move(envelope));
        }
    }
    return std::nullopt;
}

ItemChange changeOf(store::Asset const& asset, ApprovalEnvelope const& before) {
    auto const known = std::ranges::find(before.items, asset.content.asset, &ApprovedItem::asset);
    if (known == before.items.end()) {
        return ItemChange::added;
    }
    return known->master == asset.content.master ? ItemChange::none : ItemChange::changed;
}

void addChanges(ReviewSheet& sheet) {
    auto const before = approvedBefore(sheet.reviewed);
    if (!before) {
        return;
    }
    auto const& [row, envelope] = *before;
    sheet.changes =
        SheetChanges{row.revision, row.at, differences(envelope, sheet.reviewed.envelope)};
    for (auto& item : sheet.items) {
        item.change = changeOf(item.asset, envelope);
    }
}

void addNames(ReviewSheet& sheet, store::Tx const& tx) {
    for (auto const& account : tx.accounts().all()) {
        if (!account.name.empty()) {
            sheet.persons.emplace(account.id.str(), account.name);
        }
    }
    for (auto const& unit : tx.units().all()) {
        sheet.units.emplace(unit.handle, unit.name);
    }
}

void compareTexts(std::vector<Words>& out, std::vector<std::string> const& was,
                  std::vector<std::string> const& is, Words const& what) {
    auto const tell = [&](std::vector<std::string> const& in, std::vector<std::string> const& of,
                          char const* english, char const* chinese) {
        for (auto const& one : of) {
            if (!std::ranges::binary_search(in, one)) {
                out.push_back(
                    {what.english + " " + one + english, chinese + what.chinese + " " + one});
            }
        }
    };
    tell(was, is, " is new", "新增");
    tell(is, was, " is left out", "取消");
}

void compareItems(std::vector<Words>& out, ApprovalEnvelope const& was,
                  ApprovalEnvelope const& is) {
    for (auto const& item : is.items) {
        auto const known = std::ranges::find(was.items, item.asset, &ApprovedItem::asset);
        if (known == was.items.end()) {
            out.push_back({"asset " + item.handle + " is new", "新增素材 " + item.handle});
        } else if (known->master != item.master) {
            out.push_back({"asset " + item.handle + " is shown in another version",
                           "素材 " + item.handle + " 的播出版本已变更"});
        }
    }
    for (auto const& item : was.items) {
        if (std::ranges::find(is.items, item.asset, &ApprovedItem::asset) == is.items.end()) {
            out.push_back({"asset " + item.handle + " is left out", "取消素材 " + item.handle});
        }
    }
}

}  // namespace

std::string ReviewSheet::person(std::string const& account) const {
    auto const found = persons.find(account);
    return found == persons.end() ? account : found->second + " (" + account + ")";
}

std::string ReviewSheet::unit(std::string const& handle) const {
    auto const found = units.find(handle);
    return found == units.end() || found->second.empty() ? handle : found->second;
}

std::vector<Words> differences(ApprovalEnvelope const& was, ApprovalEnvelope const& is) {
    std::vector<Words> out;
    if (was.title != is.title) {
        out.push_back({"theme: \"" + was.title + "\" is now \"" + is.title + "\"",
                       "主题由“" + was.title + "”改为“" + is.title + "”"});
    }
    if (was.from != is.from || was.to != is.to) {
        auto const days = [](ApprovalEnvelope const& of, char const* between) {
            return playlists::toString(of.from) + between + playlists::toString(of.to);
        };
        out.push_back({"days: " + days(was, " to ") + " are now " + days(is, " to "),
                       "日期由 " + days(was, " 至 ") + " 改为 " + days(is, " 至 ")});
    }
    if (was.unit != is.unit) {
        out.push_back({"unit: " + was.unit + " is now " + is.unit,
                       "所属单位由 " + was.unit + " 改为 " + is.unit});
    }
    if (was.placement != is.placement) {
        out.push_back({"it stands elsewhere in the picture", "在画面中的位置类型已变更"});
    }
    if (was.everywhere != is.everywhere) {
        out.push_back(
            is.everywhere
                ? Words{"it is now meant for all screens", "投放范围扩大到全部屏幕"}
                : Words{"it is not meant for all screens any more", "不再投放到全部屏幕"});
    }
    compareTexts(out, was.units, is.units, {"unit", "单位"});
    compareTexts(out, was.tags, is.tags, {"tag", "标签"});
    compareTexts(out, was.screens, is.screens, {"screen", "屏幕"});
    compareItems(out, was, is);
    return out;
}

Result<ReviewSheet> reviewSheet(store::Tx const& tx, std::string const& id,
                                ScheduleSettings const& settings, keys::Signer const& signer,
                                Instant now) {
    auto const found = reviewed(tx, id, settings, signer);
    if (!found) {
        return found.error();
    }
    auto out = covered(tx, *found, settings);
    addChanges(out);
    addNames(out, tx);
    out.may = whoMayApprove(tx, *found, access::UnitTree(tx.units().all()), now);
    return out;
}

Digest sheetDigest(store::Tx const& tx, Reviewed const& now, ScheduleSettings const& settings) {
    return covered(tx, now, settings).digest;
}

}  // namespace tocsin::schedule
