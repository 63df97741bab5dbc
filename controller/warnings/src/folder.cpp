// SPDX-License-Identifier: Apache-2.0
// The drop folder: how CAP messages come to a site without a network. Whoever puts a file there
// should move it in whole; one that cannot be read is given time until the next sweep, because
// somebody may still be writing it.
#include <fcntl.h>
#include <spdlog/spdlog.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <fstream>

#include "state.hpp"

namespace tocsin::warnings {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kMostFiles = 100;  ///< of one sweep
constexpr std::chrono::seconds kRound{10};
constexpr std::size_t kMostEntries = 10'000;  ///< looked at for them

class OpenFile {
public:
    explicit OpenFile(fs::path const& file)
        : descriptor_(::open(file.c_str(), O_RDONLY | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK)) {}
    ~OpenFile() {
        if (descriptor_ >= 0) {
            ::close(descriptor_);
        }
    }
    OpenFile(OpenFile const&) = delete;
    OpenFile& operator=(OpenFile const&) = delete;
    [[nodiscard]] int get() const { return descriptor_; }

private:
    int descriptor_;
};

struct Found {
    std::string bytes;
    WaitingFiles::Seen seen;
};

/// A plain file of at most 4 MiB, which no link leads to.
Result<Found> readFile(fs::path const& file) {
    OpenFile const open(file);
    struct stat facts {};
    if (open.get() < 0 || ::fstat(open.get(), &facts) != 0 || !S_ISREG(facts.st_mode)) {
        return Error{Errc::unavailable, "it cannot be opened as a plain file"};
    }
    Found out;
    out.seen = {facts.st_size, static_cast<std::int64_t>(facts.st_mtim.tv_sec) * 1'000'000'000 +
                                   facts.st_mtim.tv_nsec};
    std::string block(64 << 10, '\0');
    while (out.bytes.size() <= kMostCapBytes) {
        auto const got = ::read(open.get(), block.data(), block.size());
        if (got < 0) {
            return Error{Errc::unavailable, "it cannot be read"};
        }
        if (got == 0) {
            return out;
        }
        out.bytes.append(block, 0, static_cast<std::size_t>(got));
    }
    return Error{Errc::invalid, "a CAP message has at most 4 MiB"};
}

bool isMessage(fs::path const& file) {
    auto extension = file.extension().string();
    std::transform(extension.begin(), extension.end(), extension.begin(),
                   [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
    return !file.filename().string().starts_with('.') &&
           (extension == ".xml" || extension == ".cap");
}

/// The first by name.
std::vector<fs::path> messagesIn(fs::path const& folder) {
    std::vector<fs::path> out;
    std::error_code ec;
    fs::directory_iterator at(folder, ec);
    if (ec) {
        spdlog::error("drop folder of CAP messages not read folder=\"{}\" err=\"{}\"",
                      folder.string(), ec.message());
        return out;
    }
    for (fs::directory_iterator const end; at != end && out.size() < kMostEntries;
         at.increment(ec)) {
        if (isMessage(at->path()) && fs::is_regular_file(at->symlink_status(ec))) {
            out.push_back(at->path());
        }
        if (ec) {
            break;
        }
    }
    std::sort(out.begin(), out.end());
    out.resize(std::min(out.size(), kMostFiles));
    return out;
}

/// Where the file goes: a name that is not taken there.
fs::path placeIn(fs::path const& folder, fs::path const& file) {
    auto out = folder / file.filename();
    std::error_code ec;
    for (int i = 2; fs::exists(fs::symlink_status(out, ec)); ++i) {
        out = folder / (file.stem().string() + "-" + std::to_string(i) + file.extension().string());
    }
    return out;
}

void moveTo(fs::path const& folder, fs::path const& file, std::string const& line = {}) {
    std::error_code ec;
    fs::create_directories(folder, ec);
    auto const place = placeIn(folder, file);
    fs::rename(file, place, ec);
    if (ec) {
        spdlog::error("CAP file not moved file=\"{}\" err=\"{}\"", file.string(), ec.message());
        return;
    }
    if (!line.empty()) {
        std::ofstream(place.string() + ".txt") << line << '\n';
    }
}

class Sweep {
public:
    Sweep(Warnings::State& state, WaitingFiles& waiting) : state_(state), waiting_(waiting) {}

    void run() {
        auto const until = std::chrono::steady_clock::now() + kRound;
        for (auto const& file : messagesIn(state_.settings.folder)) {
            if (std::chrono::steady_clock::now() > until) {
                break;  // where nobody answers for signatures each file takes seconds
            }
            try {
                take(file);
            } catch (std::exception const& failure) {
                spdlog::error("CAP file stays in the folder file=\"{}\" err=\"{}\"", file.string(),
                              failure.what());
            }
        }
        waiting_.seen = std::move(still_);
    }

private:
    void take(fs::path const& file) {
        auto const found = readFile(file);
        if (!found) {
            if (found.error().code == Errc::invalid) {
                moveTo(state_.settings.folder / "refused", file, found.error().message);
            }
            return;
        }
        CapSource source;
        source.from = "folder";
        source.refuses = isSame(file, *found);
        auto const taken = state_.takeCap(found->bytes, source);
        if (!taken) {
            spdlog::error("CAP file stays in the folder file=\"{}\" err=\"{}\"", file.string(),
                          taken.error().message);
        } else if (taken->turnedAway && !source.refuses) {
            still_[file.filename().string()] = found->seen;
        } else if (taken->turnedAway) {
            moveTo(state_.settings.folder / "refused", file, taken->refusal);
        } else {
            moveTo(state_.settings.folder / "done", file);
        }
    }

    /// It was there at the sweep before, as it is now.
    [[nodiscard]] bool isSame(fs::path const& file, Found const& found) const {
        auto const before = waiting_.seen.find(file.filename().string());
        return before != waiting_.seen.end() && before->second == found.seen;
    }

    Warnings::State& state_;
    WaitingFiles& waiting_;
    std::map<std::string, WaitingFiles::Seen> still_;
};

}  // namespace

void Warnings::sweepFolder() {
    if (state_->settings.folder.empty()) {
        return;
    }
    std::lock_guard const lock(state_->waitingFiles.sweeping);
    Sweep(*state_, state_->waitingFiles).run();
}

}  // namespace tocsin::warnings
