// SPDX-License-Identifier: Apache-2.0
#include "engine/trouble_reports.hpp"

#include <set>

#include "stage/reaper.hpp"
#include "stage/sources.hpp"

namespace tocsin::player {
namespace {

/// Prefix of the findings, one a rendition, about showings that were given up.
constexpr char kShowingFindings[] = "showing ";
/// Prefix of the findings, one a rendition, about streams from which nothing comes.
constexpr char kStreamFindings[] = "stream ";

std::string findingOf(Cue const& cue) {
    return kShowingFindings + cue.content.rendition.hex();
}

}  // namespace

void TroubleReports::showingGivenUp(Cue const& cue, Error const& why) {
    findings_.set(findingOf(cue), cue.name + " could not be shown at " +
                                      formatInstant(fleet_.now()) + ": " + why.message +
                                      "; it is tried again at its next showing");
}

void TroubleReports::showingComplete(Cue const& cue) {
    findings_.clear(findingOf(cue));
}

void TroubleReports::streamTrouble(Cue const& cue, std::optional<std::string> const& trouble) {
    auto const key = kStreamFindings + cue.content.rendition.hex();
    if (trouble) {
        findings_.set(key, cue.name + ": " + *trouble);
    } else {
        findings_.clear(key);
    }
}

void TroubleReports::outputFault(Cue const& cue, OutputFault fault) {
    constexpr char kKey[] = "output-fault";
    auto const name = "\"" + cue.name + "\"";
    std::string text;
    switch (fault) {
        case OutputFault::none:
            findings_.clear(kKey);
            log_.info("event=output-well");
            return;
        case OutputFault::black:
            text = "the output is black and " + name +
                   " is not: restart the player, and if that "
                   "does not help look at its log";
            break;
        case OutputFault::frozen:
            text = "the output stands still and " + name +
                   " moves: restart the player, and if "
                   "that does not help look at its log";
            break;
        case OutputFault::frozenSource:
            text = "the picture stands still: " + name +
                   " gives no new pictures; the computer is "
                   "too slow for it, or the file is damaged";
            break;
        case OutputFault::untaken:
            text = "the picture stands still: no display takes new pictures of " + name +
                   "; check the window and the computer's display";
            break;
    }
    if (findings_.set(kKey, text)) {
        log_.error("event=output-fault kind={} asset=\"{}\"", wordOf(fault), cue.name);
    }
}

void TroubleReports::decodersHang(std::size_t count) {
    if (count == 0) {
        findings_.clear("decoders");
        return;
    }
    findings_.set("decoders", std::to_string(count) +
                                  " decoders hang and keep their memory; the player restarts "
                                  "itself when there are more than " +
                                  std::to_string(Reaper::kMostHanging));
}

/// For a day: by then the files are whole again, and somebody has read it.
void TroubleReports::filesDamaged(std::size_t files, Instant now) {
    constexpr std::chrono::hours kLasts{24};
    if (files != damagedFiles_) {
        damagedFiles_ = files;
        damagedAt_ = now;
    }
    if (files == 0 || now - damagedAt_ >= kLasts) {
        findings_.clear("damaged");
        return;
    }
    findings_.set("damaged", "content was damaged on this player's disk (" + std::to_string(files) +
                                 " since it started, last at " + formatInstant(damagedAt_) +
                                 ") and is fetched again; if it happens often, replace the disk");
}

void TroubleReports::forgetUnnamed(Plan const& plan) {
    std::set<std::string> named;
    if (plan.manifest()) {
        for (auto const& asset : plan.manifest()->assets) {
            named.insert(asset.content.rendition.hex());
        }
    }
    findings_.retainGroup(kFontFindings, named);
    findings_.retainGroup(kShowingFindings, named);
    findings_.retainGroup(kZoneFindings, named);
    findings_.retainGroup(kStreamFindings, named);
}

}  // namespace tocsin::player
