// SPDX-License-Identifier: Apache-2.0
#include "room_settings.hpp"

#include <spdlog/spdlog.h>

#include <algorithm>
#include <thread>

#include "tocsin/documents/outside.hpp"
#include "tocsin/library/printing.hpp"
#include "tocsin/messages/envelope.hpp"
#include "tocsin/messages/key_set.hpp"
#include "tocsin/schedule/meant_screens.hpp"

namespace tocsin::app {
namespace {

/// The words were checked when the file was read.
warnings::LookRule lookRule(config::WarningLookConfig const& config) {
    warnings::LookRule rule;
    rule.units = config.units;
    rule.tags = config.tags;
    for (auto const& level : config.levels) {
        rule.levels.push_back(playlists::warningLevelFrom(level).value());
    }
    rule.emergency = config.emergency;
    rule.look = playlists::warningLookFrom(config.look).value();
    rule.sound = config.sound;
    return rule;
}

}  // namespace

library::Quotas quotasOf(config::ControllerConfig const& config) {
    library::Quotas quotas;
    quotas.standard = config.quotaBytes;
    for (auto const& quota : config.quotas) {
        quotas.units.emplace(quota.unit, quota.bytes);
    }
    return quotas;
}

schedule::SiteTimes siteTimes(config::ControllerConfig const& config) {
    schedule::SiteTimes times;
    times.calendar = {config.calendar.holidays, config.calendar.workdays};
    for (auto const& part : config.dayparts) {
        times.dayparts.emplace(part.name, playlists::Daypart{part.from, part.to});
    }
    return times;
}

library::LibrarySettings librarySettings(Options const& options, session::Clock& clock) {
    library::LibrarySettings settings;
    settings.directory = options.config.data;
    settings.worker = options.worker;
    settings.now = [&clock] { return clock.now(); };
    settings.probesAtOnce = kProbesAtOnce;
    settings.probeLimit = options.config.probeLimit;
    settings.diskReserveBytes = options.config.diskReserveBytes;
    settings.quotas = quotasOf(options.config);
    settings.convertOnlyUnplayable = options.config.convertOnlyUnplayable;
    settings.meantScreens = [times = siteTimes(options.config)](store::Tx const& tx,
                                                                store::Campaign const& campaign) {
        return schedule::meantScreens(tx, campaign, times);
    };
    return settings;
}

library::ConversionSettings conversionSettings(Options const& options, session::Clock& clock,
                                               keys::Signer const* signer) {
    auto const& config = options.config;
    auto const processors = static_cast<int>(std::max(1U, std::thread::hardware_concurrency()));
    library::ConversionSettings settings;
    settings.directory = config.data;
    settings.worker = options.worker;
    settings.now = [&clock] { return clock.now(); };
    settings.atOnce = config.conversionsAtOnce;
    settings.threads =
        config.conversionThreads > 0 ? config.conversionThreads : std::max(1, processors / 2);
    if (config.conversionFrom != config.conversionTo) {
        settings.hours = playlists::Daypart{config.conversionFrom, config.conversionTo};
    }
    settings.zone = config.conversionZone;
    settings.diskReserveBytes = config.diskReserveBytes;
    settings.log = [](std::string const& line) { spdlog::info("{}", line); };
    if (signer != nullptr) {
        settings.sign = [signer](std::string const& payload) -> Result<std::string> {
            auto const sealed =
                keys::seal(*signer, keys::Role::approval, messages::kApprovalKind, payload);
            return sealed ? Result<std::string>(messages::toJson(*sealed)) : sealed.error();
        };
    }
    return settings;
}

library::ExaminationSettings examinationSettings(Options const& options, session::Clock& clock) {
    auto const as = conversionSettings(options, clock, nullptr);
    library::ExaminationSettings settings;
    settings.directory = as.directory;
    settings.worker = as.worker;
    settings.now = as.now;
    settings.hours = as.hours;
    settings.zone = as.zone;
    settings.log = as.log;
    return settings;
}

schedule::ReviewSettings reviewSettings(config::ControllerConfig const& config) {
    schedule::ReviewSettings settings;
    settings.levels = config.reviewLevels;
    for (auto const& one : config.reviewCategories) {
        settings.categories.emplace(one.category, one.levels);
    }
    return settings;
}

schedule::LoopSettings loopSettings(Options const& options, session::Clock& clock) {
    auto const as = conversionSettings(options, clock, nullptr);
    schedule::LoopSettings settings;
    settings.directory = as.directory;
    settings.now = as.now;
    settings.times = siteTimes(options.config);
    settings.threads = as.threads;
    settings.diskReserveBytes = as.diskReserveBytes;
    settings.log = as.log;
    return settings;
}

proof::BundleSettings bundleSettings(Options const& options, session::Clock& clock) {
    auto const as = conversionSettings(options, clock, nullptr);
    proof::BundleSettings settings;
    settings.directory = as.directory;
    settings.now = as.now;
    settings.zone = options.config.conversionZone;
    settings.diskReserveBytes = as.diskReserveBytes;
    settings.log = as.log;
    return settings;
}

access::PeopleSettings peopleSettings(Options const& options, session::Clock& clock) {
    auto const& config = options.config;
    access::PeopleSettings settings;
    settings.passwordMemory = static_cast<std::size_t>(config.passwordMebibytes) << 20;
    settings.idle = config.sessionIdle;
    settings.longest = config.sessionLongest;
    settings.secondFactor = config.secondFactor;
    settings.setupToken = config.data / "setup-token";
    settings.now = [&clock] { return clock.now(); };
    return settings;
}

guard::GuardSettings guardSettings(Options const& options, session::Clock& clock,
                                   access::People const& people) {
    auto const& config = options.config;
    guard::GuardSettings settings;
    settings.screens = config.guardScreens;
    settings.nightScreens = config.guardNightScreens;
    settings.nightFrom = config.guardNightFrom;
    settings.nightTo = config.guardNightTo;
    settings.zone = config.guardZone;
    settings.window = std::chrono::minutes(config.guardWindowMinutes);
    settings.keep = std::chrono::hours(config.guardKeepHours);
    settings.now = [&clock] { return clock.now(); };
    settings.principal = [&people](std::string const& account) {
        return people.principal(account);
    };
    return settings;
}

reports::ReportSettings reportSettings(Options const& options, session::Clock& clock) {
    reports::ReportSettings settings;
    settings.now = [&clock] { return clock.now(); };
    settings.dayparts = siteTimes(options.config).dayparts;
    settings.glassWithin = options.config.warnings.glassWithin;
    return settings;
}

filing::FilingSettings filingSettings(Options const& options, session::Clock& clock,
                                      library::Library& library, schedule::Schedule& schedule,
                                      keys::Signer const& signer) {
    filing::FilingSettings settings;
    settings.directory = options.config.data;
    settings.diskReserveBytes = options.config.diskReserveBytes;
    settings.reports = reportSettings(options, clock);
    settings.print = [&library](auto const& document) { return library.printing().pdf(document); };
    settings.version = TOCSIN_VERSION;
    settings.signer = &signer;
    settings.approvalForm = [&schedule](CampaignId const& campaign, bool chinese) {
        auto form = schedule.approvalForm(campaign, chinese);
        return form ? Result<std::string>(std::move(form->pdf)) : form.error();
    };
    settings.scan = [&library](Digest const& digest) { return library.scan(digest); };
    settings.outside = documents::outsideProcess(options.documentWorker);
    return settings;
}

warnings::WarningSettings warningSettings(Options const& options,
                                          PinnedCertificates const& pinned) {
    auto const& said = options.config.warnings;
    warnings::WarningSettings settings;
    settings.lasting.otherwise = said.otherwise;
    settings.lasting.most = said.most;
    for (auto const& [level, time] : said.byLevel) {
        settings.lasting.byLevel.emplace(playlists::warningLevelFrom(level).value(), time);
    }
    settings.byPeople = said.byPeople;
    settings.freeTextByOne = said.freeTextByOne;
    for (auto const& look : said.looks) {
        settings.looks.push_back(lookRule(look));
    }
    for (auto const& sender : said.senders) {
        settings.senders.push_back({sender.sender, sender.automatic, sender.mayChange,
                                    pinned.bySender.at(sender.sender), sender.isSigned});
    }
    settings.pins = pinned.site;
    settings.verifier = signatures::verifierProcess(options.verifier);
    for (auto const& [tag, level] : said.thresholds) {
        settings.thresholds.emplace(tag, playlists::warningLevelFrom(level).value());
    }
    settings.folder = said.folder;
    settings.zone = said.zone;
    settings.glassWithin = said.glassWithin;
    return settings;
}

}  // namespace tocsin::app
