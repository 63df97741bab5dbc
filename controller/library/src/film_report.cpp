// SPDX-License-Identifier: Apache-2.0
#include "film_report.hpp"

#include <boost/json.hpp>

#include "tocsin/messages/json.hpp"

namespace tocsin::library {
namespace {

namespace json = boost::json;

constexpr char kFormat[] = "tocsin-examination/1";
constexpr std::int64_t kMostMs = 48LL * 3'600'000;
constexpr std::size_t kMostParts = 100;
constexpr int kWhole = 1'000;

std::vector<FilmPart> readParts(messages::JsonReader const& in) {
    std::vector<FilmPart> out;
    auto const& list = in.value();
    if (!list.is_array() || list.get_array().size() > kMostParts) {
        in.fail("expected at most " + std::to_string(kMostParts) + " stretches");
    }
    for (auto const& part : list.get_array()) {
        auto const* const both = part.if_array();
        boost::system::error_code no;
        auto const at = [&](std::size_t i) { return (*both)[i].to_number<std::int64_t>(no); };
        if (both == nullptr || both->size() != 2) {
            in.fail("expected [from, to]");
        }
        auto const from = at(0), to = at(1);
        if (no || from < 0 || to < from || to > kMostMs) {
            in.fail("expected milliseconds within the film");
        }
        out.emplace_back(Milliseconds(from), Milliseconds(to));
    }
    return out;
}

double readLevel(messages::JsonReader const& in) {
    boost::system::error_code no;
    auto const level = in.value().to_number<double>(no);
    if (no || !(level >= -1'000 && level <= 1'000)) {
        in.fail("expected a level in decibels");
    }
    return level;
}

json::array partsJson(std::vector<FilmPart> const& parts) {
    json::array out;
    for (auto const& [from, to] : parts) {
        out.push_back(json::array{from.count(), to.count()});
    }
    return out;
}

}  // namespace

Result<FilmReport> readFilmReport(std::string const& text) {
    return messages::readJson(text, [](messages::JsonReader const& in) {
        FilmReport out;
        auto const bars = in.at("bars");
        auto const bar = [&](char const* side) {
            return static_cast<int>(bars.at(side).integer(0, kWhole));
        };
        out.duration = Milliseconds(in.at("durationMs").integer(0, kMostMs));
        out.black = readParts(in.at("black"));
        out.frozen = readParts(in.at("frozen"));
        out.silent = readParts(in.at("silent"));
        out.left = bar("left");
        out.right = bar("right");
        out.top = bar("top");
        out.bottom = bar("bottom");
        out.sound = in.at("sound").boolean();
        out.integrated = readLevel(in.at("integrated"));
        out.truePeak = readLevel(in.at("truePeak"));
        return out;
    });
}

std::string filmReportText(FilmReport const& report) {
    return json::serialize(json::object{{"format", kFormat},
                                        {"durationMs", report.duration.count()},
                                        {"black", partsJson(report.black)},
                                        {"frozen", partsJson(report.frozen)},
                                        {"silent", partsJson(report.silent)},
                                        {"bars", json::object{{"left", report.left},
                                                              {"right", report.right},
                                                              {"top", report.top},
                                                              {"bottom", report.bottom}}},
                                        {"sound", report.sound},
                                        {"integrated", report.integrated},
                                        {"truePeak", report.truePeak}});
}

}  // namespace tocsin::library
