// SPDX-License-Identifier: Apache-2.0
#include "tocsin/keys/ceremony.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fstream>

#include "key_files.hpp"
#include "tocsin/keys/root_paper.hpp"

namespace tocsin::keys {
namespace {

std::string ownerOf(std::filesystem::path const& lock) {
    std::ifstream in(lock);
    std::string line;
    std::getline(in, line);
    return line.empty() ? "unknown" : line;
}

/// The controller's own lock (app/data_directory.cpp).
Result<int> lockOf(std::filesystem::path const& data) {
    auto const file = data / "lock";
    int const fd = ::open(file.c_str(), O_RDWR | O_CLOEXEC);
    if (fd < 0 && errno == ENOENT) {
        return Error{Errc::notFound,
                     data.string() + ": no controller ever ran on this data directory"};
    }
    if (fd < 0) {
        return Error{Errc::permission, file.string() + ": " + std::strerror(errno) +
                                           "; run this as the user that the controller runs as"};
    }
    if (::flock(fd, LOCK_EX | LOCK_NB) != 0) {
        ::close(fd);
        return Error{Errc::conflict, "the controller is running on " + data.string() +
                                         " (process " + ownerOf(file) + "); stop it first"};
    }
    return fd;
}

/// The bytes are overwritten first; what a flash disk or a snapshot keeps of them is beyond reach.
Result<> erase(std::filesystem::path const& file) {
    int const fd = ::open(file.c_str(), O_WRONLY | O_CLOEXEC | O_NOFOLLOW);
    if (fd < 0) {
        return Error{Errc::unavailable, file.string() + ": " + std::strerror(errno)};
    }
    auto const length = ::lseek(fd, 0, SEEK_END);
    std::string const noise =
        messages::randomBytes(static_cast<std::size_t>(std::max<off_t>(length, 0)));
    bool const overwritten =
        ::pwrite(fd, noise.data(), noise.size(), 0) == length && ::fsync(fd) == 0;
    ::close(fd);
    if (!overwritten || ::unlink(file.c_str()) != 0) {
        return Error{Errc::unavailable, file.string() + ": cannot be removed"};
    }
    int const directory = ::open(file.parent_path().c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (directory >= 0) {
        ::fsync(directory);
        ::close(directory);
    }
    return {};
}

}  // namespace

Ceremony::Ceremony(std::filesystem::path directory, int lock)
    : directory_(std::move(directory)), lock_(lock) {}

Ceremony::Ceremony(Ceremony&& other) noexcept
    : directory_(std::move(other.directory_)),
      lock_(std::exchange(other.lock_, -1)),
      keys_(std::move(other.keys_)) {}

Ceremony::~Ceremony() {
    if (lock_ >= 0) {
        ::close(lock_);
    }
}

Result<Ceremony> Ceremony::begin(std::filesystem::path const& data) {
    auto const lock = lockOf(data);
    if (!lock) {
        return lock.error();
    }
    Ceremony out(data / "keys", *lock);
    auto keys = readKeys(out.directory_);
    if (keys) {
        if (auto settled = settleNextKeys(out.directory_, keys->set); !settled) {
            return settled.error();
        }
        out.keys_ = std::move(*keys);
    } else if (keys.error().code != Errc::notFound ||
               !std::filesystem::exists(keyFile(out.directory_, messages::SigningRole::session))) {
        return keys.error().code != Errc::notFound
                   ? keys.error()
                   : Error{Errc::notFound, keys.error().message +
                                               " yet; the controller makes one at its first start"};
    }
    return out;
}

Result<messages::KeyPair> Ceremony::root() const {
    return messages::KeyPair::load(rootFile(directory_));
}

Result<> Ceremony::requireRoot(messages::KeyPair const& root) const {
    if (keys_ && root.publicKey() != keys_->set.root) {
        return Error{Errc::permission,
                     "this is root " + root.publicKey().fingerprint() + ", the players obey root " +
                         keys_->set.root.fingerprint() + "; use its paper or its file"};
    }
    return {};
}

Result<> Ceremony::issue(messages::KeySet set, messages::KeyPair const& root, Instant now) {
    if (auto right = requireRoot(root); !right) {
        return right;
    }
    set.issued = now;
    set.root = root.publicKey();
    // What is issued must be readable: everybody reads it before they obey it.
    if (auto const read = messages::parseKeySet(messages::toJson(set)); !read) {
        return read.error();
    }
    auto envelope = putInForce(directory_, set, root);
    if (!envelope) {
        return envelope.error();
    }
    keys_ = IssuedKeys{
        std::move(*envelope), std::move(set), std::filesystem::exists(rootFile(directory_)), {}};
    return settleNextKeys(directory_, keys_->set);
}

Result<> Ceremony::replaceKey(messages::SigningRole role, messages::KeySet set,
                              messages::KeyPair const& root, Instant now) {
    if (auto right = requireRoot(root); !right) {
        return right;
    }
    auto const key = messages::KeyPair::generate();
    if (auto saved = key.save(nextKeyFile(directory_, role)); !saved) {
        return saved;
    }
    set.key(role) = key.publicKey();
    ++set.generation;
    return issue(std::move(set), root, now);
}

Result<> Ceremony::rotate(messages::SigningRole role, messages::KeyPair const& root, Instant now) {
    if (!keys_) {
        return Error{Errc::notFound,
                     "there is no key set; issue one first: tocsin keys generation"};
    }
    return replaceKey(role, keys_->set, root, now);
}

Result<> Ceremony::revoke(messages::SigningRole role, messages::KeyPair const& root, Instant now) {
    if (!keys_) {
        return Error{Errc::notFound,
                     "there is no key set; issue one first: tocsin keys generation"};
    }
    auto set = keys_->set;
    if (set.revoked.size() >= messages::KeySet::kMostRevoked) {
        return Error{Errc::exhausted, "as many keys are revoked as a key set can say"};
    }
    if (!set.has(role)) {
        return Error{Errc::notFound, "the key set names no key of role " +
                                         std::string(toString(role)) +
                                         "; issue one: tocsin keys rotate"};
    }
    set.revoked.push_back(set.key(role));
    return replaceKey(role, std::move(set), root, now);
}

Result<> Ceremony::newGeneration(std::optional<std::int64_t> above,
                                 std::optional<Digest> const& tlsAuthority,
                                 messages::KeyPair const& root, Instant now) {
    if (!keys_ && !above) {
        return Error{
            Errc::notFound,
            "the key set is lost, and with it the generation; say above which one players "
            "are to be brought: --above N (their refusals in the log say which they hold)"};
    }
    messages::KeySet set;
    if (keys_) {
        set = keys_->set;
    } else {
        set.generation = 0;
        for (auto const role : messages::kSigningRoles) {
            auto const key = messages::KeyPair::load(keyFile(directory_, role));
            if (!key && messages::mayLack(role) && key.error().code == Errc::notFound) {
                continue;  // the next start makes one, or says how
            }
            if (!key) {
                return key.error();
            }
            set.key(role) = key->publicKey();
        }
    }
    set.generation = std::max(set.generation, above.value_or(0)) + 1;
    if (tlsAuthority) {
        set.tlsAuthority = tlsAuthority;
    }
    return issue(std::move(set), root, now);
}

Result<> Ceremony::removeRoot(std::string_view typed) {
    auto const key = root();
    if (!key) {
        return key.error();
    }
    if (!areFirstGroups(typed, *key)) {
        return Error{Errc::permission,
                     "these are not the first groups of the paper's four lines; the root stays. "
                     "Write it down first: tocsin keys root export"};
    }
    if (auto gone = erase(rootFile(directory_)); !gone) {
        return gone;
    }
    if (keys_) {
        keys_->rootIsHere = false;
    }
    return {};
}

Result<> Ceremony::importRoot(messages::KeyPair const& root) {
    if (auto right = requireRoot(root); !right) {
        return right;
    }
    if (auto saved = root.save(rootFile(directory_)); !saved) {
        return saved;
    }
    if (keys_) {
        keys_->rootIsHere = true;
    }
    return {};
}

}  // namespace tocsin::keys
