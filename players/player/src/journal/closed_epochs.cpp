// SPDX-License-Identifier: Apache-2.0
#include "journal/closed_epochs.hpp"

#include <sstream>
#include <string>

#include "engine/files.hpp"
#include "journal/checked_lines.hpp"

namespace tocsin::player {
namespace {

constexpr char kHead[] = "tocsin-closed/1";
constexpr std::size_t kMostBytes = 64 << 10;
/// Plays are kept for 30 days, and no journal opens so many epochs in that time.
constexpr std::size_t kMostEpochs = 200;

}  // namespace

void ClosedEpochs::load() {
    auto const bytes = files::read(file_, kMostBytes);
    auto const checked = readChecked(bytes ? *bytes : std::string_view());
    if (checked.lines.empty() || checked.lines.front().text != kHead) {
        return;
    }
    for (std::size_t i = 1; i < checked.lines.size(); ++i) {
        std::istringstream in{std::string(checked.lines[i].text)};
        std::int64_t epoch = 0, row = 0;
        if (in >> epoch >> row) {
            ends_[epoch] = row;
        }
    }
}

Result<> ClosedEpochs::note(std::int64_t epoch, std::int64_t lastRow) {
    auto ends = ends_;
    ends[epoch] = lastRow;
    while (ends.size() > kMostEpochs) {
        ends.erase(ends.begin());
    }
    auto text = framed(kHead);
    for (auto const& [each, row] : ends) {
        text += framed(std::to_string(each) + " " + std::to_string(row));
    }
    if (auto done = files::replace(file_, text); !done) {
        return done;
    }
    ends_ = std::move(ends);
    return {};
}

}  // namespace tocsin::player
