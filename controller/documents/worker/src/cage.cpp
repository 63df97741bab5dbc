// SPDX-License-Identifier: Apache-2.0
#include "tocsin/document_worker/cage.hpp"

#include <linux/close_range.h>
#include <seccomp.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <initializer_list>
#include <memory>

namespace tocsin::document_worker {
namespace {

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
constexpr bool kSanitized = true;  // they need calls and memory of their own, and are slow
#else
constexpr bool kSanitized = false;
#endif

struct FilterDeleter {
    void operator()(void* filter) const noexcept { seccomp_release(filter); }
};

Error failure(char const* step, int cause) {
    return {Errc::unavailable, std::string("cage: ") + step + ": " + std::strerror(cause)};
}

Result<> hideFromOthers() {
    if (::close_range(STDERR_FILENO + 1, ~0U, 0) != 0) {
        return failure("close_range", errno);
    }
    if (::prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0) != 0 ||
        ::prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) != 0 ||
        ::prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0) {
        return failure("prctl", errno);
    }
    return {};
}

Result<> setLimits() {
    struct Limit {
        decltype(RLIMIT_CPU) what;
        rlimit value;
    };
    for (auto const& [what, value] :
         {Limit{RLIMIT_CORE, {0, 0}}, Limit{RLIMIT_FSIZE, {0, 0}},
          Limit{RLIMIT_CPU, kSanitized ? rlimit{100, 101} : rlimit{10, 11}},
          Limit{RLIMIT_DATA, kSanitized ? rlimit{RLIM_INFINITY, RLIM_INFINITY}
                                        : rlimit{kMostMemory, kMostMemory}}}) {
        if (::setrlimit(what, &value) != 0) {
            return failure("setrlimit", errno);
        }
    }
    return {};
}

class Filter {
public:
    Filter() : filter_(seccomp_init(SCMP_ACT_KILL_PROCESS)), error_(filter_ ? 0 : -ENOMEM) {}

    template <class... Compare>
    void allow(int call, Compare... compare) {
        add(SCMP_ACT_ALLOW, call, compare...);
    }
    void allow(std::initializer_list<int> calls) {
        for (int const call : calls) {
            add(SCMP_ACT_ALLOW, call);
        }
    }
    /// A library that merely asks goes on without it.
    void refuse(std::initializer_list<int> calls) {
        for (int const call : calls) {
            add(SCMP_ACT_ERRNO(EPERM), call);
        }
    }
    Result<> load() {
        if (error_ == 0) {
            error_ = seccomp_load(filter_.get());
        }
        return error_ == 0 ? Result<>{} : Result<>(failure("seccomp", -error_));
    }

private:
    template <class... Compare>
    void add(std::uint32_t action, int call, Compare... compare) {
        if (error_ == 0) {
            error_ = seccomp_rule_add(filter_.get(), action, call, sizeof...(compare), compare...);
        }
    }
    std::unique_ptr<void, FilterDeleter> filter_;
    int error_;
};

Result<> filterCalls() {
    Filter filter;
    filter.allow({SCMP_SYS(read), SCMP_SYS(write), SCMP_SYS(brk), SCMP_SYS(munmap),
                  SCMP_SYS(mremap), SCMP_SYS(madvise), SCMP_SYS(futex), SCMP_SYS(clock_gettime),
                  SCMP_SYS(getrandom), SCMP_SYS(getpid), SCMP_SYS(gettid), SCMP_SYS(rt_sigreturn),
                  SCMP_SYS(restart_syscall), SCMP_SYS(exit), SCMP_SYS(exit_group)});
    // No new code: what can be run was mapped before.
    filter.allow(SCMP_SYS(mmap), SCMP_A2(SCMP_CMP_MASKED_EQ, PROT_EXEC, 0));
    filter.allow(SCMP_SYS(mprotect), SCMP_A2(SCMP_CMP_MASKED_EQ, PROT_EXEC, 0));
    filter.refuse({SCMP_SYS(open), SCMP_SYS(openat), SCMP_SYS(stat), SCMP_SYS(lstat),
                   SCMP_SYS(newfstatat), SCMP_SYS(fstat), SCMP_SYS(statx), SCMP_SYS(access),
                   SCMP_SYS(faccessat), SCMP_SYS(faccessat2), SCMP_SYS(readlink),
                   SCMP_SYS(readlinkat), SCMP_SYS(ioctl), SCMP_SYS(lseek), SCMP_SYS(sysinfo),
                   SCMP_SYS(uname), SCMP_SYS(prlimit64), SCMP_SYS(sched_getaffinity)});
    if (kSanitized) {
        filter.allow({SCMP_SYS(sigaltstack), SCMP_SYS(rt_sigprocmask), SCMP_SYS(rt_sigaction),
                      SCMP_SYS(nanosleep), SCMP_SYS(clock_nanosleep), SCMP_SYS(sched_yield),
                      SCMP_SYS(pipe), SCMP_SYS(pipe2), SCMP_SYS(close), SCMP_SYS(prctl)});
    }
    return filter.load();
}

}  // namespace

Result<> enterCage() {
    if (auto hidden = hideFromOthers(); !hidden) {
        return hidden;
    }
    if (auto limited = setLimits(); !limited) {
        return limited;
    }
    return filterCalls();
}

}  // namespace tocsin::document_worker
