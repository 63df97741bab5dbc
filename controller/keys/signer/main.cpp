// SPDX-License-Identifier: Apache-2.0
// tocsin-signer ROLE KEYFILE: holds the key of one role and signs what is of that role's kind, for
// the controller that started it with a socket as standard input.
#include <sodium.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cstdio>
#include <exception>
#include <memory>
#include <new>

#include "cage.hpp"
#include "signer_channel.hpp"
#include "tocsin/keys/signer.hpp"

namespace tocsin::keys {
namespace {

constexpr int kUsage = 2;
constexpr int kController = STDIN_FILENO;
constexpr std::chrono::milliseconds kWithin{5'000};
constexpr std::chrono::milliseconds kForEver{-1};

struct WipedAndFreed {
    void operator()(messages::KeyPair* key) const noexcept {
        key->~KeyPair();
        sodium_free(key);
    }
};
/// In pages of its own that are never swapped out or dumped.
using LockedKey = std::unique_ptr<messages::KeyPair, WipedAndFreed>;

Result<LockedKey> lockedKey(char const* file) {
    auto key = messages::KeyPair::load(file);
    if (!key) {
        return key.error();
    }
    void* const place = sodium_malloc(sizeof(messages::KeyPair));
    if (place == nullptr) {
        return Error{Errc::exhausted, "there is no memory for the key"};
    }
    return LockedKey(new (place) messages::KeyPair(std::move(*key)));
}

/// What the controller shall say in its log.
std::string lacking(LockedKey const& key) {
    return ::mlock(key.get(), sizeof(messages::KeyPair)) == 0
               ? ""
               : "the key may be swapped out: the limit on locked memory (RLIMIT_MEMLOCK) is too "
                 "low";
}

Result<SignerMessage> ready(LockedKey const& key) {
    if (auto caged = enterCage(); !caged) {
        return caged.error();
    }
    auto const& bytes = key->publicKey().bytes;
    return SignerMessage{{}, std::string(bytes.begin(), bytes.end())};
}

SignerMessage answerTo(Role role, messages::KeyPair const& key, SignerMessage const& asked) {
    if (auto const allowed = mayBeSigned(role, asked.bytes); !allowed) {
        return sayError(allowed.error());
    }
    auto const signature = key.sign(asked.bytes);
    return {{}, std::string(signature.bytes.begin(), signature.bytes.end())};
}

int complain(Error const& error) {
    (void)sendMessage(kController, sayError(error), kWithin);
    return 1;
}

int serve(Role role, char const* file) {
    if (auto hidden = hideFromOthers(); !hidden) {
        return complain(hidden.error());
    }
    auto const key = lockedKey(file);
    if (!key) {
        return complain(key.error());
    }
    auto const lacks = lacking(*key);
    auto hello = ready(*key);
    if (!hello) {
        return complain(hello.error());
    }
    hello->bytes += lacks;
    if (!sendMessage(kController, *hello, kWithin)) {
        return 1;
    }
    for (;;) {
        auto const asked = receiveMessage(kController, kForEver, kWithin);
        if (!asked || !sendMessage(kController, answerTo(role, **key, *asked), kWithin)) {
            return 0;  // the controller is gone, or would not understand
        }
    }
}

}  // namespace

int runSigner(int argc, char** argv) {
    auto const role = argc == 3 ? messages::signingRoleFrom(argv[1]) : std::nullopt;
    struct stat facts {};
    if (!role || ::fstat(kController, &facts) != 0 || !S_ISSOCK(facts.st_mode)) {
        std::fputs("tocsin-signer: tocsin-controller starts this program; people use tocsin keys\n",
                   stderr);
        return kUsage;
    }
    return serve(*role, argv[2]);
}

}  // namespace tocsin::keys

int main(int argc, char** argv) {
    // At once, without destructors: the cage forbids what they might ask for.
    try {
        ::_exit(tocsin::keys::runSigner(argc, argv));
    } catch (std::exception const&) {
        ::_exit(1);
    }
}
