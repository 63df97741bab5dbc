// SPDX-License-Identifier: Apache-2.0
// Result<T>: how an expected failure is returned. Exceptions are for failures that end a task.
#pragma once

#include <boost/assert/source_location.hpp>
#include <boost/system/result.hpp>
#include <stdexcept>
#include <string>
#include <utility>

namespace tocsin {

/// What kind of failure it is. One function per program edge maps it to an HTTP status or an exit
/// code.
enum class Errc {
    invalid,      ///< the input is wrong; the same input will fail again
    notFound,     ///< the thing named does not exist
    conflict,     ///< it exists already, or is in a state that forbids this
    permission,   ///< the caller may not do this
    unavailable,  ///< a peer or a resource is not there now; trying again may help
    exhausted,    ///< disk, quota or a queue is full
    damaged,      ///< stored or received bytes are not what they should be
    timedOut,     ///< a deadline passed
    cancelled,    ///< stopped on purpose
    internal      ///< our own bug
};

/// An error with one clear line: what is wrong, where, and what to do.
struct Error {
    Errc code = Errc::internal;
    std::string message;

    bool operator==(Error const&) const = default;
};

/// The exception form of an Error, for code where the failure ends the task.
class Failure : public std::runtime_error {
public:
    explicit Failure(Error error) : std::runtime_error(error.message), error_(std::move(error)) {}
    [[nodiscard]] Error const& error() const noexcept { return error_; }

private:
    Error error_;
};

/// Found by argument-dependent lookup: Result<T>::value() on an error throws Failure.
[[noreturn]] inline void throw_exception_from_error(Error const& error,
                                                    boost::source_location const&) {
    throw Failure(error);
}

template <class T = void>
using Result = boost::system::result<T, Error>;

}  // namespace tocsin
