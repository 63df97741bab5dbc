// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <boost/json.hpp>

#include <vector>

#include "tocsin/media/finding.hpp"

namespace tocsin::library {

/// [{"code","message","message_zh","numbers":{…}}]
[[nodiscard]] boost::json::array findingsJson(std::vector<media::Finding> const& findings);

/// The JSON Schema of such a list.
#define TOCSIN_FINDINGS_SCHEMA \
    R"({"type":"array","items":{"type":"object","required":["code","message","message_zh","numbers"],"properties":{"code":{"type":"string"},"message":{"type":"string"},"message_zh":{"type":"string"},"numbers":{"type":"object","additionalProperties":{"type":"integer"}}}}})"

}  // namespace tocsin::library
