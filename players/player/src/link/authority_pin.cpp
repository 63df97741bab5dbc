// SPDX-License-Identifier: Apache-2.0
#include "link/authority_pin.hpp"

#include <system_error>

#include "engine/files.hpp"

namespace tocsin::player {

Result<std::unique_ptr<AuthorityPin>> AuthorityPin::open(std::filesystem::path file, bool bound,
                                                         FleetClock const& fleet) {
    std::error_code ignored;  // a file that stays is written over when the player is bound
    if (!bound) {
        std::filesystem::remove(file, ignored);
    }
    auto const text =
        bound ? files::read(file, 64 << 10) : Result<std::string>(Error{Errc::notFound, ""});
    if (!text && text.error().code != Errc::notFound) {
        return text.error();
    }
    std::optional<session::Authority> pinned;
    if (text) {
        auto authority = session::authorityOf(*text);
        if (!authority) {
            return Error{Errc::damaged, file.string() + " is damaged (" +
                                            authority.error().message +
                                            "); delete it together with controller.pin to pair "
                                            "this player anew"};
        }
        pinned = std::move(*authority);
    }
    return std::make_unique<AuthorityPin>(std::move(file), std::move(pinned), fleet);
}

session::TlsTrust AuthorityPin::trust() const {
    std::scoped_lock const lock(mutex_);
    if (!pinned_) {
        return session::TlsTrust::unpinned();
    }
    auto trust = session::TlsTrust::pinned(pinned_->certificate);
    auto const now = fleet_.now();
    // Before the authority was made it cannot be: then the clock is wrong, whoever set it.
    trust.ignoreDates = !fleet_.estimated() || now < pinned_->validFrom;
    trust.at = now;
    return trust;
}

bool AuthorityPin::isPinned() const {
    std::scoped_lock const lock(mutex_);
    return pinned_.has_value();
}

Result<> AuthorityPin::pin(session::Authority const& authority) {
    std::scoped_lock const lock(mutex_);
    pinned_ = authority;
    return files::replace(file_, authority.certificate);
}

Result<> judgeAuthority(std::optional<Digest> const& expected,
                        std::optional<session::Authority> const& shown) {
    if (!expected || !shown || *expected == shown->digest) {
        return {};
    }
    return Error{Errc::permission,
                 "the connection shows another certificate than the controller's: its authority "
                 "has the fingerprint " +
                     session::fingerprintOf(shown->digest) + " and the controller's has " +
                     session::fingerprintOf(*expected) +
                     "; somebody stands between, or a proxy shows a certificate that the "
                     "controller's [tls] certificate does not name"};
}

}  // namespace tocsin::player
