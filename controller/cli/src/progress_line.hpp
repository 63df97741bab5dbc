// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <cstdint>
#include <deque>
#include <functional>
#include <iosfwd>
#include <string>
#include <utility>

#include "tocsin/cli/cli.hpp"

namespace tocsin::cli {

/// A line on the terminal that is written over: "film.mp4  45 %  32.1 MB/s  1:23 left". Says
/// nothing where there is no terminal.
class ProgressLine {
public:
    using Now = std::function<std::chrono::steady_clock::time_point()>;
    ProgressLine(std::ostream& err, Language language, bool shown, std::string name,
                 Now now = &std::chrono::steady_clock::now)
        : err_(err), language_(language), shown_(shown), name_(std::move(name)), now_(now) {}
    ~ProgressLine() { clear(); }
    ProgressLine(ProgressLine const&) = delete;
    ProgressLine& operator=(ProgressLine const&) = delete;

    /// Bytes that have gone of those that go. The rate is that of the last seconds.
    void update(std::int64_t done, std::int64_t total);
    /// Shows these words behind the name.
    void say(std::string const& words);
    void clear();
    /// Forgets the rate: after a pause it would be wrong.
    void restart() { seen_.clear(); }

private:
    using Seen = std::pair<std::chrono::steady_clock::time_point, std::int64_t>;
    std::ostream& err_;
    Language language_;
    bool shown_;
    std::string name_;
    Now now_;
    std::deque<Seen> seen_;
    std::string written_;
};

}  // namespace tocsin::cli
