// SPDX-License-Identifier: Apache-2.0
#include "archive_locale.hpp"

#include <stdexcept>

namespace tocsin::documents {

Utf8Locale::Utf8Locale() : locale_(::newlocale(LC_CTYPE_MASK, "C.UTF-8", nullptr)) {
    if (!locale_) {
        throw std::runtime_error("the system's C library does not know the locale C.UTF-8");
    }
    before_ = ::uselocale(locale_.get());
}

Utf8Locale::~Utf8Locale() {
    ::uselocale(before_);
}

}  // namespace tocsin::documents
