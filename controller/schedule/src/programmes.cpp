// SPDX-License-Identifier: Apache-2.0
// Building programmes from the store's records.
#include "programmes.hpp"

#include <algorithm>
#include <functional>

#include "tocsin/messages/crypto.hpp"
#include "tocsin/playlists/compiler.hpp"
#include "tocsin/playlists/words.hpp"

namespace tocsin::schedule {
namespace {

bool contains(std::vector<std::string> const& names, std::string const& name) {
    return std::find(names.begin(), names.end(), name) != names.end();
}

/// Pictures, slogans and streams give way by up to half and stretch to twice their showing time, so
/// that films end whole.
playlists::ProgrammeAsset programmeAsset(store::Asset const& asset, Milliseconds duration) {
    playlists::ProgrammeAsset out;
    out.id = AssetId(asset.content.asset.hex());
    out.kind = asset.kind;
    out.duration = duration;
    out.category = asset.category;
    out.usableFrom = asset.usableFrom;
    out.usableUntil = store::lastDay(asset);
    if (asset.kind != playlists::AssetKind::film) {
        constexpr Milliseconds kLeastShown{1'000};
        out.least = std::min(duration, std::max(kLeastShown, duration / 2));
        constexpr std::chrono::hours kMostShown{24};
        out.most = std::min<Milliseconds>(duration * 2, kMostShown);
    }
    return out;
}

bool nearDay(CampaignFile const& file, playlists::LocalDay day) {
    using std::chrono::days;
    using std::chrono::sys_days;
    return sys_days(file.rules.from) - days(1) <= sys_days(day) &&
           sys_days(day) <= sys_days(file.rules.to) + days(1);
}

/// Feeds values to a hash so that no two programmes give the same bytes: texts carry their length.
class KeyWriter {
public:
    void text(std::string const& value) {
        number(static_cast<std::int64_t>(value.size()));
        bytes_ += value;
    }
    void number(std::int64_t value) {
        bytes_ += std::to_string(value);
        bytes_ += ';';
    }
    void day(playlists::LocalDay value) {
        number(std::chrono::sys_days(value).time_since_epoch().count());
    }
    void days(std::vector<playlists::LocalDay> const& values) {
        count(values);
        for (auto const value : values) {
            day(value);
        }
    }
    void daypart(playlists::Daypart const& part) {
        number(part.from.count());
        number(part.to.count());
    }
    void pacing(playlists::Pacing const& pacing) {
        number(static_cast<int>(pacing.unit));
        number(pacing.amount);
        number(pacing.leastPerDay);
    }
    void texts(std::vector<std::string> const& values) {
        count(values);
        for (auto const& value : values) {
            text(value);
        }
    }
    template <class T>
    void count(std::vector<T> const& list) {
        number(static_cast<std::int64_t>(list.size()));
    }
    [[nodiscard]] Digest digest() const { return messages::sha256(bytes_); }

private:
    std::string bytes_;
};

void write(KeyWriter& out, playlists::ProgrammeAsset const& asset) {
    out.text(asset.id.str());
    out.number(static_cast<int>(asset.kind));
    out.number(asset.duration.count());
    out.number(asset.least ? asset.least->count() : -1);
    out.number(asset.most ? asset.most->count() : -1);
    out.text(asset.category);
    out.number(asset.usableFrom ? 1 : 0);
    out.day(asset.usableFrom.value_or(playlists::LocalDay{}));
    out.number(asset.usableUntil ? 1 : 0);
    out.day(asset.usableUntil.value_or(playlists::LocalDay{}));
}

void write(KeyWriter& out, playlists::ProgrammeCampaign const& campaign) {
    out.text(campaign.id.str());
    out.number(static_cast<int>(campaign.priority));
    out.day(campaign.from);
    out.day(campaign.to);
    out.number(campaign.days.bits);
    out.count(campaign.monthDays);
    for (int const monthDay : campaign.monthDays) {
        out.number(monthDay);
    }
    out.text(campaign.recurrence);
    out.number(static_cast<int>(campaign.dayKind));
    out.days(campaign.except);
    out.count(campaign.keyDates);
    for (auto const& key : campaign.keyDates) {
        out.day(key.day);
        out.pacing(key.pacing);
    }
    out.count(campaign.dayparts);
    for (auto const& part : campaign.dayparts) {
        out.daypart(part);
    }
    out.count(campaign.items);
    for (auto const& item : campaign.items) {
        out.text(item.str());
    }
    out.count(campaign.weights);
    for (auto const weight : campaign.weights) {
        out.number(weight);
    }
    out.number(static_cast<int>(campaign.order));
    out.number(static_cast<int>(campaign.turn));
    out.number(campaign.pacing ? 1 : 0);
    if (campaign.pacing) {
        out.pacing(*campaign.pacing);
    }
    out.number(campaign.mostPerHour);
    out.number(campaign.leastSeparation.count());
    out.texts(campaign.avoid);
}

void write(KeyWriter& out, playlists::FixedEvent const& event) {
    out.text(event.campaign.str());
    out.text(event.asset.str());
    out.count(event.at);
    for (auto const instant : event.at) {
        out.number(toMillis(instant));
    }
    out.number(event.hourly ? 1 : 0);
}

void write(KeyWriter& out, playlists::Debt const& debt) {
    out.text(debt.campaign.str());
    out.number(debt.plays);
    out.number(debt.mostPerDay.value_or(-1));
}

void write(KeyWriter& out, playlists::PastPlay const& play) {
    out.number(toMillis(play.start));
    out.number(toMillis(play.end));
    out.text(play.asset.str());
    out.text(play.campaign.str());
}

playlists::ProgrammeCampaign programmeCampaign(RunningCampaign const& campaign) {
    auto out = campaign.file.rules;
    out.id = campaign.file.id;
    for (auto const& item : campaign.items) {
        out.items.emplace_back(item.hex());
    }
    return out;
}

/// The asset that the file means by one of its items.
std::optional<Digest> itemNamed(RunningCampaign const& campaign, std::string const& name) {
    auto const& names = campaign.file.items;
    auto const named =
        static_cast<std::size_t>(std::find(names.begin(), names.end(), name) - names.begin());
    std::size_t at = 0;
    for (std::size_t i = 0; i < named; ++i) {
        at += i < campaign.parts.size() ? campaign.parts[i].items : 1;
    }
    return named < names.size() && at < campaign.items.size() ? std::optional(campaign.items[at])
                                                              : std::nullopt;
}

/// The file's fixed events in the screen's zone.
void addFixed(playlists::Programme& out, RunningCampaign const& campaign) {
    for (auto const& event : campaign.file.fixed) {
        auto const asset = itemNamed(campaign, event.item);
        if (!asset) {
            continue;
        }
        playlists::FixedEvent fixed{campaign.file.id, AssetId(asset->hex()), {}, event.hourly};
        for (auto const& moment : event.at) {
            if (auto const instant = playlists::instantOf(out.screen.zone, moment)) {
                fixed.at.push_back(*instant);
            }
        }
        out.fixed.push_back(std::move(fixed));
    }
}

/// What the campaign is owed on that day.
void addDebt(playlists::Programme& out, RunningCampaign const& campaign, Situation const& situation,
             ScreenId const& screen, playlists::LocalDay day) {
    auto const& file = campaign.file;
    auto const debts = situation.debts.find(screen);
    if (debts == situation.debts.end() || !file.makeGood.wanted || day < file.rules.from ||
        file.rules.to < day) {
        return;
    }
    auto const name = playlists::toString(day);
    for (auto const& debt : debts->second) {
        if (debt.day == name && debt.campaign == file.id && debt.owed > 0) {
            out.debts.push_back({file.id, debt.owed, file.makeGood.mostPerDay});
        }
    }
}

}  // namespace

store::Screen const* Situation::screen(ScreenId const& id) const {
    auto const found = std::find_if(screens.begin(), screens.end(),
                                    [&](auto const& screen) { return screen.id == id; });
    return found == screens.end() ? nullptr : &*found;
}

std::string Situation::nameOf(Digest const& asset) const {
    auto const found = assets.find(asset);
    return found == assets.end() ? asset.hex() : found->second.handle;
}

std::string Situation::readable(std::string message) const {
    constexpr std::size_t kHex = 64;
    for (std::size_t at = 0; at + kHex <= message.size(); ++at) {
        if (auto const digest = Digest::fromHex(message.substr(at, kHex))) {
            message.replace(at, kHex, nameOf(*digest));
        }
    }
    return message;
}

Situation readSituation(store::Tx const& tx, SiteTimes const& times) {
    Situation out;
    out.times = times;
    for (auto& screen : tx.screens().all()) {
        if (!screen.retired) {
            out.screens.push_back(std::move(screen));
        }
    }
    for (auto& asset : tx.assets().all()) {
        auto const digest = asset.content.asset;
        out.assets.emplace(digest, std::move(asset));
    }
    out.units = access::UnitTree(tx.units().all());
    for (auto& made : tx.conversions().all()) {
        auto const key = std::pair(made.asset, made.screens);
        out.renditions.emplace(key, std::move(made));
    }
    for (auto& debt : tx.debts().recent()) {
        auto const screen = debt.screen;
        out.debts[screen].push_back(std::move(debt));
    }
    for (auto& file : tx.settingsFiles().all()) {
        out.settings.emplace(std::pair(file.scope, file.name), std::move(file.file));
    }
    for (auto const& campaign : tx.campaigns().all()) {
        if (campaign.state != store::CampaignState::approved) {
            continue;
        }
        auto file = readCampaignFile(campaign.file, campaign.id.str(), campaign.id, times, nullptr);
        if (file) {
            auto& list = out.listOf(file->placement);
            list.push_back(running(std::move(*file), campaign, out.units));
        } else {
            out.problems.push_back("campaign " + campaign.id.str() +
                                   " cannot be read and is not planned; apply its file again: " +
                                   file.error().message);
        }
    }
    return out;
}

namespace {

/// `screens` and `uses` say of a unit whether its screens, and its assets, are meant.
Known knownOf(store::Tx const& tx, std::function<bool(std::string const&)> const& screens,
              std::function<bool(std::string const&)> const& uses) {
    Known known;
    for (auto const& unit : tx.units().all()) {
        if (screens(unit.handle)) {
            known.units.insert(unit.handle);
        }
    }
    for (auto const& screen : tx.screens().all()) {
        if (!screen.retired && screens(screen.unit)) {
            known.screens.insert(screen.id.str());
            known.units.insert(screen.unit);
            known.tags.insert(screen.tags.begin(), screen.tags.end());
        }
    }
    known.units.erase("");
    for (auto const& asset : tx.assets().all()) {
        if (!uses(tx.uploads().chargedTo(asset.content.asset))) {
            continue;
        }
        if (asset.retired) {
            known.retiredAssets.insert(asset.handle);
        } else {
            known.assets.emplace(asset.handle, asset.content.asset);
            known.kinds.emplace(asset.content.asset, asset.kind);
        }
    }
    for (auto const& playlist : tx.playlists().all()) {
        if (!uses(playlist.unit)) {
            continue;
        }
        if (playlist.retired) {
            known.retiredPlaylists.insert(playlist.handle);
        } else {
            known.playlists.emplace(playlist.handle, playlist.items);
        }
    }
    return known;
}

}  // namespace

Known knownOf(store::Tx const& tx) {
    auto const any = [](std::string const&) { return true; };
    return knownOf(tx, any, any);
}

Known knownOf(store::Tx const& tx, access::Principal const& who, std::string const& unit) {
    access::UnitTree const tree(tx.units().all());
    auto const below = tree.from(unit);
    return knownOf(
        tx, [&](std::string const& of) { return below.contains(of); },
        [&](std::string const& of) { return who.uses(access::Permission::viewMedia, of); });
}

void keepWithin(Targets& targets, access::UnitTree const& units, std::string const& unit) {
    std::set<std::string> named;
    for (auto const& one : targets.units) {
        auto const below = units.from(one);
        named.insert(below.named().begin(), below.named().end());
    }
    targets.units.assign(named.begin(), named.end());
    if (!unit.empty()) {
        targets.within = units.from(unit).named();
    }
}

RunningCampaign running(CampaignFile file, store::Campaign const& campaign,
                        access::UnitTree const& units) {
    keepWithin(file.targets, units, campaign.unit);
    return {std::move(file), campaign.items, campaign.slogans, campaign.parts};
}

bool isMeant(Targets const& targets, store::Screen const& screen) {
    if (targets.within && !targets.within->contains(screen.unit)) {
        return false;
    }
    return targets.all || contains(targets.screens, screen.id.str()) ||
           contains(targets.units, screen.unit) ||
           std::any_of(screen.tags.begin(), screen.tags.end(),
                       [&](auto const& tag) { return contains(targets.tags, tag); });
}

playlists::Programme programmeOf(store::Screen const& screen, Situation const& situation,
                                 playlists::LocalDay day) {
    playlists::Programme out;
    out.screen = {ScreenId{}, screen.zone, screen.seed, screen.opening};
    out.calendar = situation.times.calendar;
    std::map<Digest, Milliseconds>
        used;  // by digest, so that the order does not depend on campaigns
    for (auto const& campaign : situation.campaigns) {
        if (!isMeant(campaign.file.targets, screen) || !nearDay(campaign.file, day)) {
            continue;
        }
        out.campaigns.push_back(programmeCampaign(campaign));
        addFixed(out, campaign);
        addDebt(out, campaign, situation, screen.id, day);
        // A slogan shown by several campaigns keeps the showing time of the first file that brings
        // it.
        auto const brought = std::min(campaign.slogans.size(), campaign.file.slogans.size());
        for (std::size_t i = 0; i < brought; ++i) {
            auto const& items = campaign.items;
            if (std::find(items.begin(), items.end(), campaign.slogans[i]) != items.end()) {
                used.emplace(campaign.slogans[i], campaign.file.slogans[i].showFor);
            }
        }
    }
    for (auto const& campaign : out.campaigns) {
        for (auto const& item : campaign.items) {
            auto const digest = Digest::fromHex(item.str());
            auto const asset = digest ? situation.assets.find(*digest) : situation.assets.end();
            if (asset != situation.assets.end()) {
                used.emplace(*digest, asset->second.duration);
            }
        }
    }
    for (auto const& [digest, duration] : used) {
        if (auto const asset = situation.assets.find(digest); asset != situation.assets.end()) {
            out.assets.push_back(programmeAsset(asset->second, duration));
        }
    }
    return out;
}

Digest programmeKey(playlists::Programme const& programme, playlists::LocalDay day,
                    std::optional<Instant> from) {
    KeyWriter out;
    out.text(programme.screen.id.str());
    out.text(programme.screen.zone);
    out.text(programme.screen.seed);
    out.count(programme.screen.opening);
    for (auto const& opening : programme.screen.opening) {
        out.number(opening.days.bits);
        out.daypart(opening.hours);
    }
    out.days(programme.calendar.holidays);
    out.days(programme.calendar.workdays);
    out.count(programme.assets);
    for (auto const& asset : programme.assets) {
        write(out, asset);
    }
    out.count(programme.campaigns);
    for (auto const& campaign : programme.campaigns) {
        write(out, campaign);
    }
    auto const writeAll = [&out](auto const& rows) {
        out.count(rows);
        for (auto const& row : rows) {
            write(out, row);
        }
    };
    writeAll(programme.fixed);
    writeAll(programme.debts);
    writeAll(programme.previous);
    out.texts(programme.avoid);
    out.day(day);
    out.number(from ? toMillis(*from) : -1);
    return out.digest();
}

}  // namespace tocsin::schedule
