// SPDX-License-Identifier: Apache-2.0
#include "cage.hpp"

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

namespace tocsin::keys {
namespace {

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
constexpr bool kSanitized = true;  // they need calls of their own
#else
constexpr bool kSanitized = false;
#endif

struct FilterDeleter {
    void operator()(void* filter) const noexcept { seccomp_release(filter); }
};

Error failure(char const* step, int cause) {
    return {Errc::unavailable, std::string("cage: ") + step + ": " + std::strerror(cause)};
}

}  // namespace

Result<> hideFromOthers() {
    rlimit const none{0, 0};
    if (::close_range(STDERR_FILENO + 1, ~0U, 0) != 0) {
        return failure("close_range", errno);
    }
    if (::prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0) != 0 ||
        ::prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) != 0 ||
        ::prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0) {
        return failure("prctl", errno);
    }
    if (::setrlimit(RLIMIT_CORE, &none) != 0 || ::setrlimit(RLIMIT_FSIZE, &none) != 0) {
        return failure("setrlimit", errno);
    }
    return {};
}

Result<> enterCage() {
    std::unique_ptr<void, FilterDeleter> const filter(seccomp_init(SCMP_ACT_KILL_PROCESS));
    int error = filter ? 0 : -ENOMEM;
    auto const allow = [&](int call, auto... compare) {
        if (error == 0) {
            error = seccomp_rule_add(filter.get(), SCMP_ACT_ALLOW, call, sizeof...(compare),
                                     compare...);
        }
    };
    for (int const call :
         {SCMP_SYS(read), SCMP_SYS(write), SCMP_SYS(poll), SCMP_SYS(ppoll),
          SCMP_SYS(restart_syscall), SCMP_SYS(rt_sigreturn), SCMP_SYS(exit_group), SCMP_SYS(brk),
          SCMP_SYS(munmap), SCMP_SYS(munlock), SCMP_SYS(mremap), SCMP_SYS(madvise), SCMP_SYS(futex),
          SCMP_SYS(clock_gettime), SCMP_SYS(getrandom)}) {
        allow(call);
    }
    // send() on the connected socket; an address would make it go elsewhere.
    allow(SCMP_SYS(sendto), SCMP_A4(SCMP_CMP_EQ, 0));
    allow(SCMP_SYS(mmap), SCMP_A2(SCMP_CMP_MASKED_EQ, PROT_EXEC, 0));
    allow(SCMP_SYS(mprotect), SCMP_A2(SCMP_CMP_MASKED_EQ, PROT_EXEC, 0));
    if (kSanitized) {
        for (int const call :
             {SCMP_SYS(sigaltstack), SCMP_SYS(rt_sigprocmask), SCMP_SYS(rt_sigaction),
              SCMP_SYS(getpid), SCMP_SYS(gettid), SCMP_SYS(nanosleep), SCMP_SYS(clock_nanosleep),
              SCMP_SYS(sched_yield), SCMP_SYS(pipe), SCMP_SYS(pipe2), SCMP_SYS(close),
              SCMP_SYS(prctl)}) {
            allow(call);
        }
    }
    if (error == 0) {
        error = seccomp_load(filter.get());
    }
    return error == 0 ? Result<>{} : Result<>(failure("seccomp", -error));
}

}  // namespace tocsin::keys
