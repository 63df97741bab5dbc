// SPDX-License-Identifier: Apache-2.0
// What command lines about activities and work records ask for, as values.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace tocsin::cli {

struct ActivityList {
    bool all = false;  ///< retired ones too
};
struct ActivityShow {
    std::string activity;
};
/// Adds one, or changes one that is there: then what is absent stays.
struct ActivityPut {
    std::string activity;
    bool isNew = false;
    std::optional<std::string> title, theme, unit, from, to, zone, responsible, phone, mail;
    std::optional<std::string> receiver, time, planDue, finalDue;
    std::optional<int> weekday;
    std::optional<bool> weekly, dayIncluded;
};
struct ActivityClone {
    std::string activity, copy, unit;
    int years = 1;
};
struct ActivityRetire {
    std::string activity;
};
struct ActivityKeyDate {
    std::string activity, day, title, note;
    bool remove = false;
};
struct ActivityCampaign {
    std::string activity;
    std::vector<std::string> campaigns;
    bool remove = false;
};
/// Exactly one of get and remove, or neither; both name a file of the part.
struct ActivityPartSet {
    std::string activity, part;
    std::optional<std::string> text, textFile;
    std::optional<bool> done;
    std::vector<std::string> files;
    std::string get, remove, out;  ///< empty: not given
};

/// What is said of work; absent is not said.
struct WorkFacts {
    std::optional<std::string> title, kind, from, to, place, text, channel, responsible, phone,
        mail;
    std::optional<std::int64_t> sessions, people;
};
struct WorkList {
    std::string activity, unit, from, to;  ///< empty: not given
    bool withdrawn = false;                ///< withdrawn ones too
};
struct WorkShow {
    std::int64_t number = 0;
};
struct WorkAdd : WorkFacts {
    std::string activity, unit;         ///< empty: as the controller has it
    std::vector<std::string> pictures;  ///< "hall.jpg", or "hall.jpg=医务人员观看警示片"
};
struct WorkSet : WorkFacts {
    std::int64_t number = 0;
};
struct WorkWithdraw {
    std::int64_t number = 0;
    std::string reason;
};
/// Adds files, or else gets, removes or captions one that is there.
struct WorkPictures {
    std::int64_t number = 0;
    std::vector<std::string> files;  ///< as of WorkAdd
    std::string get, remove, out;    ///< digests; empty: not given
    std::string set, caption;
};
struct WorkTemplate {
    std::string out;
};
struct WorkImport {
    std::string file, activity, unit;
};

}  // namespace tocsin::cli
