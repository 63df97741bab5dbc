// SPDX-License-Identifier: Apache-2.0
// A file is the envelope as one line, then the JPEG's bytes. Its name: fleet milliseconds, the
// beginning of the picture's digest, and whether it was asked for.
#include "evidence/picture_box.hpp"

#include <algorithm>
#include <cstdio>

#include "engine/files.hpp"
#include "tocsin/messages/crypto.hpp"

namespace tocsin::player {
namespace {

constexpr char kAsked[] = ".asked";
constexpr char kSample[] = ".sample";
constexpr std::size_t kMostFileBytes = 1 << 20;

std::string nameOf(messages::EvidencePicture const& picture, Instant at, bool asked) {
    char time[32];
    std::snprintf(time, sizeof time, "%015lld",
                  static_cast<long long>(std::max<std::int64_t>(0, toMillis(at))));
    return std::string(time) + "-" + messages::sha256(picture.jpeg).hex().substr(0, 16) +
           (asked ? kAsked : kSample);
}

std::optional<messages::EvidencePicture> read(std::filesystem::path const& file) {
    auto text = files::read(file, kMostFileBytes);
    auto const line = text ? text->find('\n') : std::string::npos;
    if (line == std::string::npos || line + 1 == text->size()) {
        return std::nullopt;
    }
    return messages::EvidencePicture{text->substr(0, line), text->substr(line + 1)};
}

}  // namespace

bool PictureBox::Entry::asked() const {
    return name.ends_with(kAsked);
}

Result<std::unique_ptr<PictureBox>> PictureBox::open(std::filesystem::path folder, Limits limits,
                                                     Space space) {
    std::error_code ec;
    std::filesystem::create_directories(folder, ec);
    std::filesystem::directory_iterator list(folder, ec);
    if (ec) {
        return Error{Errc::unavailable,
                     "cannot make or read the folder " + folder.string() + ": " + ec.message()};
    }
    std::unique_ptr<PictureBox> out(new PictureBox(std::move(folder), limits, std::move(space)));
    for (auto const& file : list) {
        auto const name = file.path().filename().string();
        if (name.ends_with(kAsked) || name.ends_with(kSample)) {
            auto const bytes = static_cast<std::int64_t>(file.file_size(ec));
            out->entries_.push_back({name, ec ? 0 : bytes});
            out->bytes_ += out->entries_.back().bytes;
        }
    }
    std::sort(out->entries_.begin(), out->entries_.end(),
              [](Entry const& a, Entry const& b) { return a.name < b.name; });
    return out;
}

bool PictureBox::tooFull(std::int64_t more) const {
    if (entries_.size() >= limits_.pictures || bytes_ + more > limits_.bytes) {
        return true;
    }
    auto const space = space_();
    return space && space->free - more < diskReserve(space->capacity);
}

void PictureBox::erase(std::string const& name) {
    auto const found = std::find_if(entries_.begin(), entries_.end(),
                                    [&](Entry const& entry) { return entry.name == name; });
    if (found != entries_.end()) {
        std::error_code ec;
        std::filesystem::remove(folder_ / name, ec);
        bytes_ -= found->bytes;
        entries_.erase(found);
    }
}

Result<std::size_t> PictureBox::put(messages::EvidencePicture const& picture, Instant at,
                                    bool asked) {
    std::lock_guard const lock(mutex_);
    auto const name = nameOf(picture, at, asked);
    auto const bytes = static_cast<std::int64_t>(picture.envelope.size() + 1 + picture.jpeg.size());
    erase(name);
    std::size_t dropped = 0;
    for (; tooFull(bytes); ++dropped) {
        if (entries_.empty()) {
            return Error{Errc::exhausted,
                         "disk full: no room for a picture in " + folder_.string() +
                             " beside what is kept for the play journal; free space"};
        }
        erase(std::string(entries_.front().name));
    }
    auto text = picture.envelope + "\n" + picture.jpeg;
    if (auto written = files::replace(folder_ / name, text); !written) {
        return written.error();
    }
    entries_.push_back({name, bytes});
    std::inplace_merge(entries_.begin(), entries_.end() - 1, entries_.end(),
                       [](Entry const& a, Entry const& b) { return a.name < b.name; });
    bytes_ += bytes;
    return dropped;
}

std::optional<PictureBox::Kept> PictureBox::next() {
    std::lock_guard const lock(mutex_);
    while (!entries_.empty()) {
        auto const asked = std::find_if(entries_.rbegin(), entries_.rend(),
                                        [](Entry const& entry) { return entry.asked(); });
        auto const name = asked != entries_.rend() ? asked->name : entries_.front().name;
        if (auto picture = read(folder_ / name)) {
            return Kept{name, std::move(*picture)};
        }
        erase(name);
    }
    return std::nullopt;
}

std::vector<std::string> PictureBox::names() const {
    std::lock_guard const lock(mutex_);
    std::vector<std::string> out;
    for (auto const& entry : entries_) {
        out.push_back(entry.name);
    }
    return out;
}

std::optional<messages::EvidencePicture> PictureBox::picture(std::string const& name) const {
    return read(folder_ / name);
}

void PictureBox::remove(std::string const& name) {
    std::lock_guard const lock(mutex_);
    erase(name);
}

std::size_t PictureBox::size() const {
    std::lock_guard const lock(mutex_);
    return entries_.size();
}

}  // namespace tocsin::player
