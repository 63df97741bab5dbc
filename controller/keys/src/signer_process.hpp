// SPDX-License-Identifier: Apache-2.0
// One running tocsin-signer.
#pragma once

#include <sys/types.h>

#include <filesystem>
#include <string>

#include "tocsin/keys/signer.hpp"

namespace tocsin::keys {

/// Killed and reaped on destruction. Not thread-safe.
class SignerProcess {
public:
    /// Starts it and waits until it has its key, for ten seconds at most. It inherits nothing but
    /// its socket and standard error. `expected` is the key that it must hold. The process ends
    /// with the calling thread.
    [[nodiscard]] static Result<SignerProcess> start(std::filesystem::path const& program,
                                                     std::filesystem::path const& keyFile,
                                                     Role role,
                                                     messages::PublicKey const& expected);
    SignerProcess(SignerProcess&& other) noexcept;
    SignerProcess& operator=(SignerProcess&&) = delete;
    ~SignerProcess();

    /// Errc::permission and Errc::exhausted as Signer::sign(). After any other error the process is
    /// of no use any more.
    [[nodiscard]] Result<messages::Signature> sign(std::string const& bytes);

    [[nodiscard]] pid_t pid() const noexcept { return pid_; }
    [[nodiscard]] int socket() const noexcept { return socket_; }
    /// What its cage lacks, or empty.
    [[nodiscard]] std::string const& lacks() const noexcept { return lacks_; }

private:
    SignerProcess() = default;
    [[nodiscard]] Result<> launch(std::filesystem::path const& program,
                                  std::filesystem::path const& keyFile, Role role);
    [[nodiscard]] Result<> hearKey(std::filesystem::path const& keyFile,
                                   messages::PublicKey const& expected);

    pid_t pid_ = -1;
    int socket_ = -1;
    messages::PublicKey key_;
    std::string lacks_;
};

}  // namespace tocsin::keys
