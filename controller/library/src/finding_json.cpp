// SPDX-License-Identifier: Apache-2.0
#include "finding_json.hpp"

namespace tocsin::library {

boost::json::array findingsJson(std::vector<media::Finding> const& findings) {
    boost::json::array out;
    for (auto const& finding : findings) {
        boost::json::object numbers;
        for (auto const& [name, number] : finding.numbers) {
            numbers[name] = number;
        }
        out.push_back(boost::json::object{{"code", finding.code},
                                          {"message", finding.message},
                                          {"message_zh", finding.chinese},
                                          {"numbers", std::move(numbers)}});
    }
    return out;
}

}  // namespace tocsin::library
