// SPDX-License-Identifier: Apache-2.0
// From what was asked for to what the warning is: blanks filled, level, times.
#include <algorithm>

#include "ask_reading.hpp"
#include "templates.hpp"
#include "tocsin/playlists/compiler.hpp"
#include "written_text.hpp"

namespace tocsin::warnings {
namespace {

/// Errc::invalid for text that does not fit on screens.
Result<messages::WarningText> checked(messages::WarningText text) {
    if (text.headline.size() > kMostHeadline || text.body.size() > kMostText) {
        return Error{Errc::invalid, "the fields make the text too long for screens; shorten them"};
    }
    return text;
}

/// An instant as people write it: RFC 3339, or without an offset by the site's clocks.
Result<Instant> readTime(std::string const& text, std::string const& zone) {
    if (auto instant = parseInstant(text)) {
        return instant;
    }
    auto const local = parseInstant((text.size() == 16 ? text + ":00" : text) + "Z");
    auto const offset =
        local ? playlists::offsetAt(zone, *local) : Result<std::chrono::seconds>(local.error());
    if (!offset) {
        return Error{Errc::invalid, "\"" + shownAsUtf8(text.substr(0, 64)) +
                                        "\" is no time; write it like 2026-06-01T08:00"};
    }
    return *local - *offset;
}

/// The blanks' values, or what is wrong with them.
Result<> fillFields(Template const& made, Ask const& ask, WarningSettings const& settings,
                    Instant now, std::map<std::string, std::string, std::less<>>& values,
                    Instant& published) {
    for (auto const& [name, value] : ask.fields) {
        bool const known = std::any_of(made.fields.begin(), made.fields.end(),
                                       [&](auto const& field) { return field.name == name; });
        if (!known) {
            std::string all;
            for (auto const& field : made.fields) {
                all += (all.empty() ? "" : ", ") + std::string(field.name);
            }
            return Error{Errc::invalid, "template " + std::string(made.handle) +
                                            " has no field \"" + name + "\"; it has " + all};
        }
    }
    for (auto const& field : made.fields) {
        auto const given = ask.fields.find(field.name);
        auto value = given == ask.fields.end() ? std::string() : given->second;
        if (value.empty() && field.required) {
            return Error{Errc::invalid, "template " + std::string(made.handle) +
                                            " needs the field " + std::string(field.name) + " (" +
                                            std::string(field.label) + ")"};
        }
        if (field.isTime) {
            auto const time = value.empty() || value == "now" ? Result<Instant>(now)
                                                              : readTime(value, settings.zone);
            if (!time) {
                return Error{Errc::invalid,
                             "field " + std::string(field.name) + ": " + time.error().message};
            }
            published = *time;
            value = chineseTime(*time, settings.zone);
        } else if (value.empty()) {
            value = field.standard;
        } else if (characters(value) > field.most) {
            return Error{Errc::invalid, "field " + std::string(field.name) + " has more than " +
                                            std::to_string(field.most) + " characters; shorten it"};
        }
        values[std::string(field.name)] = std::move(value);
    }
    return {};
}

Result<playlists::WarningLevel> levelOf(Template const& made, Ask const& ask) {
    if (!ask.level && made.usualLevel) {
        return *made.usualLevel;
    }
    auto const level = ask.level.value_or(playlists::WarningLevel::none);
    auto const& may = made.levels;
    if (may.empty() && level == playlists::WarningLevel::none) {
        return level;
    }
    if (std::find(may.begin(), may.end(), level) != may.end()) {
        return level;
    }
    std::string all;
    for (auto const one : may) {
        all += (all.empty() ? "" : ", ") + std::string(playlists::toString(one));
    }
    return Error{Errc::invalid, "template " + std::string(made.handle) +
                                    (may.empty() ? " has no level; leave it out"
                                                 : " has the levels " + all + "; name one")};
}

Result<> fillTemplate(Template const& made, Ask const& ask, WarningSettings const& settings,
                      Instant now, Wanted& out) {
    auto const level = levelOf(made, ask);
    if (!level) {
        return level.error();
    }
    out.made = made.handle;
    out.emergency = made.emergency;
    out.level = *level;
    out.event = made.event;
    out.icon = made.icon;
    out.usualLook = made.usualLook;
    std::map<std::string, std::string, std::less<>> values{
        {"event", std::string(made.event)}, {"level", std::string(levelInChinese(*level))}};
    if (auto done = fillFields(made, ask, settings, now, values, out.published); !done) {
        return done;
    }
    auto text = checked({"zh-CN", filled(made.headline, values), values["issuer"],
                         filled(made.body, values), std::string(made.instructionAt(*level))});
    if (!text) {
        return text.error();
    }
    out.texts = {std::move(*text)};
    return {};
}

void takeFreeText(Ask const& ask, Wanted& out) {
    bool const chinese = isChinese(ask.headline + ask.body);
    out.emergency = ask.emergency;
    out.level = ask.level.value_or(playlists::WarningLevel::none);
    out.event = !ask.event.empty() ? ask.event
                : chinese          ? (ask.emergency ? "应急" : "预警")
                                   : (ask.emergency ? "Emergency" : "Warning");
    out.icon = ask.icon;
    out.texts = {{chinese ? "zh-CN" : "en", ask.headline, ask.issuer, ask.body, ask.instruction}};
}

Result<> setTimes(Ask const& ask, WarningSettings const& settings, Instant now, Wanted& out) {
    out.from = std::max(ask.from.value_or(now), now);
    if (out.from > now + settings.lasting.most) {
        return Error{Errc::invalid, "it begins too late: a warning is raised at most " +
                                        inHours(settings.lasting.most) + " before"};
    }
    auto const lasts = ask.until.minutes ? Milliseconds(std::chrono::minutes(*ask.until.minutes))
                                         : settings.byPeople;
    out.expires = ask.until.expires.value_or(out.from + lasts);
    if (out.expires <= out.from) {
        return Error{Errc::invalid,
                     "it ends before it begins, or is over already; name a later end"};
    }
    if (out.expires > out.from + settings.lasting.most) {
        return Error{Errc::invalid, "it lasts too long: at most " + inHours(settings.lasting.most) +
                                        "; it can be extended later"};
    }
    return {};
}

}  // namespace

std::string inHours(Milliseconds length) {
    auto const minutes = std::chrono::duration_cast<std::chrono::minutes>(length).count();
    return minutes % 60 == 0 ? std::to_string(minutes / 60) + " hours"
                             : std::to_string(minutes) + " minutes";
}

std::string chineseTime(Instant t, std::string const& zone) {
    auto const offset = playlists::offsetAt(zone, t);
    auto const local = t + (offset ? *offset : std::chrono::seconds(0));
    auto const day = std::chrono::floor<std::chrono::days>(local);
    std::chrono::year_month_day const date(day);
    auto const minutes = std::chrono::duration_cast<std::chrono::minutes>(local - day).count();
    auto const minute = std::to_string(minutes % 60);
    return std::to_string(static_cast<unsigned>(date.month())) + "月" +
           std::to_string(static_cast<unsigned>(date.day())) + "日" + std::to_string(minutes / 60) +
           "时" + (minute.size() < 2 ? "0" : "") + minute + "分";
}

Result<Wanted> wantedOf(Ask const& ask, WarningSettings const& settings, Instant now) {
    Wanted out;
    out.published = now;
    if (ask.made.empty()) {
        takeFreeText(ask, out);
    } else {
        auto const* made = findTemplate(ask.made);
        if (made == nullptr) {
            return Error{Errc::invalid, "there is no template \"" + ask.made +
                                            "\"; tocsin warn templates shows those there are"};
        }
        if (auto done = fillTemplate(*made, ask, settings, now, out); !done) {
            return done.error();
        }
    }
    out.drill = ask.drill;
    if (out.drill && (ask.where.all || !ask.where.areas.empty())) {
        return Error{Errc::invalid,
                     "a drill is shown on screens that are chosen for it: name screens, units or "
                     "tags"};
    }
    out.where = ask.where;
    out.look = ask.look;
    out.sound = ask.sound;
    if (auto done = setTimes(ask, settings, now, out); !done) {
        return done.error();
    }
    return out;
}

}  // namespace tocsin::warnings
