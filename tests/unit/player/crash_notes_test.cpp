// SPDX-License-Identifier: Apache-2.0
// Real crashes of child processes, and what their successors read of them.
#include "journal/crash_notes.hpp"

#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <functional>
#include <thread>

#include "player_fixtures.hpp"

namespace tocsin::player {
namespace {

class CrashNotesTest : public testing::Test {
protected:
    /// A watched process lives so; the signal that ended it.
    int crash(std::function<void()> const& life) {
        pid_t const child = ::fork();
        if (child == 0) {
            std::signal(SIGSEGV, SIG_DFL);  // a sanitizer would make an ordinary exit of it
            auto notes = CrashNotes::open(file);
            notes->watch();
            life();
            ::_exit(0);
        }
        int status = 0;
        ::waitpid(child, &status, 0);
        return WIFSIGNALED(status) ? WTERMSIG(status) : 0;
    }
    std::optional<CrashNote> note() { return CrashNotes::open(file).value().take(); }

    std::filesystem::path const file = freshFolder() / "crash";
    Digest const film = digestOf("film");
};

TEST_F(CrashNotesTest, ACrashIsPutDownToWhatItsThreadWasDecoding) {
    EXPECT_EQ(crash([&] {
                  Digest const other = digestOf("other");
                  CrashScope const elsewhere(other);
                  std::thread([&] {
                      CrashStack const stack;
                      CrashScope const scope(film);
                      ::raise(SIGSEGV);
                  }).join();
              }),
              SIGSEGV);
    auto const found = note();
    ASSERT_TRUE(found);
    EXPECT_EQ(found->rendition, film);
    EXPECT_EQ(found->signal, SIGSEGV);
    EXPECT_FALSE(note()) << "it is told once";
}

TEST_F(CrashNotesTest, AnExceptionThatNobodyCatchesIsACrashToo) {
    auto const ended = crash([&] {
        std::thread([&] {
            CrashScope const scope(film);
            throw 1;
        }).join();
    });
    EXPECT_EQ(ended, SIGABRT);
    ASSERT_TRUE(note());
}

// A sanitizer's own handler, which goes on after this one, ends the process in its own way.
#if !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
TEST_F(CrashNotesTest, AFaultAndAStackThatIsUsedUpAreNoted) {
    auto const fault = crash([&] {
        CrashScope const scope(film);
        auto const* const page = reinterpret_cast<char const volatile*>(std::uintptr_t{64});
        std::printf("%d", *page);
    });
    EXPECT_EQ(fault, SIGSEGV);
    ASSERT_TRUE(note());

    auto const overflow = crash([&] {
        std::thread([&] {
            CrashStack const stack;
            CrashScope const scope(film);
            std::function<int(int)> deeper = [&](int depth) {
                char volatile room[1024] = {};
                room[depth % 1024] = 1;
                return deeper(depth + 1) + room[0];
            };
            ::_exit(deeper(0));
        }).join();
    });
    EXPECT_EQ(overflow, SIGSEGV);
    ASSERT_TRUE(note());
}
#endif

TEST_F(CrashNotesTest, ACrashWhereNothingIsDecodedAccusesNobody) {
    EXPECT_EQ(crash([&] {
                  { CrashScope const over(film); }
                  ::raise(SIGSEGV);
              }),
              SIGSEGV);
    EXPECT_FALSE(note());
}

TEST_F(CrashNotesTest, AKilledProcessAccusesNobody) {
    EXPECT_EQ(crash([&] {
                  CrashScope const scope(film);
                  ::raise(SIGKILL);
              }),
              SIGKILL);
    EXPECT_FALSE(note());
}

TEST_F(CrashNotesTest, AFileOfAnotherVersionIsMadeAnew) {
    ASSERT_TRUE(files::replace(file, std::string(4096, 'x')));
    EXPECT_FALSE(note());
    crash([&] {
        CrashScope const scope(film);
        ::raise(SIGFPE);
    });
    ASSERT_TRUE(note());
}

}  // namespace
}  // namespace tocsin::player
