// SPDX-License-Identifier: Apache-2.0
// What stands in the directory of keys, and what is made of it at a start.
#include "tocsin/keys/key_directory.hpp"

#include <fstream>
#include <iterator>
#include <string_view>
#include <vector>

#include "key_files.hpp"

namespace tocsin::keys {
namespace {

std::string ofTheDirectory(std::filesystem::path const& directory) {
    return " --data " + directory.parent_path().string();
}

Result<messages::KeyPair> loadOrMake(std::filesystem::path const& file) {
    auto loaded = messages::KeyPair::load(file);
    if (loaded || loaded.error().code != Errc::notFound) {
        return loaded;
    }
    auto made = messages::KeyPair::generate();
    if (auto saved = made.save(file); !saved) {
        return saved.error();
    }
    return made;
}

Result<> requireContentKey(std::filesystem::path const& directory, MissingKey missing) {
    auto const file = keyFile(directory, messages::SigningRole::content);
    if (missing == MissingKey::make || std::filesystem::exists(file)) {
        return {};
    }
    return Error{Errc::notFound,
                 file.string() +
                     ": the signing key is gone, and the players trust no other; put it back "
                     "from a backup, or begin with an empty --data and pair every player anew"};
}

/// The first key set of this directory. Nobody can have seen another: a crash before it is in force
/// leaves keys that are taken up by the next start.
Result<IssuedKeys> issueFirst(std::filesystem::path const& directory, KeysWanted const& wanted) {
    if (auto there = requireContentKey(directory, wanted.missing); !there) {
        return there.error();
    }
    messages::KeySet set;
    set.generation = wanted.leastGeneration;
    set.issued = wanted.now;
    set.tlsAuthority = wanted.tlsAuthority;
    for (auto const role : messages::kSigningRoles) {
        auto const key = loadOrMake(keyFile(directory, role));
        if (!key) {
            return key.error();
        }
        set.key(role) = key->publicKey();
    }
    auto const root = loadOrMake(rootFile(directory));
    if (!root) {
        return root.error();
    }
    set.root = root->publicKey();
    auto envelope = putInForce(directory, set, *root);
    if (!envelope) {
        return envelope.error();
    }
    return IssuedKeys{std::move(*envelope), std::move(set), true, {}};
}

Result<> requireRoleKeys(std::filesystem::path const& directory, messages::KeySet const& set) {
    for (auto const role : messages::kSigningRoles) {
        if (!set.has(role)) {
            continue;
        }
        auto const file = keyFile(directory, role);
        if (!std::filesystem::exists(file)) {
            auto const name = std::string(toString(role));
            return Error{Errc::notFound, file.string() +
                                             ": the signing key is gone; put it back from a "
                                             "backup, or issue another: tocsin keys rotate " +
                                             name + ofTheDirectory(directory)};
        }
    }
    return {};
}

std::vector<messages::SigningRole> lacking(messages::KeySet const& set) {
    std::vector<messages::SigningRole> out;
    for (auto const role : messages::kSigningRoles) {
        if (!set.has(role)) {
            out.push_back(role);
        }
    }
    return out;
}

std::string_view unsignedWithout(messages::SigningRole role) {
    return role == messages::SigningRole::audit
               ? "heads of the audit trail are not signed"
               : "receipts and checkpoints of plays are not signed";
}

/// What cannot be told without the root.
std::string waitingFor(std::filesystem::path const& directory, KeysWanted const& wanted,
                       bool newAuthority, std::vector<messages::SigningRole> const& newRoles) {
    std::string out;
    if (newAuthority) {
        out =
            "the authority of the TLS certificate changed and players are not told yet; issue a "
            "new key set with the root's paper: tocsin keys generation" +
            ofTheDirectory(directory) + " --root-key-file FILE --tls-authority " +
            wanted.tlsAuthority->hex();
    }
    for (auto const role : newRoles) {
        out.append(out.empty() ? "" : "; ").append(unsignedWithout(role));
        out +=
            ", because the key set is from before there was a key for them; make one with the "
            "root's paper: tocsin keys rotate " +
            std::string(toString(role)) + ofTheDirectory(directory) + " --root-key-file FILE";
    }
    return out;
}

/// A new authority, and a role that came to be after the key set was issued, need a new key set,
/// and that needs the root.
Result<> bringUpToDate(std::filesystem::path const& directory, KeysWanted const& wanted,
                       IssuedKeys& keys) {
    bool const newAuthority = wanted.tlsAuthority && wanted.tlsAuthority != keys.set.tlsAuthority;
    auto const newRoles = lacking(keys.set);
    if (!newAuthority && newRoles.empty()) {
        return {};
    }
    if (!keys.rootIsHere) {
        keys.waiting = waitingFor(directory, wanted, newAuthority, newRoles);
        return {};
    }
    auto const root = messages::KeyPair::load(rootFile(directory));
    if (!root) {
        return root.error();
    }
    if (root->publicKey() != keys.set.root) {
        return Error{Errc::damaged,
                     rootFile(directory).string() +
                         ": it is not the root of the key set; put the right one back"};
    }
    for (auto const role : newRoles) {
        auto const key = loadOrMake(keyFile(directory, role));
        if (!key) {
            return key.error();
        }
        keys.set.key(role) = key->publicKey();
    }
    if (newAuthority) {
        keys.set.tlsAuthority = wanted.tlsAuthority;
    }
    keys.set.issued = wanted.now;
    ++keys.set.generation;
    auto envelope = putInForce(directory, keys.set, *root);
    if (!envelope) {
        return envelope.error();
    }
    keys.envelope = std::move(*envelope);
    return {};
}

}  // namespace

std::filesystem::path keyFile(std::filesystem::path const& directory, messages::SigningRole role) {
    return directory / (std::string(toString(role)) + ".key");
}

std::filesystem::path rootFile(std::filesystem::path const& directory) {
    return directory / "root.key";
}

std::filesystem::path keySetFile(std::filesystem::path const& directory) {
    return directory / "keys.json";
}

Result<IssuedKeys> readKeys(std::filesystem::path const& directory) {
    auto const file = keySetFile(directory);
    std::ifstream in(file, std::ios::binary);
    if (!in) {
        return Error{Errc::notFound, file.string() + ": there is no key set"};
    }
    std::string const text((std::istreambuf_iterator<char>(in)), std::istreambuf_iterator<char>());
    auto const damaged = [&](std::string const& why) {
        return Error{Errc::damaged, file.string() + ": " + why + "; put it back from a backup"};
    };
    auto envelope = messages::parseEnvelope(text);
    if (!envelope) {
        return damaged(envelope.error().message);
    }
    auto set = messages::openedKeySet(*envelope);
    if (!set) {
        return damaged(set.error().message);
    }
    return IssuedKeys{
        std::move(*envelope), std::move(*set), std::filesystem::exists(rootFile(directory)), {}};
}

Result<IssuedKeys> openKeys(std::filesystem::path const& directory, KeysWanted const& wanted) {
    if (auto shut = shutDirectory(directory); !shut) {
        return shut.error();
    }
    auto keys = readKeys(directory);
    if (!keys && keys.error().code == Errc::notFound && !wanted.issuedBefore) {
        return issueFirst(directory, wanted);
    }
    if (!keys && keys.error().code == Errc::notFound) {
        return Error{Errc::notFound,
                     keys.error().message +
                         " any more, and the players trust no other; put it back from a backup, or "
                         "issue a new one: tocsin keys generation" +
                         ofTheDirectory(directory) + " --above " +
                         std::to_string(wanted.leastGeneration)};
    }
    if (!keys) {
        return keys.error();
    }
    if (auto settled = settleNextKeys(directory, keys->set); !settled) {
        return settled.error();
    }
    if (auto there = requireRoleKeys(directory, keys->set); !there) {
        return there.error();
    }
    if (keys->set.generation < wanted.leastGeneration) {
        auto const seen = std::to_string(wanted.leastGeneration);
        return Error{Errc::conflict, directory.string() + ": the key set is of generation " +
                                         std::to_string(keys->set.generation) +
                                         " and the database has seen generation " + seen +
                                         "; open a new one: tocsin keys generation" +
                                         ofTheDirectory(directory) + " --above " + seen};
    }
    if (auto followed = bringUpToDate(directory, wanted, *keys); !followed) {
        return followed.error();
    }
    return keys;
}

}  // namespace tocsin::keys
