// SPDX-License-Identifier: Apache-2.0
#include "signer_process.hpp"

#include <fcntl.h>
#include <spawn.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <utility>

#include "signer_channel.hpp"

namespace tocsin::keys {
namespace {

constexpr std::chrono::milliseconds kStart{10'000};
constexpr std::chrono::milliseconds kPatience{5'000};

/// Undone when it goes.
class SpawnSettings {
public:
    explicit SpawnSettings(int socket) {
        posix_spawn_file_actions_init(&actions);
        posix_spawn_file_actions_adddup2(&actions, socket, STDIN_FILENO);
        posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, "/dev/null", O_WRONLY, 0);
        // Asio opens the sockets of people and players without O_CLOEXEC.
        posix_spawn_file_actions_addclosefrom_np(&actions, STDERR_FILENO + 1);
        posix_spawnattr_init(&attributes);
        sigset_t none;
        sigemptyset(&none);
        posix_spawnattr_setsigmask(&attributes, &none);
        // What is typed at the controller's terminal is none of its business.
        posix_spawnattr_setpgroup(&attributes, 0);
        posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGMASK);
    }
    ~SpawnSettings() {
        posix_spawn_file_actions_destroy(&actions);
        posix_spawnattr_destroy(&attributes);
    }
    SpawnSettings(SpawnSettings const&) = delete;
    SpawnSettings& operator=(SpawnSettings const&) = delete;
    posix_spawn_file_actions_t actions{};
    posix_spawnattr_t attributes{};
};

Error notAnswering(Error const& why) {
    return {Errc::unavailable, "the signer process failed: " + why.message};
}

}  // namespace

SignerProcess::SignerProcess(SignerProcess&& other) noexcept
    : pid_(std::exchange(other.pid_, -1)),
      socket_(std::exchange(other.socket_, -1)),
      key_(other.key_),
      lacks_(std::move(other.lacks_)) {}

SignerProcess::~SignerProcess() {
    if (socket_ >= 0) {
        ::close(socket_);
    }
    if (pid_ > 0) {
        ::kill(pid_, SIGKILL);
        while (::waitpid(pid_, nullptr, 0) < 0 && errno == EINTR) {
        }
    }
}

Result<> SignerProcess::launch(std::filesystem::path const& program,
                               std::filesystem::path const& keyFile, Role role) {
    std::array<int, 2> ends{};
    if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends.data()) != 0) {
        return Error{Errc::exhausted, "no file descriptors are left to start a signer process"};
    }
    socket_ = ends[0];
    std::array<std::string, 3> words{program.string(), std::string(toString(role)),
                                     keyFile.string()};
    std::array<char*, 4> argv{words[0].data(), words[1].data(), words[2].data(), nullptr};
    std::array<char*, 1> environment{nullptr};
    SpawnSettings const settings(ends[1]);
    int const failed = posix_spawn(&pid_, program.c_str(), &settings.actions, &settings.attributes,
                                   argv.data(), environment.data());
    ::close(ends[1]);
    if (failed != 0) {
        pid_ = -1;
        return Error{Errc::unavailable, "the signer " + program.string() + " cannot be started: " +
                                            std::strerror(failed) + "; check the installation"};
    }
    return {};
}

Result<> SignerProcess::hearKey(std::filesystem::path const& keyFile,
                                messages::PublicKey const& expected) {
    auto const hello = receiveMessage(socket_, kStart, kPatience);
    if (!hello) {
        return notAnswering(hello.error());
    }
    if (hello->wrong) {
        return Error{*hello->wrong, hello->bytes};
    }
    if (hello->bytes.size() < key_.bytes.size()) {
        return Error{Errc::damaged, "the signer process shows no key; is it of this version?"};
    }
    auto const end = hello->bytes.begin() + static_cast<std::ptrdiff_t>(key_.bytes.size());
    std::copy(hello->bytes.begin(), end, key_.bytes.begin());
    lacks_.assign(end, hello->bytes.end());
    if (key_ != expected) {
        return Error{Errc::damaged, keyFile.string() + ": it is key " + key_.fingerprint() +
                                        ", the key set names " + expected.fingerprint() +
                                        "; put the right one back from a backup"};
    }
    return {};
}

Result<SignerProcess> SignerProcess::start(std::filesystem::path const& program,
                                           std::filesystem::path const& keyFile, Role role,
                                           messages::PublicKey const& expected) {
    SignerProcess out;
    if (auto launched = out.launch(program, keyFile, role); !launched) {
        return launched.error();
    }
    if (auto heard = out.hearKey(keyFile, expected); !heard) {
        return heard.error();
    }
    return out;
}

Result<messages::Signature> SignerProcess::sign(std::string const& bytes) {
    if (auto sent = sendMessage(socket_, {{}, bytes}, kPatience); !sent) {
        return notAnswering(sent.error());
    }
    auto const answer = receiveMessage(socket_, kPatience, kPatience);
    if (!answer) {
        return notAnswering(answer.error());
    }
    if (answer->wrong) {
        return Error{*answer->wrong, answer->bytes};
    }
    messages::Signature out;
    if (answer->bytes.size() != out.bytes.size()) {
        return notAnswering({Errc::damaged, "its answer is no signature"});
    }
    std::copy(answer->bytes.begin(), answer->bytes.end(), out.bytes.begin());
    // A signature that does not hold would be refused by every player.
    if (!messages::verify(key_, bytes, out)) {
        return notAnswering({Errc::damaged, "its signature does not hold"});
    }
    return out;
}

}  // namespace tocsin::keys
