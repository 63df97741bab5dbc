// SPDX-License-Identifier: Apache-2.0
// A CAP message as a whole.
#include "tocsin/warnings/cap.hpp"

#include <fmt/format.h>

#include <array>

#include "cap_parts.hpp"
#include "plain_text.hpp"
#include "same_text.hpp"
#include "xml_document.hpp"

namespace tocsin::warnings {
namespace {

using Weight = CapFinding::Weight;

constexpr std::size_t kMostInfos = 100;

// {name, many, matters, block}
constexpr std::array<ElementRule, 14> kAlert{{{"identifier", false, true},
                                              {"sender", false, true},
                                              {"sent", false, true},
                                              {"status", false, true},
                                              {"msgType", false, true},
                                              {"source"},
                                              {"scope", false, true},
                                              {"restriction"},
                                              {"addresses"},
                                              {"code", true},
                                              {"note"},
                                              {"references", false, true},
                                              {"incidents"},
                                              {"info", true, false, true}}};

bool isSigned(pugi::xml_node alert) {
    for (auto child = alert.first_child(); child; child = child.next_sibling()) {
        if (localName(child) == "Signature" && namespaceOf(child) == kXmlSignature) {
            return true;
        }
    }
    return false;
}

void checkRestriction(CapBlock const& alert, CapMessage const& message) {
    bool const restricted = message.scope == "Restricted";
    if (restricted == message.restriction.empty() && !message.scope.empty()) {
        alert.context().findings.error(
            "RESTRICTION_SCOPE_MISMATCH", alert.where("restriction"),
            restricted ? "the scope is Restricted, and nothing says to whom"
                       : "only messages of the scope Restricted have a restriction");
    }
}

void readInfos(CapBlock const& alert, CapMessage& message) {
    for (auto const& node : alert.all("info")) {
        if (message.infos.size() == kMostInfos) {
            alert.context().findings.fatal("OTHER", "info",
                                           fmt::format("there are more than {}", kMostInfos));
            return;
        }
        auto const where = fmt::format("info[{}].", message.infos.size());
        message.infos.push_back(readCapInfo(node, where, alert.context()));
    }
}

CapMessage readMessage(pugi::xml_node root, CapContext& context) {
    CapMessage out;
    out.minor = context.space == kCap11 ? 1 : 2;
    CapBlock const alert(root, kAlert, "", context);
    out.head = readCapHead(alert);
    out.status = alert.required("status", Weight::fatal);
    checkWord(alert, "status", out.status, {"Actual", "Exercise", "System", "Test", "Draft"},
              Weight::fatal);
    out.scope = alert.required("scope", Weight::fatal);
    checkWord(alert, "scope", out.scope, {"Public", "Restricted", "Private"}, Weight::fatal);
    out.source = alert.text("source");
    out.restriction = alert.text("restriction");
    out.addresses = alert.text("addresses");
    out.note = alert.text("note");
    out.incidents = alert.text("incidents");
    out.codes = alert.texts("code");
    out.isSigned = isSigned(root);
    checkRestriction(alert, out);
    checkPlain(alert, "note", out.note);
    readInfos(alert, out);
    checkSameTexts(out, context.findings);
    return out;
}

CapFinding notCap(pugi::xml_node root) {
    auto const space = namespaceOf(root);
    bool const older = localName(root) == "alert" && space.find("cap") != std::string_view::npos;
    return {"OTHER", Weight::fatal, "",
            older ? fmt::format("the message is of a version of CAP that is not read ({}); 1.1 and "
                                "1.2 are",
                                inQuotes(space))
                  : fmt::format("the document is not a CAP message: its root is {} of the "
                                "namespace {}",
                                inQuotes(root.name()), inQuotes(space))};
}

}  // namespace

CapReading readCap(std::string_view xml, std::chrono::seconds zoneless) {
    Findings findings;
    XmlDocument document;
    CapReading out;
    if (auto fault = loadXml(xml, document)) {
        findings.add(std::move(*fault));
    } else if (auto const root = document.tree.document_element(); !isCapAlert(root)) {
        findings.add(notCap(root));
    } else {
        CapContext context{findings, namespaceOf(root), zoneless};
        out.message = readMessage(root, context);
    }
    if (findings.anyFatal()) {
        out.message.reset();
    }
    out.findings = findings.sorted();
    return out;
}

}  // namespace tocsin::warnings
