// SPDX-License-Identifier: Apache-2.0
#include "fetched_file.hpp"

#include "tocsin/access/disk_room.hpp"

namespace tocsin::library {
namespace {

constexpr std::int64_t kAskEvery = 4 << 20;

}  // namespace

Result<> FetchedFile::begin(outbound::Head const& head) {
    bool const told = head.length >= 0;
    if (auto fits =
            state_.announce(id_, told ? head.length : state_.settings.fetching.limits.mostBytes);
        !fits) {
        return fits;
    }
    there_->lengthKnown = told;
    auto file = PartialFile::open(state_.pathOf(id_));
    if (!file) {
        return file.error();
    }
    file_.emplace(*std::move(file));
    return {};
}

Result<> FetchedFile::take(std::string_view bytes) {
    auto const count = static_cast<std::int64_t>(bytes.size());
    unasked_ += count;
    if (unasked_ >= kAskEvery) {
        unasked_ = 0;
        if (auto room = access::checkRoom(state_.folder(), count, state_.settings.diskReserveBytes);
            !room) {
            return room.error();
        }
    }
    if (auto kept = file_->append(bytes); !kept) {
        return kept;
    }
    hash_.update(bytes);
    size_ += count;
    return {};
}

Result<> FetchedFile::finish() {
    if (!file_ || size_ == 0) {
        return Error{Errc::invalid, "the file is empty"};
    }
    if (auto synced = file_->sync(); !synced) {
        return synced;
    }
    return state_.fetched(id_, *there_, size_, std::move(hash_));
}

}  // namespace tocsin::library
