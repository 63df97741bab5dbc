// SPDX-License-Identifier: Apache-2.0
// Routes of settings: GET, PUT, DELETE /api/v1/screens/{id}/settings, and the quiet zones of all
// screens with a tag or of a unit under /api/v1/quiet-zones.
#include <algorithm>

#include "display.hpp"
#include "levels.hpp"
#include "nearest_name.hpp"
#include "schedule_json.hpp"
#include "state.hpp"
#include "tocsin/playlists/words.hpp"

namespace tocsin::schedule {
namespace {

using store::SettingsScope;

/// Whom a request is about, as it stands in the store.
struct Subject {
    SettingsScope scope = SettingsScope::screen;
    std::string name;
};

boost::json::array daysJson(playlists::Weekdays days) {
    boost::json::array out;
    for (auto const& name : playlists::toNames(days)) {
        out.emplace_back(name);
    }
    return out;
}

boost::json::object windowJson(playlists::Opening const& hours) {
    return {{"days", daysJson(hours.days)},
            {"from", playlists::toString(hours.hours.from)},
            {"to", playlists::toString(hours.hours.to)}};
}

boost::json::array timesJson(std::vector<TimedPercent> const& rows) {
    boost::json::array out;
    for (auto const& row : rows) {
        out.push_back(boost::json::object{{"days", daysJson(row.days)},
                                          {"from", playlists::toString(row.from)},
                                          {"percent", row.percent}});
    }
    return out;
}

boost::json::array quietJson(std::vector<QuietZone> const& zones) {
    boost::json::array out;
    for (auto const& zone : zones) {
        auto row = windowJson(zone.hours);
        row["name"] = zone.name;
        row["scope"] = std::string(store::toString(zone.scope));
        row["of"] = zone.owner;
        out.push_back(std::move(row));
    }
    return out;
}

/// The levels of the screen's local day of `now`.
Result<boost::json::array> todayJson(ScreenSettings const& settings, store::Screen const& screen,
                                     Instant now) {
    auto const today = playlists::localDayOf(screen.zone, now);
    auto const bounds =
        today ? playlists::dayBounds(screen.zone, *today) : Result<playlists::DayBounds>(Error{});
    if (!today || !bounds) {
        return today ? bounds.error() : today.error();
    }
    auto levels = levelsOf(settings, screen.zone, bounds->begin, bounds->end);
    if (!levels) {
        return levels.error();
    }
    boost::json::array out;
    for (auto const& level : aheadOf(std::move(*levels), bounds->begin)) {
        auto const offset = playlists::offsetAt(screen.zone, level.from);
        if (!offset) {
            return offset.error();
        }
        out.push_back(boost::json::object{{"from", formatInstant(level.from, *offset)},
                                          {"brightness", level.brightness},
                                          {"volume", level.volume},
                                          {"powered", level.powered}});
    }
    return out;
}

Result<boost::json::object> settingsJson(store::Screen const& screen, Situation const& situation,
                                         std::optional<store::SettingsFile> const& file,
                                         Instant now) {
    auto const settings = settingsOf(screen, situation);
    if (!settings) {
        return settings.error();
    }
    auto today = todayJson(*settings, screen, now);
    if (!today) {
        return today.error();
    }
    boost::json::array powered;
    for (auto const& hours : settings->powered) {
        powered.push_back(windowJson(hours));
    }
    boost::json::object out;
    out["screen"] = screen.id.str();
    out["zone"] = screen.zone;
    out["cross_fade_ms"] = settings->crossFade.count();
    out["gamma_percent"] = settings->gammaPercent;
    out["white"] = boost::json::array(settings->white.begin(), settings->white.end());
    out["brightness"] = timesJson(settings->brightness);
    out["volume"] = timesJson(settings->volume);
    out["quiet"] = quietJson(settings->quiet);
    out["powered"] = std::move(powered);
    out["today"] = std::move(*today);
    out["file"] = file ? boost::json::value(file->file) : boost::json::value(nullptr);
    out["changed"] =
        file ? boost::json::value(formatInstant(file->changed)) : boost::json::value(nullptr);
    return out;
}

bool isOf(store::Screen const& screen, Subject const& subject) {
    if (subject.scope == SettingsScope::screen) {
        return screen.id.str() == subject.name;
    }
    return subject.scope == SettingsScope::tag ? std::find(screen.tags.begin(), screen.tags.end(),
                                                           subject.name) != screen.tags.end()
                                               : screen.unit == subject.name;
}

Result<boost::json::object> quietZonesJson(store::SettingsFile const& file,
                                           Situation const& situation) {
    auto const settings = readSettingsFile(file.file, file.name, file.scope, file.name);
    if (!settings) {
        return Error{Errc::damaged,
                     "the quiet zones of " + file.name +
                         " cannot be read; apply their file again: " + settings.error().message};
    }
    boost::json::array screens;
    for (auto const& screen : situation.screens) {
        if (isOf(screen, {file.scope, file.name})) {
            screens.emplace_back(screen.id.str());
        }
    }
    boost::json::object out;
    out["scope"] = std::string(store::toString(file.scope));
    out["of"] = file.name;
    out["quiet"] = quietJson(settings->quiet);
    out["screens"] = std::move(screens);
    out["file"] = file.file;
    out["changed"] = formatInstant(file.changed);
    return out;
}

Result<Subject> groupOf(access::Request const& request) {
    auto const& scope = request.parameters.at("scope");
    if (scope != "tag" && scope != "unit") {
        return Error{Errc::notFound,
                     "quiet zones are kept for a tag or a unit, not for a \"" + scope + "\""};
    }
    return Subject{scope == "tag" ? SettingsScope::tag : SettingsScope::unit,
                   request.parameters.at("name")};
}

/// Errc::notFound where nobody would obey the settings: a typing error must not look like silence.
Result<> checkSubject(store::Tx const& tx, Subject const& subject) {
    auto const known = knownOf(tx);
    auto const& names = subject.scope == SettingsScope::screen ? known.screens
                        : subject.scope == SettingsScope::tag  ? known.tags
                                                               : known.units;
    if (names.contains(subject.name)) {
        return {};
    }
    auto const what = subject.scope == SettingsScope::screen ? "there is no screen \""
                      : subject.scope == SettingsScope::tag  ? "no screen has the tag \""
                                                             : "no screen belongs to the unit \"";
    return Error{Errc::notFound, what + subject.name + "\"" + nearestOf(subject.name, names) +
                                     "; see tocsin screen list"};
}

std::string fileName(access::Request const& request, std::string const& name) {
    auto const given = request.query.find("file");
    return given == request.query.end() || given->second.empty() ? name + ".toml" : given->second;
}

std::string subjectText(Subject const& subject) {
    return std::string(store::toString(subject.scope)) + " " + subject.name;
}

/// "12 screens"
std::string countText(std::size_t screens) {
    return std::to_string(screens) + (screens == 1 ? " screen" : " screens");
}

/// Which screens other settings of the subject would change, and from what.
access::Reached reachOf(store::Tx const& tx, Subject const& subject, bool taken) {
    access::Reached out;
    for (auto const& screen : tx.screens().all()) {
        if (!screen.retired && isOf(screen, subject)) {
            out.screens.push_back(screen.id);
            if (subject.scope == SettingsScope::screen) {
                out.units.insert(screen.unit);
            }
        }
    }
    if (subject.scope != SettingsScope::screen) {
        out.units.insert(subject.scope == SettingsScope::unit ? subject.name : "");
    }
    auto const there = tx.settingsFiles().find(subject.scope, subject.name);
    auto const before = there ? formatInstant(there->changed) : std::string();
    auto const number = std::to_string(out.screens.size());
    out.english = std::string(taken ? "taking away" : "new") + " settings of " +
                  subjectText(subject) + ", for " + countText(out.screens.size()) +
                  (there ? ", in place of those of " + before : "");
    out.chinese = std::string(taken ? "清除" : "更改") + "设置（" + subjectText(subject) +
                  "），影响 " + number + " 块屏" + (there ? "，原设置时间 " + before : "");
    return out;
}

/// Stores the request's body as the settings of `subject`.
Result<> putFile(store::Store& store, access::Principal const& who, Subject const& subject,
                 access::Request const& request, Instant now) {
    auto const settings = readSettingsFile(request.body, fileName(request, subject.name),
                                           subject.scope, subject.name);
    if (!settings) {
        return settings.error();
    }
    return store.write(
        [&](store::Tx& tx) -> Result<> {
            if (auto const known = checkSubject(tx, subject); !known) {
                return known;
            }
            if (auto may = access::askGuard(request.guard, tx, reachOf(tx, subject, false)); !may) {
                return may;
            }
            tx.settingsFiles().put({subject.scope, subject.name, request.body, now});
            return {};
        },
        {who.name, "settings.apply", subjectText(subject), ""});
}

Result<> removeFile(store::Store& store, access::Principal const& who, Subject const& subject,
                    access::MassGuard const& guard) {
    return store.write(
        [&](store::Tx& tx) -> Result<> {
            if (!tx.settingsFiles().find(subject.scope, subject.name)) {
                return Error{Errc::notFound, subjectText(subject) + " has no settings to clear"};
            }
            if (auto may = access::askGuard(guard, tx, reachOf(tx, subject, true)); !may) {
                return may;
            }
            tx.settingsFiles().remove(subject.scope, subject.name);
            return {};
        },
        {who.name, "settings.clear", subjectText(subject), ""});
}

/// The change stands even if replanning fails: then the answer says so.
void noteTrouble(boost::json::object& out, Result<> const& replanned) {
    if (!replanned) {
        out["findings"] = boost::json::array{boost::json::object{
            {"code", "not-released"},
            {"message", "the settings are stored, but not every screen could be told: " +
                            replanned.error().message},
            {"message_zh", "设置已保存，但部分屏幕未能下发：" + replanned.error().message}}};
    }
}

}  // namespace

Result<access::Response> Schedule::State::showSettings(access::Request const& request,
                                                       Result<> const& replanned) {
    auto const id = ScreenId(request.parameters.at("id"));
    Result<boost::json::object> out = Error{};
    auto const read = store.read([&](store::Tx const& tx) -> Result<> {
        auto const situation = readSituation(tx, settings.times);
        auto const* screen = situation.screen(id);
        if (screen == nullptr) {
            return checkSubject(tx, {SettingsScope::screen, id.str()});
        }
        out = settingsJson(*screen, situation,
                           tx.settingsFiles().find(SettingsScope::screen, id.str()), now());
        return {};
    });
    if (!read || !out) {
        return read ? out.error() : read.error();
    }
    noteTrouble(*out, replanned);
    return access::jsonResponse(*out);
}

Result<access::Response> Schedule::State::applySettings(access::Principal const& who,
                                                        access::Request const& request) {
    Subject const subject{SettingsScope::screen, request.parameters.at("id")};
    if (auto const stored = putFile(store, who, subject, request, now()); !stored) {
        return stored.error();
    }
    return showSettings(request, replan(ScreenId(subject.name)));
}

Result<access::Response> Schedule::State::clearSettings(access::Principal const& who,
                                                        access::Request const& request) {
    Subject const subject{SettingsScope::screen, request.parameters.at("id")};
    if (auto const removed = removeFile(store, who, subject, request.guard); !removed) {
        return removed.error();
    }
    return showSettings(request, replan(ScreenId(subject.name)));
}

/// Quiet zones of a unit are its own business, those of a tag concern all units.
Result<Subject> ownGroup(access::Principal const& who, access::Request const& request) {
    auto subject = groupOf(request);
    auto const unit = subject && subject->scope == SettingsScope::unit ? subject->name : "";
    if (subject && !who.may(access::Permission::editScreens, unit)) {
        return Error{Errc::permission,
                     unit.empty() ? "quiet zones of a tag concern all units, and your right "
                                    "edit-screens holds for some of them only"
                                  : "you do not have the right edit-screens for the unit " + unit};
    }
    return subject;
}

Result<access::Response> Schedule::State::listQuietZones(access::Principal const& who,
                                                         Result<> const& replanned) {
    boost::json::array items;
    auto const read = store.read([&](store::Tx const& tx) -> Result<> {
        auto const situation = readSituation(tx, settings.times);
        for (auto const& file : tx.settingsFiles().all()) {
            bool const concerns = file.scope == SettingsScope::tag ||
                                  (file.scope == SettingsScope::unit &&
                                   who.uses(access::Permission::viewScreens, file.name));
            if (!concerns) {
                continue;
            }
            auto row = quietZonesJson(file, situation);
            if (!row) {
                return row.error();
            }
            items.emplace_back(std::move(*row));
        }
        return {};
    });
    if (!read) {
        return read.error();
    }
    boost::json::object out;
    out["items"] = std::move(items);
    noteTrouble(out, replanned);
    return access::jsonResponse(out);
}

Result<access::Response> Schedule::State::applyQuietZones(access::Principal const& who,
                                                          access::Request const& request) {
    auto const subject = ownGroup(who, request);
    auto const stored =
        subject ? putFile(store, who, *subject, request, now()) : Result<>(subject.error());
    return stored ? listQuietZones(who, replan(std::nullopt)) : stored.error();
}

Result<access::Response> Schedule::State::clearQuietZones(access::Principal const& who,
                                                          access::Request const& request) {
    auto const subject = ownGroup(who, request);
    auto const removed =
        subject ? removeFile(store, who, *subject, request.guard) : Result<>(subject.error());
    return removed ? listQuietZones(who, replan(std::nullopt)) : removed.error();
}

}  // namespace tocsin::schedule
