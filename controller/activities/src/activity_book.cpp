// SPDX-License-Identifier: Apache-2.0
#include <iterator>
#include <utility>

#include "activity_routes.hpp"

namespace tocsin::activities {

ActivityBook::ActivityBook(store::Store& store, ActivitySettings settings)
    : state_(std::make_shared<State>(store, std::move(settings))) {}

ActivityBook::~ActivityBook() = default;

access::Routes ActivityBook::routes() {
    access::Routes out;
    for (auto& part : {activityRoutes(state_), partRoutes(state_), fileRoutes(state_),
                       workRoutes(state_), pictureRoutes(state_), importRoutes(state_)}) {
        out.insert(out.end(), part.begin(), part.end());
    }
    return out;
}

Result<std::filesystem::path> ActivityBook::picture(Digest const& digest) const {
    if (!state_->pictures.has(digest)) {
        return Error{Errc::damaged, "the picture " + digest.hex() +
                                        " is not on the disk any more; restore it from a backup "
                                        "(folder work of the data directory)"};
    }
    return state_->pictures.pathOf(digest);
}

}  // namespace tocsin::activities
