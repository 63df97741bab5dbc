// SPDX-License-Identifier: Apache-2.0
// All keys in this process; and what every signer asks before it signs.
#include <optional>
#include <utility>
#include <vector>

#include "tocsin/keys/signer.hpp"

namespace tocsin::keys {
namespace {

class FileSigner final : public Signer {
public:
    FileSigner(IssuedKeys issued, std::vector<std::optional<messages::KeyPair>> keys)
        : issued_(std::move(issued)), keys_(std::move(keys)) {}

    IssuedKeys const& issued() const override { return issued_; }
    Result<messages::Signature> sign(Role role, std::string const& bytes) const override {
        if (auto allowed = mayBeSigned(role, bytes); !allowed) {
            return allowed.error();
        }
        auto const& key = keys_[static_cast<std::size_t>(role)];
        return key ? Result<messages::Signature>(key->sign(bytes)) : noKeyOf(role);
    }

private:
    IssuedKeys issued_;
    std::vector<std::optional<messages::KeyPair>> keys_;  ///< in the order of Role
};

}  // namespace

Error noKeyOf(Role role) {
    return {Errc::unavailable, "nothing can be signed as " + std::string(toString(role)) +
                                   ": the key set names no key for it yet; tocsin keys show says "
                                   "what is to be done"};
}

Result<> mayBeSigned(Role role, std::string_view bytes) {
    if (!messages::isOfRole(role, bytes)) {
        std::string message = "the key of role " + std::string(toString(role));
        message += " signs nothing but";
        for (auto const kind : messages::kindsOf(role)) {
            message.append(" ").append(kind);
        }
        return Error{Errc::permission, std::move(message)};
    }
    if (bytes.size() > kMostSigned) {
        return Error{Errc::exhausted, std::to_string(bytes.size()) +
                                          " bytes are more than can be signed at once (" +
                                          std::to_string(kMostSigned) + ")"};
    }
    return {};
}

Result<messages::Envelope> seal(Signer const& signer, Role role, std::string kind,
                                std::string payload) {
    auto signature = signer.sign(role, messages::signedBytes(kind, payload));
    if (!signature) {
        return signature.error();
    }
    return messages::Envelope{std::move(kind), std::move(payload), signer.publicKey(role),
                              *signature};
}

Result<std::unique_ptr<Signer>> openFileSigner(std::filesystem::path const& directory,
                                               MissingKey missing, Instant now) {
    KeysWanted wanted;
    wanted.missing = missing;
    wanted.now = now;
    auto issued = openKeys(directory, wanted);
    if (!issued) {
        return issued.error();
    }
    std::vector<std::optional<messages::KeyPair>> keys;
    for (auto const role : messages::kSigningRoles) {
        if (!issued->set.has(role)) {
            keys.emplace_back();
            continue;
        }
        auto key = messages::KeyPair::load(keyFile(directory, role));
        if (!key) {
            return key.error();
        }
        if (key->publicKey() != issued->set.key(role)) {
            return Error{Errc::damaged, keyFile(directory, role).string() +
                                            ": it is not the key that the key set names"};
        }
        keys.emplace_back(std::move(*key));
    }
    return std::unique_ptr<Signer>(
        std::make_unique<FileSigner>(std::move(*issued), std::move(keys)));
}

}  // namespace tocsin::keys
