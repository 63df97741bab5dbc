// SPDX-License-Identifier: Apache-2.0
// Keys in processes of their own: the real tocsin-signer.
#include "tocsin/keys/process_signer.hpp"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <fstream>
#include <mutex>
#include <set>

#include "key_folder.hpp"

namespace tocsin::keys {
namespace {

constexpr std::chrono::seconds kPatience{30};

/// Asks again and again; for facts of other processes, which send no event.
bool eventually(std::function<bool()> const& holds) {
    auto const deadline = std::chrono::steady_clock::now() + kPatience;
    while (!holds()) {
        if (std::chrono::steady_clock::now() > deadline) {
            return false;
        }
        ::poll(nullptr, 0, 5);
    }
    return true;
}

class SignerProcesses : public KeyFolder {
protected:
    SignerProcesses() {
        issued = openKeys(directory, first()).value();
        program = data / "tocsin-signer";
        std::filesystem::create_symlink(TOCSIN_SIGNER, program);
    }
    std::unique_ptr<ProcessSigner> start() {
        return ProcessSigner::start({program, directory, issued,
                                     [this](std::string const& line) {
                                         std::lock_guard const lock(mutex);
                                         log += line + "\n";
                                     }})
            .value();
    }
    [[nodiscard]] std::string logged() {
        std::lock_guard const lock(mutex);
        return log;
    }
    [[nodiscard]] static std::string something(Role role) {
        return messages::signedBytes(messages::kindOf(role), "payload");
    }
    [[nodiscard]] static pid_t pidOf(ProcessSigner const& signer, Role role) {
        return signer.states()[static_cast<std::size_t>(role)].pid;
    }

    IssuedKeys issued;
    std::filesystem::path program;
    std::mutex mutex;
    std::string log;  // guarded by mutex
};

TEST_F(SignerProcesses, EachRoleSignsInAProcessOfItsOwn) {
    auto const signer = start();
    std::set<pid_t> pids;
    for (auto const role : messages::kSigningRoles) {
        auto const signature = signer->sign(role, something(role));
        ASSERT_TRUE(signature) << signature.error().message;
        EXPECT_TRUE(messages::verify(issued.set.key(role), something(role), *signature));
        pids.insert(pidOf(*signer, role));
    }
    EXPECT_EQ(pids.size(), messages::kSigningRoles.size());
    EXPECT_FALSE(pids.contains(::getpid()));
    EXPECT_FALSE(pids.contains(-1));
}

TEST_F(SignerProcesses, SignWhatIsLargeAndNothingTooLarge) {
    auto const signer = start();
    auto const head = messages::signedBytes(messages::kindOf(Role::content), "");
    auto const most = head + std::string(kMostSigned - head.size(), 'x');
    EXPECT_TRUE(signer->sign(Role::content, most));
    EXPECT_EQ(signer->sign(Role::content, most + "x").error().code, Errc::exhausted);
    EXPECT_TRUE(signer->sign(Role::content, head + "goes on"));
}

/// Speaks to the program as a controller would that somebody has taken over.
class RawSigner {
public:
    RawSigner(std::filesystem::path const& directory, char const* role, std::string const& key) {
        std::array<int, 2> ends{};
        EXPECT_EQ(::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends.data()), 0);
        pid_ = ::fork();
        if (pid_ == 0) {
            ::dup2(ends[1], STDIN_FILENO);
            ::execl(TOCSIN_SIGNER, "tocsin-signer", role, (directory / key).c_str(), nullptr);
            ::_exit(127);
        }
        ::close(ends[1]);
        socket_ = ends[0];
    }
    ~RawSigner() {
        ::close(socket_);
        if (pid_ > 0) {
            ::kill(pid_, SIGKILL);
            ::waitpid(pid_, nullptr, 0);
        }
    }
    RawSigner(RawSigner const&) = delete;
    RawSigner& operator=(RawSigner const&) = delete;

    void say(std::string const& bytes) const {
        EXPECT_EQ(::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL),
                  static_cast<ssize_t>(bytes.size()));
    }
    [[nodiscard]] static std::string framed(std::string const& bytes) {
        std::string out(1, '\0');
        for (int shift = 24; shift >= 0; shift -= 8) {
            out.push_back(static_cast<char>(bytes.size() >> shift & 255));
        }
        return out + bytes;
    }
    /// Status and bytes of the next message; nothing if the signer is gone.
    [[nodiscard]] std::optional<std::pair<int, std::string>> hear() const {
        auto const head = read(5);
        if (head.size() < 5) {
            return std::nullopt;
        }
        std::size_t length = 0;
        for (int i = 1; i < 5; ++i) {
            length = length << 8 | static_cast<unsigned char>(head[static_cast<std::size_t>(i)]);
        }
        return std::pair(head[0], read(length));
    }
    /// How it ended.
    [[nodiscard]] int wait() {
        int status = 0;
        ::waitpid(std::exchange(pid_, -1), &status, 0);
        return status;
    }

private:
    [[nodiscard]] std::string read(std::size_t count) const {
        std::string out(count, '\0');
        std::size_t have = 0;
        while (have < count) {
            auto const got = ::read(socket_, out.data() + have, count - have);
            if (got <= 0) {
                break;
            }
            have += static_cast<std::size_t>(got);
        }
        out.resize(have);
        return out;
    }
    pid_t pid_ = -1;
    int socket_ = -1;
};

TEST_F(SignerProcesses, TheProgramItselfRefusesOtherKinds) {
    RawSigner const signer(directory, "warning", "warning.key");
    auto const hello = signer.hear();
    ASSERT_TRUE(hello);
    EXPECT_EQ(hello->first, 0) << hello->second;
    for (auto const role : messages::kSigningRoles) {
        signer.say(RawSigner::framed(something(role)));
        auto const answer = signer.hear();
        ASSERT_TRUE(answer);
        EXPECT_EQ(answer->first == 0, role == Role::warning) << toString(role);
    }
    signer.say(RawSigner::framed("tocsin-warning/1"));  // no payload follows
    EXPECT_NE(signer.hear()->first, 0);
    signer.say(RawSigner::framed(""));
    EXPECT_NE(signer.hear()->first, 0);
}

TEST_F(SignerProcesses, TheProgramEndsAtAMessageThatIsTooLong) {
    RawSigner signer(directory, "content", "content.key");
    ASSERT_TRUE(signer.hear());
    signer.say(std::string("\0\x7f\xff\xff\xff", 5));
    EXPECT_FALSE(signer.hear());
    int const status = signer.wait();
    EXPECT_TRUE(WIFEXITED(status));
}

TEST_F(SignerProcesses, TheProgramSaysWhatIsWrongWithItsKey) {
    RawSigner const signer(directory, "content", "nowhere.key");
    auto const hello = signer.hear();
    ASSERT_TRUE(hello);
    EXPECT_EQ(hello->first, 1 + static_cast<int>(Errc::notFound));
    EXPECT_NE(hello->second.find("nowhere.key"), std::string::npos);
}

TEST_F(SignerProcesses, TakeOnlyTheKeyThatTheKeySetNames) {
    ASSERT_TRUE(messages::KeyPair::generate().save(directory / "approval.key"));
    auto const refused = ProcessSigner::start({program, directory, issued, {}});
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, Errc::damaged);
    EXPECT_NE(refused.error().message.find("approval.key"), std::string::npos);
}

TEST_F(SignerProcesses, NeedTheirProgram) {
    std::filesystem::remove(program);
    auto const refused = ProcessSigner::start({program, directory, issued, {}});
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, Errc::unavailable);
    EXPECT_NE(refused.error().message.find(program.string()), std::string::npos);
}

TEST_F(SignerProcesses, AKilledOneSignsNothingUntilItRunsAgain) {
    auto const signer = start();
    auto const pid = pidOf(*signer, Role::content);
    std::filesystem::remove(program);  // so that it cannot come back before this test is done
    ASSERT_EQ(::kill(pid, SIGKILL), 0);
    ASSERT_TRUE(eventually([&] { return pidOf(*signer, Role::content) == -1; }));
    auto const refused = signer->sign(Role::content, something(Role::content));
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, Errc::unavailable);
    EXPECT_NE(refused.error().message.find("content"), std::string::npos);
    EXPECT_TRUE(signer->sign(Role::warning, something(Role::warning))) << "the others go on";

    std::filesystem::create_symlink(TOCSIN_SIGNER, program);
    EXPECT_TRUE(eventually(
        [&] { return signer->sign(Role::content, something(Role::content)).has_value(); }));
    EXPECT_NE(pidOf(*signer, Role::content), pid);
    EXPECT_NE(logged().find("role=content"), std::string::npos);
    EXPECT_NE(logged().find("runs again"), std::string::npos);
}

TEST_F(SignerProcesses, OneThatDoesNotAnswerIsReplaced) {
    auto const signer = start();
    auto const pid = pidOf(*signer, Role::content);
    ASSERT_EQ(::kill(pid, SIGSTOP), 0);
    auto const refused = signer->sign(Role::content, something(Role::content));
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, Errc::unavailable);
    EXPECT_TRUE(eventually(
        [&] { return signer->sign(Role::content, something(Role::content)).has_value(); }));
    EXPECT_NE(::kill(pid, 0), 0) << "it is gone and reaped";
}

TEST_F(SignerProcesses, EndWithTheirSigner) {
    auto signer = start();
    auto const states = signer->states();
    signer.reset();
    for (auto const& state : states) {
        EXPECT_NE(::kill(state.pid, 0), 0);
    }
}

TEST_F(SignerProcesses, EndWithTheProcessThatStartedThem) {
    std::array<int, 2> pipe{};
    ASSERT_EQ(::pipe2(pipe.data(), O_CLOEXEC), 0);
    auto const controller = ::fork();
    if (controller == 0) {
        auto const signer = ProcessSigner::start({program, directory, issued, {}});
        auto const pid = signer ? (*signer)->states()[0].pid : -1;
        (void)!::write(pipe[1], &pid, sizeof pid);
        ::raise(SIGKILL);
    }
    pid_t signer = -1;
    ASSERT_EQ(::read(pipe[0], &signer, sizeof signer), static_cast<ssize_t>(sizeof signer));
    ::waitpid(controller, nullptr, 0);
    ASSERT_GT(signer, 0);
    // A zombie still has a number; it has no open files.
    EXPECT_TRUE(eventually([&] {
        std::ifstream stat("/proc/" + std::to_string(signer) + "/stat");
        std::string text;
        std::getline(stat, text);
        return text.empty() || text.find(") Z") != std::string::npos;
    }));
    ::close(pipe[0]);
    ::close(pipe[1]);
}

TEST_F(SignerProcesses, InheritNothingThatTheControllerHasOpen) {
    // As Asio opens sockets: without O_CLOEXEC.
    std::array<int, 2> pipe{};
    ASSERT_EQ(::pipe(pipe.data()), 0);
    auto const signer = start();
    ::close(pipe[1]);
    pollfd wait{pipe[0], POLLIN, 0};
    EXPECT_EQ(::poll(&wait, 1, 5'000), 1) << "a signer holds the other end";
    EXPECT_NE(wait.revents & POLLHUP, 0);
    ::close(pipe[0]);
}

TEST(RestartDelay, GrowsToHalfAMinute) {
    EXPECT_EQ(restartDelay(0), std::chrono::milliseconds(250));
    EXPECT_EQ(restartDelay(1), std::chrono::milliseconds(500));
    EXPECT_EQ(restartDelay(6), std::chrono::milliseconds(16'000));
    EXPECT_EQ(restartDelay(7), std::chrono::milliseconds(30'000));
    EXPECT_EQ(restartDelay(1'000), std::chrono::milliseconds(30'000));
}

}  // namespace
}  // namespace tocsin::keys
