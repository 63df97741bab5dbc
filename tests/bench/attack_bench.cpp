// SPDX-License-Identifier: Apache-2.0
// What documents that were made to do harm cost whoever reads them: each is read in a process of
// its own, and the slowest and the most memory are told. Prints one JSON object; ./dev bench
// collects it.
#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <boost/json.hpp>
#include <chrono>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "tocsin/warnings/area.hpp"
#include "tocsin/warnings/cap.hpp"

namespace {

using namespace tocsin;

constexpr double kTargetMs = 1'000, kTargetMb = 64;
constexpr std::size_t kLargest = warnings::kMostCapBytes;

std::string times(std::string_view part, std::size_t count) {
    std::string out;
    out.reserve(part.size() * count);
    for (std::size_t i = 0; i < count; ++i) {
        out += part;
    }
    return out;
}

/// As often as a document may be large, with room for what stands around it.
std::string filled(std::string_view part) {
    return times(part, (kLargest - 2'000) / part.size());
}

std::string alert(std::string const& head, std::string const& infos) {
    return R"(<?xml version="1.0" encoding="UTF-8"?><alert xmlns="urn:oasis:names:tc:emergency:cap:1.2"><identifier>a</identifier><sender>s@example.org</sender><sent>2026-06-01T10:00:00+08:00</sent><status>Actual</status><msgType>Alert</msgType><scope>Public</scope>)" +
           head + infos + "</alert>";
}

std::string info(std::string const& texts, std::string const& area) {
    return "<info><category>Met</category><event>e</event><urgency>Immediate</urgency>"
           "<severity>Extreme</severity><certainty>Observed</certainty>" +
           texts + area + "</info>";
}

std::string area(std::string const& inside) {
    return "<area><areaDesc>a</areaDesc>" + inside + "</area>";
}

std::string laughs() {
    std::string out = R"(<!DOCTYPE alert [<!ENTITY l0 "lol">)";
    for (int i = 1; i < 30; ++i) {
        auto const before = "&l" + std::to_string(i - 1) + ";";
        out += "<!ENTITY l" + std::to_string(i) + " \"" + times(before, 10) + "\">";
    }
    return out + "]><alert>&l29;</alert>";
}

/// As many points as one polygon may have, which goes back and forth over itself.
std::string tangle(std::size_t salt) {
    std::string out = "<polygon>0,0 ";
    for (std::size_t i = 1; i < 9'999; ++i) {
        auto const at = (i * 7'919 + salt) % 9'973;
        out += std::to_string(i % 2 == 0 ? 1 : 30) + "." + std::to_string(at) + "," +
               std::to_string(at / 100) + "." + std::to_string(at % 100) + " ";
    }
    return out + "0,0</polygon>";
}

std::string tangles() {
    std::string out;
    for (std::size_t i = 0;; ++i) {
        auto next = tangle(i);
        if (out.size() + next.size() + 2'000 > kLargest) {
            return out;
        }
        out += next;
    }
}

std::string names(std::size_t count) {
    std::string out;
    for (std::size_t i = 0; i < count; ++i) {
        out += "s@example.org,a" + std::to_string(i) + ",2026-06-01T10:00:00+08:00 ";
    }
    return out;
}

std::string wide(std::string const& text) {
    std::string out = "\xff\xfe";
    for (char const c : text) {
        out += c;
        out += '\0';
    }
    return out;
}

struct Attack {
    char const* name;
    std::string document;
};

std::vector<Attack> attacks() {
    auto const plain = alert("", info("", area("<circle>0,0 1</circle>")));
    return {
        {"file entity",
         R"(<!DOCTYPE alert [<!ENTITY x SYSTEM "file:///etc/passwd">]><alert>&x;</alert>)"},
        {"parameter entity",
         R"(<!DOCTYPE alert [<!ENTITY % x SYSTEM "http://127.0.0.1/x">%x;]><alert/>)"},
        {"billion laughs", laughs()},
        {"quadratic blow-up", R"(<!DOCTYPE a [<!ENTITY a ")" + times("a", 1'000'000) +
                                  R"(">]><a>)" + times("&a;", 500'000) + "</a>"},
        {"deep nesting", filled("<a>")},
        {"many elements", "<alert>" + filled("<a/>") + "</alert>"},
        {"many attributes", "<alert " + filled("a=\"\" ") + "/>"},
        {"one long attribute", "<alert a=\"" + filled("a") + "\"/>"},
        {"comments", alert(filled("<!---->"), "")},
        {"character references",
         alert("", info("<headline>" + filled("&#x4e00;") + "</headline>", ""))},
        {"long headline",
         alert("", info("<headline>" + filled("暴雨 &lt;b&gt;") + "</headline>", ""))},
        {"long event", alert("", info("", "<event>" + filled("red orange 红色") + "</event>"))},
        {"references", alert("<references>" + names(80'000) + "</references>", "")},
        {"many infos", alert("", filled("<info/>"))},
        {"many areas", alert("", info("", filled("<area/>")))},
        {"many codes",
         alert("", info("", area(filled("<geocode><valueName>GB/T "
                                        "2260</valueName><value>330100</value></geocode>"))))},
        {"one huge polygon",
         alert("", info("", area("<polygon>" + filled("0.1,0.2 30.3,40.4 ") + "</polygon>")))},
        {"tangled polygons", alert("", info("", area(tangles())))},
        {"embedded file", alert("", info("<resource><resourceDesc>a</resourceDesc><mimeType>image/"
                                         "png</mimeType><derefUri>" +
                                             filled("AAAA") + "</derefUri></resource>",
                                         ""))},
        {"UTF-16", wide(alert("<note>" + times("a", kLargest / 2 - 2'000) + "</note>", ""))},
        {"null bytes", plain + std::string(kLargest / 2, '\0')},
        {"cut off", plain.substr(0, plain.size() / 2)},
        {"too large", std::string(kLargest + 1, ' ')},
        {"Atom, many entries", R"(<feed xmlns="http://www.w3.org/2005/Atom">)" +
                                   filled("<entry><id>a</id></entry>") + "</feed>"},
        {"Atom, one id in all",
         R"(<feed xmlns="http://www.w3.org/2005/Atom">)" +
             filled(R"(<entry><id>a</id><link href="http://127.0.0.1/a"/></entry>)") + "</feed>"},
        {"RSS, many items",
         "<rss><channel>" + filled("<item><link>a</link></item>") + "</channel></rss>"},
    };
}

/// What intake does with a document: both readers, and the areas made ready for screens.
void read(std::string const& document) {
    auto const reading = warnings::readCap(document);
    if (reading.message) {
        for (auto const& info : reading.message->infos) {
            std::vector<warnings::Area> areas;
            for (auto const& one : info.areas) {
                areas.push_back(one.area);
            }
            warnings::AreaMatcher const matcher(std::move(areas));
            static_cast<void>(matcher.match({warnings::GeoPoint{30, 120}, "330106"}));
        }
    }
    static_cast<void>(warnings::readFeed(document));
}

struct Cost {
    double ms = 0, mb = 0;
};

double peakMb() {
    rusage usage{};
    ::getrusage(RUSAGE_SELF, &usage);
    return static_cast<double>(usage.ru_maxrss) / 1024;
}

/// In a process that has done nothing else, so that no memory is at hand that was given back.
int readOnly(char const* path) {
    std::ifstream file(path, std::ios::binary);
    std::string document(std::filesystem::file_size(path), '\0');
    file.read(document.data(), static_cast<std::streamsize>(document.size()));
    auto const before = peakMb();
    auto const begin = std::chrono::steady_clock::now();
    read(document);
    auto const took = std::chrono::steady_clock::now() - begin;
    std::cout << std::chrono::duration<double, std::milli>(took).count() << ' ' << peakMb() - before
              << std::endl;
    return 0;
}

/// Nothing if the reader died of it.
std::optional<Cost> costOf(std::string const& self, std::string const& document) {
    auto const path =
        std::filesystem::temp_directory_path() / ("tocsin-attack-" + std::to_string(::getpid()));
    std::ofstream(path, std::ios::binary) << document;
    auto* const reader = ::popen(("'" + self + "' --read '" + path.string() + "'").c_str(), "r");
    Cost cost;
    bool const told = reader != nullptr && std::fscanf(reader, "%lf %lf", &cost.ms, &cost.mb) == 2;
    bool const ended = reader != nullptr && ::pclose(reader) == 0;
    std::filesystem::remove(path);
    return told && ended ? std::optional(cost) : std::nullopt;
}

}  // namespace

int main(int argc, char** argv) {
    if (argc == 3 && std::string_view(argv[1]) == "--read") {
        return readOnly(argv[2]);
    }
    std::string const pattern = argc > 1 ? argv[1] : "";
    if (std::string("warn.attack").find(pattern) == std::string::npos) {
        return 0;
    }
    Cost worst;
    bool survived = true;
    auto const all = attacks();
    for (auto const& attack : all) {
        auto const cost = costOf(std::filesystem::canonical("/proc/self/exe"), attack.document);
        survived = survived && cost;
        worst.ms = std::max(worst.ms, cost ? cost->ms : kTargetMs * 10);
        worst.mb = std::max(worst.mb, cost ? cost->mb : kTargetMb * 10);
        std::cerr << "  " << attack.name << ": ";
        cost ? std::cerr << cost->ms << " ms, " << cost->mb << " MB\n" : std::cerr << "died\n";
    }
    std::cout << boost::json::serialize(boost::json::object{
                     {"name", "warn.attack"},
                     {"value", worst.ms},
                     {"unit", "ms for the slowest of " + std::to_string(all.size()) +
                                  " hostile documents; the most memory that one took: " +
                                  std::to_string(static_cast<int>(worst.mb + 0.5)) + " MB of 64"},
                     {"peer", nullptr},
                     {"peer_value", nullptr},
                     {"ratio", nullptr},
                     {"target", kTargetMs},
                     {"holds", survived && worst.ms <= kTargetMs && worst.mb <= kTargetMb},
                     {"command", "./dev bench warn.attack"}})
              << "\n";
    return 0;
}
