// SPDX-License-Identifier: Apache-2.0
#include "progress_line.hpp"

#include <fmt/format.h>

#include <ostream>

#include "fields.hpp"
#include "language.hpp"

namespace tocsin::cli {
namespace {

constexpr std::chrono::milliseconds kEvery{200};
constexpr std::chrono::seconds kRateOver{5};

}  // namespace

void ProgressLine::update(std::int64_t done, std::int64_t total) {
    auto const now = now_();
    bool const isDone = done == total;
    if (!shown_ || total <= 0 || (!isDone && !seen_.empty() && now - seen_.back().first < kEvery)) {
        return;
    }
    seen_.emplace_back(now, done);
    while (seen_.size() > 2 && now - seen_.front().first > kRateOver) {
        seen_.pop_front();
    }
    auto const percent = done * 100 / total;
    auto const passed = std::chrono::duration<double>(now - seen_.front().first).count();
    auto const gone = static_cast<double>(done - seen_.front().second);
    if (passed <= 0 || gone <= 0) {
        say(fmt::format("{} %", percent));
        return;
    }
    auto const rate = gone / passed;
    auto const left = static_cast<std::int64_t>(static_cast<double>(total - done) * 1000 / rate);
    say(fmt::format(fmt::runtime(cli::say(language_, Text::uploading)), percent, rate / 1e6,
                    clockText(left)));
}

void ProgressLine::say(std::string const& words) {
    if (shown_ && words != written_) {
        written_ = words;
        err_ << "\r\x1b[K" << name_ << "  " << words << std::flush;
    }
}

void ProgressLine::clear() {
    if (!written_.empty()) {
        err_ << "\r\x1b[K" << std::flush;
        written_.clear();
    }
}

}  // namespace tocsin::cli
