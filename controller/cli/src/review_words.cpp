// SPDX-License-Identifier: Apache-2.0
#include "review_words.hpp"

#include <fmt/format.h>

#include <array>
#include <utility>

namespace tocsin::cli {
namespace {

using Words = std::pair<std::string_view, std::string_view>;

constexpr std::array<Words, 7> kDays{{{"mon", "周一"},
                                      {"tue", "周二"},
                                      {"wed", "周三"},
                                      {"thu", "周四"},
                                      {"fri", "周五"},
                                      {"sat", "周六"},
                                      {"sun", "周日"}}};
constexpr std::array<Words, 9> kKnown{{{"mandatory", "上级必播"},
                                       {"key", "重点"},
                                       {"normal", "一般"},
                                       {"filler", "垫播"},
                                       {"sequence", "顺序播放"},
                                       {"rotate", "轮换播放"},
                                       {"weighted", "按权重播放"},
                                       {"workdays", "工作日"},
                                       {"holidays", "节假日"}}};
constexpr double kMillion = 1'000'000;

template <std::size_t N>
std::string both(std::array<Words, N> const& words, std::string const& word) {
    for (auto const& [english, chinese] : words) {
        if (word == english) {
            return std::string(chinese) + " " + word;
        }
    }
    return word;
}

void add(std::string& lines, std::string const& line) {
    lines += (lines.empty() || line.empty() ? "" : "\n") + line;
}

std::string listed(Json const& of, char const* key) {
    std::string out;
    for (auto const& one : elements(of, key)) {
        out += (out.empty() ? "" : "、") +
               (one.is_string() ? std::string(one.as_string()) : boost::json::serialize(one));
    }
    return out;
}

std::string daysOf(Json const& when) {
    auto const& days = elements(when, "days");
    if (days.empty() || days.size() == kDays.size()) {
        return "每天 every day";
    }
    std::string out;
    for (auto const& day : days) {
        out += (out.empty() ? "" : "、") +
               both(kDays, day.is_string() ? std::string(day.as_string()) : std::string());
    }
    return out;
}

std::string pacingWords(Json const& pacing) {
    std::string out;
    auto const count = [&](char const* key, char const* words) {
        if (auto const number = integer(pacing, key); number > 0) {
            add(out, fmt::format(fmt::runtime(words), number));
        }
    };
    count("plays_per_hour", "每小时 {0} 次 · {0} plays an hour");
    count("plays_per_day", "每天 {0} 次 · {0} plays a day");
    if (auto const share = integer(pacing, "share_millionths"); share > 0) {
        add(out, fmt::format("占播出时间 {0:g} % · {0:g} % of the time",
                             static_cast<double>(share) * 100 / kMillion));
    }
    count("min_per_day", "每天至少 {0} 次 · at least {0} a day");
    return out;
}

}  // namespace

std::string whenWords(Json const& when) {
    auto out = daysOf(when);
    auto const hours = listed(when, "dayparts");
    add(out, hours.empty() ? "全天 all day" : hours);
    auto const narrower = [&](char const* key, char const* label) {
        auto const text = listed(when, key);
        add(out, text.empty() ? "" : std::string(label) + text);
    };
    narrower("month_days", "每月 days of the month: ");
    narrower("except", "除外 except: ");
    if (auto const kind = text(when, "day_kind"); !kind.empty() && kind != "any") {
        add(out, both(kKnown, kind));
    }
    add(out, text(when, "recurrence"));
    for (auto const& day : elements(when, "key_dates")) {
        add(out, "重点日 key date " + text(day, "day") + ": " + pacingWords(day));
    }
    return out;
}

std::string howOftenWords(Json const& often) {
    auto out = both(kKnown, text(often, "class"));
    add(out, pacingWords(member(often, "pacing")));
    if (auto const order = text(often, "order"); !order.empty()) {
        add(out, both(kKnown, order));
    }
    auto const weights = listed(often, "weights");
    add(out, weights.empty() ? "" : "权重 weights: " + weights);
    if (auto const most = integer(often, "max_per_hour"); most > 0) {
        add(out, fmt::format("每小时最多 {0} 次 · at most {0} an hour", most));
    }
    if (auto const apart = integer(often, "min_separation_ms"); apart > 0) {
        add(out, fmt::format("两次间隔至少 {0} 秒 · at least {0} s apart", apart / 1000));
    }
    for (auto const& event : elements(often, "fixed")) {
        auto const at = listed(event, "at");
        add(out, "定点 at a fixed time: " + text(event, "item") + " " +
                     (at.empty() ? "每小时整点 every full hour" : at));
    }
    return out;
}

}  // namespace tocsin::cli
