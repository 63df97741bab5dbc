// SPDX-License-Identifier: Apache-2.0
// Reading a filing's content, which may have been made by another program: what is not there, or is
// of another sort, reads as nothing.
#pragma once

#include <boost/json.hpp>
#include <cstdint>
#include <string>
#include <string_view>

namespace tocsin::filing {

[[nodiscard]] inline boost::json::value const* valueIn(boost::json::object const& in,
                                                       std::string_view key) {
    return in.if_contains(key);
}
[[nodiscard]] inline std::int64_t numberIn(boost::json::object const& in, std::string_view key) {
    auto const* found = valueIn(in, key);
    auto const* whole = found != nullptr ? found->if_int64() : nullptr;
    return whole != nullptr ? *whole : 0;
}
/// Whether a number stands there: null and nothing are not known.
[[nodiscard]] inline bool hasNumber(boost::json::object const& in, std::string_view key) {
    auto const* found = valueIn(in, key);
    return found != nullptr && found->is_int64();
}
[[nodiscard]] inline std::string textIn(boost::json::object const& in, std::string_view key) {
    auto const* found = valueIn(in, key);
    auto const* text = found != nullptr ? found->if_string() : nullptr;
    return text != nullptr ? std::string(*text) : std::string();
}
[[nodiscard]] inline bool flagIn(boost::json::object const& in, std::string_view key) {
    auto const* found = valueIn(in, key);
    auto const* flag = found != nullptr ? found->if_bool() : nullptr;
    return flag != nullptr && *flag;
}
[[nodiscard]] inline boost::json::object const& partIn(boost::json::object const& in,
                                                       std::string_view key) {
    static boost::json::object const kNothing;
    auto const* found = valueIn(in, key);
    auto const* part = found != nullptr ? found->if_object() : nullptr;
    return part != nullptr ? *part : kNothing;
}
[[nodiscard]] inline boost::json::array const& listIn(boost::json::object const& in,
                                                      std::string_view key) {
    static boost::json::array const kNothing;
    auto const* found = valueIn(in, key);
    auto const* list = found != nullptr ? found->if_array() : nullptr;
    return list != nullptr ? *list : kNothing;
}
/// The list's objects, one after the other; what is none is left out.
template <class Use>
void eachIn(boost::json::object const& in, std::string_view key, Use const& use) {
    for (auto const& one : listIn(in, key)) {
        if (auto const* row = one.if_object()) {
            use(*row);
        }
    }
}

}  // namespace tocsin::filing
