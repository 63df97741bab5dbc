// SPDX-License-Identifier: Apache-2.0
#include "same_text.hpp"

#include <fmt/format.h>

#include <array>
#include <map>
#include <utility>

#include "cap_language.hpp"

namespace tocsin::warnings {
namespace {

using Texts = std::map<std::string_view, std::string>;  ///< and the language each was seen in

struct Field {
    std::string_view name;
    std::string CapInfo::*text;
};

}  // namespace

void checkSameTexts(CapMessage const& message, Findings& findings) {
    constexpr std::array<Field, 4> kFields{{{"event", &CapInfo::event},
                                            {"headline", &CapInfo::headline},
                                            {"description", &CapInfo::description},
                                            {"instruction", &CapInfo::instruction}}};
    for (auto const& field : kFields) {
        Texts seen;
        for (std::size_t i = 0; i < message.infos.size(); ++i) {
            auto const& info = message.infos[i];
            auto const& text = info.*field.text;
            auto const language = primaryLanguage(info.language);
            if (!text.empty() && seen.try_emplace(text, language).first->second != language) {
                findings.warning("SAME_TEXT_DIFFERENT_LANGUAGE",
                                 fmt::format("info[{}].{}", i, field.name),
                                 "another info says the same in another language");
            }
        }
    }
}

}  // namespace tocsin::warnings
