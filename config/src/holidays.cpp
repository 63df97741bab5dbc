// SPDX-License-Identifier: Apache-2.0
#include "tocsin/config/holidays.hpp"

namespace tocsin::config {

Holidays holidaysOf(TomlTable const& top) {
    top.onlyKeys({"holidays", "workdays"});
    return {top.dates("holidays"), top.dates("workdays")};
}

Result<Holidays> readHolidays(std::string_view text, std::string const& name) {
    Problems problems;
    auto const top = TomlTable::parse(text, name, problems);
    if (!top) {
        return top.error();
    }
    auto out = holidaysOf(*top);
    if (!problems.empty()) {
        return problems.error();
    }
    return out;
}

}  // namespace tocsin::config
