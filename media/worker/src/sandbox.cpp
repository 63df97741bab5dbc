// SPDX-License-Identifier: Apache-2.0
// Closing the cage: limits, Landlock, then seccomp.
#include "tocsin/media_worker/sandbox.hpp"

#include <fcntl.h>
#include <sched.h>
#include <seccomp.h>
#include <signal.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <initializer_list>
#include <memory>
#include <type_traits>

#include "landlock.hpp"

namespace tocsin::media_worker {
namespace {

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
constexpr bool kSanitized = true;  // their shadow memory is terabytes of addresses
#else
constexpr bool kSanitized = false;
#endif

constexpr rlim_t kAnswerSize = rlim_t{1} << 20;
constexpr rlim_t kDescriptors = 64;

struct FilterDeleter {
    void operator()(void* filter) const noexcept { seccomp_release(filter); }
};
using Filter = std::unique_ptr<std::remove_pointer_t<scmp_filter_ctx>, FilterDeleter>;
static_assert(std::is_void_v<std::remove_pointer_t<scmp_filter_ctx>>);

Error failure(std::string const& step, int cause) {
    return {Errc::unavailable, "sandbox: " + step + ": " + std::strerror(cause)};
}

Result<> limit(decltype(RLIMIT_CPU) what, rlim_t value, char const* name) {
    rlimit const both{value, value};
    if (::setrlimit(what, &both) != 0) {
        return failure(name, errno);
    }
    return {};
}

/// RLIMIT_NPROC is not among them: it counts all of the user's processes, so it would refuse a
/// decoder's second thread on a busy machine; the filter forbids new processes altogether.
Result<> setLimits(SandboxOptions const& options) {
    // Only what was open before can be written, but the kernel's limit counts for that too.
    auto const isFile = [](int descriptor) {
        struct stat status {};
        return ::fstat(descriptor, &status) == 0 && S_ISREG(status.st_mode);
    };
    bool const toFile = isFile(STDOUT_FILENO) || isFile(STDERR_FILENO);
    rlim_t const written = options.outputBytes > 0 ? options.outputBytes : toFile ? kAnswerSize : 0;
    struct Limit {
        decltype(RLIMIT_CPU) what;
        rlim_t value;
        char const* name;
    };
    for (auto const& [what, value, name] :
         {Limit{RLIMIT_CPU, options.cpuSeconds > 0 ? options.cpuSeconds : RLIM_INFINITY,
                "RLIMIT_CPU"},
          Limit{RLIMIT_CORE, 0, "RLIMIT_CORE"}, Limit{RLIMIT_FSIZE, written, "RLIMIT_FSIZE"},
          Limit{RLIMIT_NOFILE, kDescriptors, "RLIMIT_NOFILE"}}) {
        if (auto set = limit(what, value, name); !set) {
            return set;
        }
    }
    return kSanitized ? Result<>{} : limit(RLIMIT_AS, rlim_t{options.memoryMb} << 20, "RLIMIT_AS");
}

std::vector<std::string> readableFor(Files files) {
    if (files == Files::none) {
        return {};
    }
    if (files == Files::names) {
        return {"/etc/hosts",         "/etc/host.conf",       "/etc/resolv.conf",
                "/etc/nsswitch.conf", "/etc/gai.conf",        "/etc/services",
                "/etc/ssl/certs",     "/run/systemd/resolve", "/usr/share/ca-certificates"};
    }
    std::vector<std::string> out{
        "/etc/fonts",       "/usr/share/fontconfig",  "/usr/share/xml/fontconfig",
        "/usr/share/fonts", "/usr/local/share/fonts", "/var/cache/fontconfig"};
    if (files == Files::documents) {
        out.emplace_back("/usr/share/poppler");
    }
    return out;
}

/// Collects rules and the first error.
class Rules {
public:
    explicit Rules(std::uint32_t otherwise) : filter_(seccomp_init(otherwise)) {
        error_ = filter_ ? 0 : -ENOMEM;
    }

    template <class... Compare>
    void add(std::uint32_t action, int call, Compare... compare) {
        if (error_ == 0) {
            error_ = seccomp_rule_add(filter_.get(), action, call, sizeof...(compare), compare...);
        }
    }
    void add(std::uint32_t action, std::initializer_list<int> calls) {
        for (int const call : calls) {
            add(action, call);
        }
    }
    Result<> load() {
        if (error_ == 0) {
            error_ = seccomp_load(filter_.get());
        }
        return error_ == 0 ? Result<>{} : Result<>(failure("seccomp", -error_));
    }

private:
    Filter filter_;
    int error_ = 0;
};

void allowMemory(Rules& rules) {
    rules.add(SCMP_ACT_ALLOW,
              {SCMP_SYS(brk), SCMP_SYS(munmap), SCMP_SYS(mremap), SCMP_SYS(madvise)});
    // No new code: what can be run was mapped before.
    rules.add(SCMP_ACT_ALLOW, SCMP_SYS(mmap), SCMP_A2(SCMP_CMP_MASKED_EQ, PROT_EXEC, 0));
    rules.add(SCMP_ACT_ALLOW, SCMP_SYS(mprotect), SCMP_A2(SCMP_CMP_MASKED_EQ, PROT_EXEC, 0));
}

void allowReading(Rules& rules, Files files) {
    rules.add(SCMP_ACT_ALLOW,
              {SCMP_SYS(read), SCMP_SYS(pread64), SCMP_SYS(readv), SCMP_SYS(write),
               SCMP_SYS(writev), SCMP_SYS(lseek), SCMP_SYS(fstat), SCMP_SYS(close)});
    // What libraries ask of their own descriptors; no locks, no signals, no leases.
    for (int const command : {F_GETFD, F_SETFD, F_GETFL, F_DUPFD_CLOEXEC}) {
        rules.add(SCMP_ACT_ALLOW, SCMP_SYS(fcntl),
                  SCMP_A1(SCMP_CMP_EQ, static_cast<scmp_datum_t>(command)));
    }
    if (files == Files::none) {
        // The C library's fstat().
        rules.add(SCMP_ACT_ALLOW, SCMP_SYS(newfstatat),
                  SCMP_A3(SCMP_CMP_MASKED_EQ, AT_EMPTY_PATH, AT_EMPTY_PATH));
        return;
    }
    rules.add(
        SCMP_ACT_ALLOW,
        {SCMP_SYS(stat), SCMP_SYS(lstat), SCMP_SYS(newfstatat), SCMP_SYS(statx), SCMP_SYS(access),
         SCMP_SYS(faccessat), SCMP_SYS(faccessat2), SCMP_SYS(readlink), SCMP_SYS(readlinkat),
         SCMP_SYS(getdents64), SCMP_SYS(statfs), SCMP_SYS(fstatfs), SCMP_SYS(getcwd)});
    constexpr scmp_datum_t kWriting =
        O_ACCMODE | O_CREAT | O_TRUNC | O_APPEND | (O_TMPFILE & ~O_DIRECTORY);
    rules.add(SCMP_ACT_ALLOW, SCMP_SYS(openat), SCMP_A2(SCMP_CMP_MASKED_EQ, kWriting, O_RDONLY));
    rules.add(SCMP_ACT_ALLOW, SCMP_SYS(open), SCMP_A1(SCMP_CMP_MASKED_EQ, kWriting, O_RDONLY));
}

void allowThreads(Rules& rules) {
    rules.add(SCMP_ACT_ALLOW,
              {SCMP_SYS(futex), SCMP_SYS(set_robust_list), SCMP_SYS(rseq), SCMP_SYS(gettid),
               SCMP_SYS(getpid), SCMP_SYS(sched_yield), SCMP_SYS(sched_getaffinity),
               SCMP_SYS(getcpu), SCMP_SYS(membarrier), SCMP_SYS(exit), SCMP_SYS(exit_group)});
    // clone3 hides its flags from the filter; the C library falls back to clone if it is not there.
    rules.add(SCMP_ACT_ERRNO(ENOSYS), SCMP_SYS(clone3));
    rules.add(SCMP_ACT_ALLOW, SCMP_SYS(clone),
              SCMP_A0(SCMP_CMP_MASKED_EQ, CLONE_THREAD, CLONE_THREAD));
    rules.add(SCMP_ACT_KILL_PROCESS, SCMP_SYS(clone), SCMP_A0(SCMP_CMP_MASKED_EQ, CLONE_THREAD, 0));
}

void allowTimeAndSignals(Rules& rules) {
    rules.add(SCMP_ACT_ALLOW,
              {SCMP_SYS(clock_gettime), SCMP_SYS(clock_getres), SCMP_SYS(gettimeofday),
               SCMP_SYS(time), SCMP_SYS(nanosleep), SCMP_SYS(clock_nanosleep),
               SCMP_SYS(restart_syscall), SCMP_SYS(rt_sigaction), SCMP_SYS(rt_sigprocmask),
               SCMP_SYS(rt_sigreturn), SCMP_SYS(sigaltstack), SCMP_SYS(getrandom), SCMP_SYS(uname),
               SCMP_SYS(sysinfo), SCMP_SYS(getrusage)});
    rules.add(SCMP_ACT_ALLOW, SCMP_SYS(tgkill),
              SCMP_A0(SCMP_CMP_EQ, static_cast<scmp_datum_t>(::getpid())));
    rules.add(SCMP_ACT_ALLOW, SCMP_SYS(prctl), SCMP_A0(SCMP_CMP_EQ, PR_SET_NAME));
}

/// A client's calls, over the internet protocols only: no sockets of this machine's services, no
/// raw packets. Nobody can connect to it.
void allowNetwork(Rules& rules) {
    for (int const family : {AF_INET, AF_INET6}) {
        rules.add(SCMP_ACT_ALLOW, SCMP_SYS(socket),
                  SCMP_A0(SCMP_CMP_EQ, static_cast<scmp_datum_t>(family)));
    }
    rules.add(SCMP_ACT_ALLOW,
              {SCMP_SYS(connect),       SCMP_SYS(bind),        SCMP_SYS(sendto),
               SCMP_SYS(sendmsg),       SCMP_SYS(sendmmsg),    SCMP_SYS(recvfrom),
               SCMP_SYS(recvmsg),       SCMP_SYS(recvmmsg),    SCMP_SYS(getsockopt),
               SCMP_SYS(setsockopt),    SCMP_SYS(getsockname), SCMP_SYS(getpeername),
               SCMP_SYS(shutdown),      SCMP_SYS(poll),        SCMP_SYS(ppoll),
               SCMP_SYS(select),        SCMP_SYS(pselect6),    SCMP_SYS(epoll_create),
               SCMP_SYS(epoll_create1), SCMP_SYS(epoll_ctl),   SCMP_SYS(epoll_wait),
               SCMP_SYS(epoll_pwait),   SCMP_SYS(eventfd2)});
    rules.add(SCMP_ACT_ALLOW, SCMP_SYS(fcntl), SCMP_A1(SCMP_CMP_EQ, F_SETFL));
    for (auto const request : {FIONREAD, FIONBIO}) {
        rules.add(SCMP_ACT_ALLOW, SCMP_SYS(ioctl),
                  SCMP_A1(SCMP_CMP_EQ, static_cast<scmp_datum_t>(request)));
    }
}

/// Nothing honest in here asks for these: whoever does has been taken over.
void killOnAttack(Rules& rules, bool network) {
    if (!network) {
        rules.add(SCMP_ACT_KILL_PROCESS, {SCMP_SYS(socket), SCMP_SYS(connect), SCMP_SYS(bind),
                                          SCMP_SYS(sendto), SCMP_SYS(sendmsg)});
    }
    rules.add(SCMP_ACT_KILL_PROCESS, {SCMP_SYS(socketpair),
                                      SCMP_SYS(listen),
                                      SCMP_SYS(accept),
                                      SCMP_SYS(accept4),
                                      SCMP_SYS(execve),
                                      SCMP_SYS(execveat),
                                      SCMP_SYS(fork),
                                      SCMP_SYS(vfork),
                                      SCMP_SYS(ptrace),
                                      SCMP_SYS(process_vm_readv),
                                      SCMP_SYS(mount),
                                      SCMP_SYS(umount2),
                                      SCMP_SYS(process_vm_writev),
                                      SCMP_SYS(bpf),
                                      SCMP_SYS(setns),
                                      SCMP_SYS(unshare),
                                      SCMP_SYS(kill),
                                      SCMP_SYS(tkill),
                                      SCMP_SYS(io_uring_setup),
                                      SCMP_SYS(init_module)});
}

/// All other calls fail with EPERM, so that a library that merely asks for something goes on
/// without it.
Result<> filterCalls(SandboxOptions const& options) {
    Rules rules(SCMP_ACT_ERRNO(EPERM));
    allowMemory(rules);
    allowReading(rules, options.files);
    allowThreads(rules);
    allowTimeAndSignals(rules);
    if (options.network) {
        allowNetwork(rules);
    }
    killOnAttack(rules, options.network);
    if (kSanitized) {
        // They find out by a pipe whether memory can be read.
        rules.add(SCMP_ACT_ALLOW, {SCMP_SYS(pipe), SCMP_SYS(pipe2)});
    }
    return rules.load();
}

}  // namespace

Result<std::vector<std::string>> enterSandbox(SandboxOptions const& options) {
    std::vector<std::string> lacking;
    if (::prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0 ||
        ::prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0) != 0) {
        return failure("prctl", errno);
    }
    // Without it the C library asks the user database, which may ask over a socket.
    ::setenv("HOME", "/nonexistent", 1);
    if (auto set = setLimits(options); !set) {
        return set.error();
    }
    auto const restricted = detail::restrictFiles(readableFor(options.files));
    if (!restricted) {
        return restricted.error();
    }
    if (!*restricted && options.files == Files::documents) {
        return Error{Errc::unavailable, "sandbox: this kernel has no Landlock"};
    }
    if (!*restricted) {
        lacking.emplace_back(options.files == Files::none
                                 ? "this kernel has no Landlock: files are kept shut by seccomp "
                                   "alone"
                                 : "this kernel has no Landlock: whatever this user may read can "
                                   "be read, not only what is needed");
    }
    if (kSanitized) {
        lacking.emplace_back("built with a sanitizer: no limit on address space");
    }
    if (auto filtered = filterCalls(options); !filtered) {
        return filtered.error();
    }
    return lacking;
}

bool landlockIsThere() {
    return detail::landlockVersion() >= 1;
}

}  // namespace tocsin::media_worker
