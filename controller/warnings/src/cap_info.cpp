// SPDX-License-Identifier: Apache-2.0
// One info of a message: an event, how grave it is, where, until when, in one language.
#include <fmt/format.h>

#include <array>

#include "cap_language.hpp"
#include "cap_parts.hpp"
#include "plain_text.hpp"

namespace tocsin::warnings {
namespace {

using Weight = CapFinding::Weight;

// {name, many, matters, block}
constexpr std::array<ElementRule, 21> kInfo{{{"language", false, true},
                                             {"category", true},
                                             {"event", false, true},
                                             {"responseType", true},
                                             {"urgency", false, true},
                                             {"severity", false, true},
                                             {"certainty", false, true},
                                             {"audience"},
                                             {"eventCode", true, false, true},
                                             {"effective", false, true},
                                             {"onset", false, true},
                                             {"expires", false, true},
                                             {"senderName"},
                                             {"headline"},
                                             {"description"},
                                             {"instruction"},
                                             {"web"},
                                             {"contact"},
                                             {"parameter", true, false, true},
                                             {"resource", true, false, true},
                                             {"area", true, false, true}}};

/// Each may stand several times; nobody means it so often.
std::vector<std::string> readFew(CapBlock const& info, std::string_view name) {
    constexpr std::size_t kMost = 50;
    auto out = info.texts(name);
    if (out.size() > kMost) {
        info.context().findings.error("OTHER", info.where(name),
                                      fmt::format("only the first {} are kept", kMost));
        out.resize(kMost);
    }
    return out;
}

void readWords(CapBlock const& info, CapInfo& out) {
    out.categories = readFew(info, "category");
    if (out.categories.empty()) {
        (void)info.required("category", Weight::error);
    }
    for (auto const& category : out.categories) {
        checkWord(info, "category", category,
                  {"Geo", "Met", "Safety", "Security", "Rescue", "Fire", "Health", "Env",
                   "Transport", "Infra", "CBRNE", "Other"},
                  Weight::error);
    }
    out.responseTypes = readFew(info, "responseType");
    for (auto const& type : out.responseTypes) {
        checkWord(info, "responseType", type,
                  {"Shelter", "Evacuate", "Prepare", "Execute", "Avoid", "Monitor", "Assess",
                   "AllClear", "None"},
                  Weight::error);
    }
    out.event = info.required("event", Weight::error);
    out.urgency = info.required("urgency", Weight::error);
    checkWord(info, "urgency", out.urgency, {"Immediate", "Expected", "Future", "Past", "Unknown"},
              Weight::error);
    out.severity = info.required("severity", Weight::error);
    checkWord(info, "severity", out.severity, {"Extreme", "Severe", "Moderate", "Minor", "Unknown"},
              Weight::error);
    out.certainty = info.required("certainty", Weight::error);
    if (out.certainty == "Very Likely") {
        info.context().findings.warning("CERTAINTY_VERY_LIKELY_DEPRECATED", info.where("certainty"),
                                        "it is Likely since CAP 1.1");
        out.certainty = "Likely";
    }
    checkWord(info, "certainty", out.certainty,
              {"Observed", "Likely", "Possible", "Unlikely", "Unknown"}, Weight::error);
}

void readTimes(CapBlock const& info, CapInfo& out) {
    out.effective = info.date("effective");
    out.onset = info.date("onset");
    out.expires = info.date("expires");
    if (out.effective && out.expires && *out.effective > *out.expires) {
        info.context().findings.warning("EFFECTIVE_NOT_AFTER_EXPIRES", info.where("effective"),
                                        "it is later than the message's end");
    }
}

void readTexts(CapBlock const& info, CapInfo& out) {
    struct Field {
        std::string_view name;
        std::string CapInfo::*text;
    };
    constexpr std::array<Field, 6> kFields{{{"audience", &CapInfo::audience},
                                            {"senderName", &CapInfo::senderName},
                                            {"headline", &CapInfo::headline},
                                            {"description", &CapInfo::description},
                                            {"instruction", &CapInfo::instruction},
                                            {"contact", &CapInfo::contact}}};
    for (auto const& field : kFields) {
        out.*field.text = info.text(field.name);
        checkPlain(info, field.name, out.*field.text);
    }
    checkPlain(info, "event", out.event);
    out.web = info.text("web");
    if (!out.web.empty() && !isAbsoluteUri(out.web)) {
        info.context().findings.error("INVALID_WEB", info.where("web"),
                                      fmt::format("{} is not a whole URI", inQuotes(out.web)));
    }
}

void readAreas(CapBlock const& info, CapInfo& out) {
    auto& context = info.context();
    for (auto const& node : info.all("area")) {
        if (context.areasLeft == 0) {
            context.findings.fatal("OTHER", info.where("area"),
                                   "the message has more areas than are read");
            return;
        }
        --context.areasLeft;
        auto const where = fmt::format("{}[{}].", info.where("area"), out.areas.size());
        out.areas.push_back(readCapArea(node, where, context));
    }
}

}  // namespace

CapInfo readCapInfo(pugi::xml_node node, std::string const& where, CapContext& context) {
    constexpr std::size_t kMostResources = 100;
    CapInfo out;
    CapBlock const info(node, kInfo, where, context);
    out.language = info.text("language");
    if (out.language.empty()) {
        out.language = "en-US";
    } else if (!isLanguageTag(out.language)) {
        context.findings.error("INVALID_LANGUAGE", info.where("language"),
                               fmt::format("{} is not a language as RFC 3066 has it, e.g. zh-CN",
                                           inQuotes(out.language)));
    }
    readWords(info, out);
    out.eventCodes = readPairs(info, "eventCode");
    readTimes(info, out);
    readTexts(info, out);
    out.parameters = readPairs(info, "parameter");
    for (auto const& resource : info.all("resource")) {
        if (out.resources.size() == kMostResources) {
            context.findings.error("OTHER", info.where("resource"),
                                   fmt::format("only the first {} are kept", kMostResources));
            break;
        }
        out.resources.push_back(readCapResource(
            resource, fmt::format("{}[{}].", info.where("resource"), out.resources.size()),
            context));
    }
    readAreas(info, out);
    return out;
}

}  // namespace tocsin::warnings
