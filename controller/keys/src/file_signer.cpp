// SPDX-License-Identifier: Apache-2.0
// Keys of all roles in files of this process. Roles that may not share a process get signers of
// their own behind the same interface.
#include <sys/stat.h>

#include <system_error>
#include <utility>

#include "tocsin/keys/signer.hpp"

namespace tocsin::keys {
namespace {

class FileSigner final : public Signer {
public:
    FileSigner(messages::KeyPair content, messages::KeyPair approval)
        : content_(std::move(content)), approval_(std::move(approval)) {}

    messages::PublicKey publicKey(Role role) const override { return key(role).publicKey(); }
    Result<messages::Signature> sign(Role role, std::string const& bytes) const override {
        return key(role).sign(bytes);
    }

private:
    messages::KeyPair const& key(Role role) const {
        return role == Role::approval ? approval_ : content_;
    }

    messages::KeyPair content_, approval_;
};

/// Loads the key, or makes it if there is none yet. A damaged or lost key is never replaced:
/// players have pinned it.
Result<messages::KeyPair> loadOrMake(std::filesystem::path const& file, MissingKey missing) {
    auto loaded = messages::KeyPair::load(file);
    if (loaded || loaded.error().code != Errc::notFound) {
        return loaded;
    }
    if (missing == MissingKey::refuse) {
        return Error{Errc::notFound,
                     file.string() +
                         ": the signing key is gone, and the players trust no other; put it back "
                         "from a backup, or begin with an empty --data and pair every player anew"};
    }
    auto made = messages::KeyPair::generate();
    if (auto saved = made.save(file); !saved) {
        return saved.error();
    }
    return made;
}

}  // namespace

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
                                               MissingKey missing) {
    std::error_code failed;
    std::filesystem::create_directories(directory, failed);
    struct stat facts {};
    if (failed || ::stat(directory.c_str(), &facts) != 0) {
        return Error{Errc::unavailable,
                     directory.string() +
                         ": cannot make the directory of keys; check its owner and permissions"};
    }
    if ((facts.st_mode & 0077) != 0 && ::chmod(directory.c_str(), 0700) != 0) {
        return Error{Errc::permission,
                     directory.string() +
                         ": others may read the keys and this cannot be changed; chmod it to 0700"};
    }
    auto content = loadOrMake(directory / "content.key", missing);
    if (!content) {
        return content.error();
    }
    auto approval = loadOrMake(directory / "approval.key", MissingKey::make);
    if (!approval) {
        return approval.error();
    }
    return std::unique_ptr<Signer>(
        std::make_unique<FileSigner>(std::move(*content), std::move(*approval)));
}

}  // namespace tocsin::keys
