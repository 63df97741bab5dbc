// SPDX-License-Identifier: Apache-2.0
// controller.toml: keys, ranges and defaults.
#include "tocsin/config/controller_config.hpp"

#include <arpa/inet.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <fstream>
#include <iterator>

#include "tocsin/config/toml_reader.hpp"

namespace tocsin::config {
namespace {

constexpr std::int64_t kMebibyte = 1LL << 20;
constexpr std::int64_t kMostMebibytes = 16LL << 20;  // 16 TiB
constexpr std::array<std::string_view, 5> kLogLevels{"trace", "debug", "info", "warning", "error"};

Result<std::string> readText(std::filesystem::path const& file) {
    std::error_code ec;
    if (!std::filesystem::exists(file, ec)) {
        return Error{Errc::notFound, file.string() + ": there is no such file"};
    }
    Error const unreadable{Errc::invalid, file.string() +
                                              ": cannot be read; check that it is a "
                                              "file that this user may read"};
    if (!std::filesystem::is_regular_file(file, ec)) {
        return unreadable;
    }
    std::ifstream in(file, std::ios::binary);
    std::string text{std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
    if (!in) {
        return unreadable;
    }
    return text;
}

bool isAddress(std::string const& text, int family) {
    std::array<unsigned char, sizeof(in6_addr)> out{};
    return inet_pton(family, text.c_str(), out.data()) == 1;
}

void readTop(TomlTable const& top, ControllerConfig& config) {
    if (auto const data = top.string("data")) {
        if (data->empty()) {
            top.problem("data", "must name a directory");
        }
        config.data = *data;
    }
    if (auto const listen = top.string("listen")) {
        if (auto const applied = applyListen(config, *listen); !applied) {
            top.problem("listen", applied.error().message);
        }
    }
    if (auto const level = top.string("log_level")) {
        if (std::find(kLogLevels.begin(), kLogLevels.end(), *level) == kLogLevels.end()) {
            top.problem("log_level",
                        "must be trace, debug, info, warning or error, not \"" + *level + "\"");
        }
        config.logLevel = *level;
    }
}

/// The problems of the holiday file come out with those of the configuration.
Holidays holidaysIn(TomlTable const& plan, std::filesystem::path const& file, Problems& problems) {
    auto const text = readText(file);
    if (!text) {
        plan.problem("calendar", text.error().message);
        return {};
    }
    auto const top = TomlTable::parse(*text, file.string(), problems);
    if (!top) {
        plan.problem("calendar", top.error().message);
        return {};
    }
    return holidaysOf(*top);
}

void readPlan(TomlTable const& plan, std::filesystem::path const& directory, Problems& problems,
              ControllerConfig& config) {
    plan.onlyKeys({"days", "frozen_horizon_seconds", "calendar"});
    if (auto const calendar = plan.string("calendar")) {
        config.calendar = holidaysIn(plan, directory / *calendar, problems);
    }
    if (auto const days = plan.integer("days", 1, 30)) {
        config.planDays = static_cast<int>(*days);
    }
    if (auto const horizon = plan.integer("frozen_horizon_seconds", 0, 3600)) {
        config.frozenHorizon = std::chrono::seconds(*horizon);
    }
}

void readDayparts(TomlTable const& top, ControllerConfig& config) {
    for (auto const& table : top.tables("daypart")) {
        table.onlyKeys({"name", "from", "to"});
        auto const name = table.string("name").value_or("");
        bool const twice =
            std::any_of(config.dayparts.begin(), config.dayparts.end(),
                        [&](NamedDaypart const& known) { return known.name == name; });
        if (name.empty() || twice) {
            table.problem("name", twice ? "\"" + name + "\" is defined already"
                                        : "missing; campaign files call the daypart by it");
        }
        auto const from = table.timeOfDay("from");
        auto const to = table.timeOfDay("to");
        if (!table.has("from") || !table.has("to")) {
            table.problem(table.has("from") ? "to" : "from",
                          "missing; write both, like from = \"19:00\", to = \"21:30\"");
        } else if (from && to && (*from == *to || *from == std::chrono::hours(24))) {
            table.problem("from", "from and to must be different, and from before 24:00");
        } else if (from && to) {
            config.dayparts.push_back({name, *from, *to});
        }
    }
}

void readMedia(TomlTable const& media, ControllerConfig& config) {
    media.onlyKeys({"upload_limit_mb", "disk_reserve_mb", "probe_limit_seconds"});
    if (auto const limit = media.integer("upload_limit_mb", 1, kMostMebibytes)) {
        config.uploadLimitBytes = *limit * kMebibyte;
    }
    if (auto const reserve = media.integer("disk_reserve_mb", 0, kMostMebibytes)) {
        config.diskReserveBytes = *reserve * kMebibyte;
    }
    if (auto const limit = media.integer("probe_limit_seconds", 1, 86400)) {
        config.probeLimit = std::chrono::seconds(*limit);
    }
}

void readLibrary(TomlTable const& library, ControllerConfig& config) {
    library.onlyKeys({"upload_keep_hours", "quota", "quotas"});
    if (auto const hours = library.integer("upload_keep_hours", 1, 8760)) {
        config.uploadKeep = std::chrono::hours(*hours);
    }
    if (auto const quota = library.bytes("quota")) {
        config.quotaBytes = *quota;
    }
    if (auto const quotas = library.table("quotas")) {
        for (auto const& unit : quotas->keys()) {
            if (auto const bytes = quotas->bytes(unit)) {
                config.quotas.push_back({unit, *bytes});
            }
        }
    }
}

void readConversion(TomlTable const& conversion, ControllerConfig& config) {
    conversion.onlyKeys({"when", "at_once", "threads", "from", "to", "zone"});
    if (auto const when = conversion.string("when")) {
        config.convertOnlyUnplayable = *when == "unplayable";
        if (*when != "unfit" && *when != "unplayable") {
            conversion.problem("when", "must be \"unfit\" or \"unplayable\"");
        }
    }
    if (auto const atOnce = conversion.integer("at_once", 1, 16)) {
        config.conversionsAtOnce = static_cast<int>(*atOnce);
    }
    if (auto const threads = conversion.integer("threads", 0, 64)) {
        config.conversionThreads = static_cast<int>(*threads);
    }
    if (conversion.has("from") != conversion.has("to")) {
        conversion.problem(
            conversion.has("from") ? "to" : "from",
            "missing; write both, like from = \"20:00\", to = \"06:00\", or neither");
    }
    config.conversionFrom = conversion.timeOfDay("from").value_or(std::chrono::minutes(0));
    config.conversionTo = conversion.timeOfDay("to").value_or(std::chrono::minutes(0));
    if (auto const zone = conversion.string("zone")) {
        config.conversionZone = *zone;
    }
}

void readEvidence(TomlTable const& evidence, ControllerConfig& config) {
    evidence.onlyKeys({"first_plays", "every_minutes", "keep_days", "spread", "warnings"});
    if (auto const first = evidence.boolean("first_plays")) {
        config.evidenceFirstPlays = *first;
    }
    if (auto const spread = evidence.boolean("spread")) {
        config.evidenceSpread = *spread;
    }
    if (auto const warnings = evidence.boolean("warnings")) {
        config.evidenceWarnings = *warnings;
    }
    if (auto const minutes = evidence.integer("every_minutes", 0, 1440)) {
        config.evidenceEveryMinutes = static_cast<int>(*minutes);
    }
    if (auto const days = evidence.integer("keep_days", 1, 3650)) {
        config.evidenceKeepDays = static_cast<int>(*days);
    }
}

void readReview(TomlTable const& review, ControllerConfig& config) {
    review.onlyKeys({"levels", "categories"});
    if (auto const levels = review.integer("levels", 1, 3)) {
        config.reviewLevels = static_cast<int>(*levels);
    }
    if (auto const categories = review.table("categories")) {
        for (auto const& category : categories->keys()) {
            if (auto const levels = categories->integer(category, 1, 3)) {
                config.reviewCategories.push_back({category, static_cast<int>(*levels)});
            }
        }
    }
}

void readGuard(TomlTable const& guard, ControllerConfig& config) {
    guard.onlyKeys({"screens", "night_screens", "night_from", "night_to", "zone", "window_minutes",
                    "keep_hours"});
    if (auto const screens = guard.integer("screens", 0, 20'000)) {
        config.guardScreens = static_cast<int>(*screens);
    }
    if (auto const screens = guard.integer("night_screens", 1, 20'000)) {
        config.guardNightScreens = static_cast<int>(*screens);
    }
    auto const from = guard.timeOfDay("night_from");
    auto const to = guard.timeOfDay("night_to");
    if (from.has_value() != to.has_value()) {
        guard.problem(from ? "night_to" : "night_from",
                      "missing; the night's begin and end are given together, or neither");
    } else if (from) {
        config.guardNightFrom = *from;
        config.guardNightTo = *to;
    }
    if (auto const zone = guard.string("zone")) {
        config.guardZone = *zone;
    }
    if (auto const minutes = guard.integer("window_minutes", 1, 1440)) {
        config.guardWindowMinutes = static_cast<int>(*minutes);
    }
    if (auto const hours = guard.integer("keep_hours", 1, 168)) {
        config.guardKeepHours = static_cast<int>(*hours);
    }
}

void readAccess(TomlTable const& access, ControllerConfig& config) {
    access.onlyKeys({"password_memory_mb", "idle_minutes", "session_hours", "second_factor"});
    if (auto const memory = access.integer("password_memory_mb", 19, 1024)) {
        config.passwordMebibytes = static_cast<int>(*memory);
    }
    if (auto const minutes = access.integer("idle_minutes", 1, 480)) {
        config.sessionIdle = std::chrono::minutes(*minutes);
    }
    if (auto const hours = access.integer("session_hours", 1, 24)) {
        config.sessionLongest = std::chrono::hours(*hours);
    }
    if (auto const factor = access.string("second_factor")) {
        config.secondFactor = *factor != "off";
        if (*factor != "release" && *factor != "off") {
            access.problem("second_factor", "must be \"release\" or \"off\"");
        }
    }
}

/// A name as certificates and browsers know it.
bool isHostName(std::string const& text) {
    return !text.empty() && text.size() <= 253 && text.front() != '.' && text.front() != '-' &&
           std::all_of(text.begin(), text.end(), [](char c) {
               return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '.';
           });
}

std::string lowered(std::string text) {
    std::transform(text.begin(), text.end(), text.begin(),
                   [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c | 0x20) : c; });
    return text;
}

/// In the form in which the address of a connection is written.
std::string canonicalAddress(std::string const& text) {
    for (int const family : {AF_INET, AF_INET6}) {
        std::array<unsigned char, sizeof(in6_addr)> bytes{};
        std::array<char, INET6_ADDRSTRLEN> out{};
        if (inet_pton(family, text.c_str(), bytes.data()) == 1 &&
            inet_ntop(family, bytes.data(), out.data(), out.size()) != nullptr) {
            return out.data();
        }
    }
    return "";
}

void readTls(TomlTable const& tls, std::filesystem::path const& directory,
             ControllerConfig& config) {
    tls.onlyKeys({"names", "certificate", "key", "proxies"});
    for (auto const& name : tls.strings("names")) {
        config.tlsNames.push_back(lowered(name));
        if (!isHostName(config.tlsNames.back())) {
            tls.problem("names",
                        "\"" + name + "\" is not a host name; addresses need not be named");
        }
    }
    for (auto const& address : tls.strings("proxies")) {
        config.tlsProxies.push_back(canonicalAddress(address));
        if (config.tlsProxies.back().empty()) {
            tls.problem("proxies", "\"" + address + "\" is not an address, like 192.0.2.10");
        }
    }
    auto const certificate = tls.string("certificate");
    auto const key = tls.string("key");
    if (certificate.has_value() != key.has_value()) {
        tls.problem(certificate ? "key" : "certificate",
                    "missing; a certificate and its key are given together, or neither");
    } else if (certificate) {
        config.tlsCertificate = directory / *certificate;
        config.tlsKey = directory / *key;
    }
}

void readOutbound(TomlTable const& outbound, std::filesystem::path const& directory,
                  ControllerConfig& config) {
    outbound.onlyKeys({"hosts", "private", "ca", "max_mb", "seconds"});
    config.outboundHosts = outbound.strings("hosts");
    config.outboundNetworks = outbound.strings("private");
    if (auto const authorities = outbound.string("ca")) {
        config.outboundAuthorities = directory / *authorities;
    }
    if (auto const most = outbound.integer("max_mb", 1, kMostMebibytes)) {
        config.outboundBytes = *most * kMebibyte;
    }
    if (auto const seconds = outbound.integer("seconds", 1, 86400)) {
        config.outboundLimit = std::chrono::seconds(*seconds);
    }
}

void readConnections(TomlTable const& connections, ControllerConfig& config) {
    connections.onlyKeys({"most"});
    if (auto const most = connections.integer("most", 100, 100'000)) {
        config.connections = static_cast<std::size_t>(*most);
    }
}

void readStop(TomlTable const& stop, ControllerConfig& config) {
    stop.onlyKeys({"grace_seconds"});
    if (auto const grace = stop.integer("grace_seconds", 0, 3600)) {
        config.stopGrace = std::chrono::seconds(*grace);
    }
}

}  // namespace

Result<ControllerConfig> loadControllerConfig(std::filesystem::path const& file) {
    auto const text = readText(file);
    if (!text) {
        return text.error();
    }
    Problems problems;
    auto const top = TomlTable::parse(*text, file.string(), problems);
    if (!top) {
        return top.error();
    }
    ControllerConfig config;
    top->onlyKeys({"data", "listen", "log_level", "plan", "daypart", "media", "library",
                   "conversion", "evidence", "review", "guard", "access", "warnings", "tls",
                   "outbound", "mail", "stop", "connections"});
    readDayparts(*top, config);
    readTop(*top, config);
    if (auto const plan = top->table("plan")) {
        readPlan(*plan, file.parent_path(), problems, config);
    }
    if (auto const media = top->table("media")) {
        readMedia(*media, config);
    }
    if (auto const library = top->table("library")) {
        readLibrary(*library, config);
    }
    if (auto const conversion = top->table("conversion")) {
        readConversion(*conversion, config);
    }
    if (auto const evidence = top->table("evidence")) {
        readEvidence(*evidence, config);
    }
    if (auto const review = top->table("review")) {
        readReview(*review, config);
    }
    if (auto const guard = top->table("guard")) {
        readGuard(*guard, config);
    }
    if (auto const access = top->table("access")) {
        readAccess(*access, config);
    }
    if (auto const warnings = top->table("warnings")) {
        config.warnings = warningsOf(*warnings, file.parent_path());
    }
    if (auto const tls = top->table("tls")) {
        readTls(*tls, file.parent_path(), config);
    }
    if (auto const outbound = top->table("outbound")) {
        readOutbound(*outbound, file.parent_path(), config);
    }
    if (auto const mail = top->table("mail")) {
        config.mail = mailOf(*mail, file.parent_path());
    }
    if (auto const connections = top->table("connections")) {
        readConnections(*connections, config);
    }
    if (auto const stop = top->table("stop")) {
        readStop(*stop, config);
    }
    if (!problems.empty()) {
        return problems.error();
    }
    return config;
}

Result<> applyListen(ControllerConfig& config, std::string const& addressAndPort) {
    Error const wrong{Errc::invalid, "\"" + addressAndPort +
                                         "\" is not an address and a port; write it like "
                                         "127.0.0.1:8440, 0.0.0.0:8440 or [::]:8440"};
    auto const colon = addressAndPort.rfind(':');
    if (colon == std::string::npos) {
        return wrong;
    }
    std::string address = addressAndPort.substr(0, colon);
    bool const bracketed = address.size() > 2 && address.front() == '[' && address.back() == ']';
    if (bracketed) {
        address = address.substr(1, address.size() - 2);
    }
    if (!isAddress(address, bracketed ? AF_INET6 : AF_INET)) {
        return wrong;
    }
    char const* const first = addressAndPort.data() + colon + 1;
    char const* const last = addressAndPort.data() + addressAndPort.size();
    std::uint16_t port = 0;
    auto const [end, ec] = std::from_chars(first, last, port);
    if (first == last || ec != std::errc{} || end != last) {
        return wrong;
    }
    config.address = address;
    config.port = port;
    return {};
}

}  // namespace tocsin::config
