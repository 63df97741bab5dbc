// SPDX-License-Identifier: Apache-2.0
// libarchive takes names for UTF-8 only where the thread's locale says so.
#pragma once

#include <locale.h>

#include <memory>
#include <type_traits>

namespace tocsin::documents {

/// The calling thread's characters are UTF-8 as long as this lives; other threads are not touched.
/// Throws std::runtime_error if the system has no C.UTF-8.
class Utf8Locale {
public:
    Utf8Locale();
    ~Utf8Locale();
    Utf8Locale(Utf8Locale const&) = delete;
    Utf8Locale& operator=(Utf8Locale const&) = delete;

private:
    struct Freed {
        void operator()(locale_t locale) const noexcept { ::freelocale(locale); }
    };
    std::unique_ptr<std::remove_pointer_t<locale_t>, Freed> locale_;
    locale_t before_;
};

}  // namespace tocsin::documents
