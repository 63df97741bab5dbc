// SPDX-License-Identifier: Apache-2.0
#include "released_timeline.hpp"

#include "tocsin/messages/crypto.hpp"

namespace tocsin::schedule {

Result<playlists::Timeline> releasedTimeline(store::Tx const& tx, Digest const& digest) {
    auto const file = tx.timelines().find(digest);
    if (!file) {
        return Error{Errc::damaged, "released timeline " + digest.hex() +
                                        " is not in the database; restore it from a backup"};
    }
    if (messages::sha256(file->bytes) != digest) {
        return Error{Errc::damaged, "released timeline " + digest.hex() +
                                        " was altered in the database; restore it from a backup"};
    }
    return playlists::decodeTimeline(file->bytes);
}

}  // namespace tocsin::schedule
