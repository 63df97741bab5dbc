// SPDX-License-Identifier: Apache-2.0
// Reading an order: a JSON object of known keys, all optional.
#pragma once

#include <algorithm>
#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "tocsin/vocabulary/fit.hpp"
#include "tocsin/vocabulary/result.hpp"

namespace tocsin::media_worker::detail {

namespace json = boost::json;

/// Takes known keys out of an object; the first thing that is wrong stays.
class Keys {
public:
    explicit Keys(json::object const& object) : object_(object) {}

    template <class Number>
    void whole(std::string_view key, Number& to) {
        if (auto const* const value = find(key)) {
            boost::system::error_code code;
            auto const number = value->to_number<Number>(code);
            code ? wrong(key, "a whole number") : void(to = number);
        }
    }
    void real(std::string_view key, double& to) {
        if (auto const* const value = find(key)) {
            boost::system::error_code code;
            auto const number = value->to_number<double>(code);
            code ? wrong(key, "a number") : void(to = number);
        }
    }
    void yesNo(std::string_view key, bool& to) {
        if (auto const* const value = find(key)) {
            auto const* const said = value->if_bool();
            said == nullptr ? wrong(key, "true or false") : void(to = *said);
        }
    }
    void text(std::string_view key, std::string& to) {
        if (auto const* const value = find(key)) {
            auto const* const said = value->if_string();
            said == nullptr ? wrong(key, "text") : void(to = std::string_view(*said));
        }
    }
    /// Hands each member of a list to `take`, which returns whether it is what was expected.
    template <class Take>
    void list(std::string_view key, Take take) {
        if (auto const* const value = find(key)) {
            auto const* const said = value->if_array();
            bool const right = said != nullptr && std::ranges::all_of(*said, take);
            right ? void() : wrong(key, "a list of what belongs there");
        }
    }
    /// `names`: of the choice's values, in their order; `must`: them for people.
    template <class Choice, class Names>
    void word(std::string_view key, Choice& to, Names const& names, char const* must) {
        if (auto const* const value = find(key)) {
            auto const* const word = value->if_string();
            auto const at =
                word == nullptr ? names.end() : std::ranges::find(names, std::string_view(*word));
            at == names.end() ? wrong(key, must)
                              : void(to = static_cast<Choice>(at - names.begin()));
        }
    }
    void fit(std::string_view key, Fit& to) {
        word(key, to, kFitNames, "contain, cover or stretch");
    }
    json::object const* object(std::string_view key) {
        auto const* const value = find(key);
        if (value != nullptr && !value->is_object()) {
            wrong(key, "an object");
        }
        return value == nullptr ? nullptr : value->if_object();
    }
    /// Of everything asked for so far, and of keys that nobody asked for.
    [[nodiscard]] Result<> outcome() const {
        for (auto const& item : object_) {
            if (std::ranges::find(known_, std::string_view(item.key())) == known_.end()) {
                return Error{Errc::invalid, "unknown key '" + std::string(item.key()) + "'"};
            }
        }
        return outcome_;
    }

private:
    json::value const* find(std::string_view key) {
        known_.push_back(key);
        return object_.if_contains(key);
    }
    void wrong(std::string_view key, char const* must) {
        if (outcome_) {
            outcome_ = Error{Errc::invalid, std::string(key) + ": must be " + must};
        }
    }
    json::object const& object_;
    std::vector<std::string_view> known_;
    Result<> outcome_;
};

/// {"num", "den"} of an order that has a rate.
template <class Order>
Result<> readRate(json::object const& from, Order& order) {
    Keys keys(from);
    keys.whole("num", order.rateNum);
    keys.whole("den", order.rateDen);
    return keys.outcome();
}

/// The object of an order's text; Errc::invalid if it is none.
inline Result<json::object> parseOrder(std::string_view request) {
    boost::system::error_code code;
    auto const parsed = json::parse(request, code);
    if (code || !parsed.is_object()) {
        return Error{Errc::invalid, "the order is not a JSON object"};
    }
    return parsed.get_object();
}

}  // namespace tocsin::media_worker::detail
