// SPDX-License-Identifier: Apache-2.0
#include "tocsin/store/folded.hpp"

#include <unicode/bytestream.h>
#include <unicode/normalizer2.h>

#include <algorithm>

#include "tocsin/vocabulary/result.hpp"

namespace tocsin::store {

std::string folded(std::string_view text) {
    // Most handles and many texts are what they fold to.
    bool const plain = std::all_of(text.begin(), text.end(), [](char c) {
        return static_cast<unsigned char>(c) < 0x80 && !(c >= 'A' && c <= 'Z');
    });
    if (plain) {
        return std::string(text);
    }
    UErrorCode status = U_ZERO_ERROR;
    auto const* const normalizer = icu::Normalizer2::getNFKCCasefoldInstance(status);
    std::string out;
    if (U_SUCCESS(status)) {
        icu::StringByteSink<std::string> sink(&out, static_cast<int32_t>(text.size()));
        normalizer->normalizeUTF8(0, {text.data(), static_cast<int32_t>(text.size())}, sink,
                                  nullptr, status);
    }
    if (U_FAILURE(status)) {
        throw Failure({Errc::internal, std::string("a text cannot be normalised: ICU says ") +
                                           u_errorName(status) +
                                           "; is the package libicu72 whole?"});
    }
    return out;
}

std::vector<std::string> foldedWords(std::string_view text) {
    std::vector<std::string> out;
    bool inside = false;
    for (char const c : folded(text)) {
        auto const byte = static_cast<unsigned char>(c);
        bool const parts = byte <= 0x20 || byte == 0x7f;
        if (!parts && !inside) {
            out.emplace_back();
        }
        if (!parts) {
            out.back() += c;
        }
        inside = !parts;
    }
    return out;
}

}  // namespace tocsin::store
