// SPDX-License-Identifier: Apache-2.0
// A signer whose keys live in processes of their own, one a role: whoever takes over the process of
// one role signs that role's material and no other's.
#pragma once

#include <sys/types.h>

#include <array>
#include <chrono>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>

#include "tocsin/keys/signer.hpp"

namespace tocsin::keys {

struct SignerProcesses {
    std::filesystem::path program;    ///< tocsin-signer
    std::filesystem::path directory;  ///< of keys
    IssuedKeys issued;
    std::function<void(std::string const& line)> log;  ///< any thread
};

/// How one role stands.
struct SignerState {
    pid_t pid = -1;       ///< of its process; -1: it is not running
    std::string trouble;  ///< why not
};

/// After `failures` in a row the process is started again in so long.
[[nodiscard]] constexpr std::chrono::milliseconds restartDelay(int failures) {
    constexpr std::chrono::milliseconds kFirst{250};
    constexpr std::chrono::milliseconds kMost{30'000};
    return failures >= 8 ? kMost : std::min(kMost, kFirst * (1 << failures));
}

/// Starts a process for each role and keeps it going: one that ends, or does not answer within five
/// seconds, is started again after a while, and until then its role's signatures are
/// Errc::unavailable. Destroying the signer ends the processes; so does the end of this one.
class ProcessSigner final : public Signer {
public:
    /// Errc::unavailable if the program cannot be started, Errc::damaged, Errc::permission or
    /// Errc::notFound for a key that cannot be used.
    [[nodiscard]] static Result<std::unique_ptr<ProcessSigner>> start(SignerProcesses processes);
    ~ProcessSigner() override;

    [[nodiscard]] IssuedKeys const& issued() const override;
    [[nodiscard]] Result<messages::Signature> sign(Role role,
                                                   std::string const& bytes) const override;
    /// In the order of Role.
    [[nodiscard]] std::array<SignerState, messages::kSigningRoles.size()> states() const;

private:
    class Keeper;
    explicit ProcessSigner(std::unique_ptr<Keeper> keeper);
    std::unique_ptr<Keeper> keeper_;
};

}  // namespace tocsin::keys
