// SPDX-License-Identifier: Apache-2.0
// A program in place of tocsin-media-worker: says the same whatever it is asked, and counts.
#pragma once

#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

namespace tocsin::test {

/// Lives in a folder that the test removes.
class StandingWorker {
public:
    explicit StandingWorker(std::filesystem::path const& folder)
        : program_(folder / "worker"),
          asked_(folder / "worker-asked"),
          says_(folder / "worker-says") {
        std::filesystem::create_directories(folder);
        std::ofstream(program_)
            << "#!/bin/sh\n{ echo \"$1\"; /bin/cat; echo; } >>'" << asked_.string()
            << "'\n[ -n \"$2\" ] && [ \"$1\" != probe ] && printf picture >\"$2\"\n/bin/cat '"
            << says_.string() << "'\n";
        std::filesystem::permissions(program_, std::filesystem::perms::owner_all);
    }
    [[nodiscard]] std::filesystem::path const& program() const { return program_; }
    void say(std::string const& answer) const { std::ofstream(says_) << answer << '\n'; }
    /// Verb and request of each run, a line each.
    [[nodiscard]] std::string asked() const {
        std::ifstream in(asked_);
        return {std::istreambuf_iterator<char>(in), {}};
    }

private:
    std::filesystem::path program_, asked_, says_;
};

}  // namespace tocsin::test
