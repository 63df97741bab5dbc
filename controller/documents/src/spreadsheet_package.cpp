// SPDX-License-Identifier: Apache-2.0
#include "spreadsheet_package.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "tocsin/vocabulary/utf8.hpp"

namespace tocsin::documents::spreadsheet {
namespace {

// Blanks between elements are kept, so that what is not touched stays as it is. A DOCTYPE is read
// to be refused; pugixml resolves nothing that it declares.
constexpr unsigned kParsed = pugi::parse_default | pugi::parse_ws_pcdata | pugi::parse_declaration |
                             pugi::parse_doctype | pugi::parse_pi;

Error invalid(std::string message) {
    return {Errc::invalid, std::move(message)};
}

std::string_view lastStep(std::string_view path) {
    return path.substr(path.rfind('/') + 1);
}

std::string_view folderOf(std::string_view path) {
    auto const slash = path.rfind('/');
    return slash == std::string_view::npos ? std::string_view() : path.substr(0, slash);
}

/// `target` as seen from the part's folder.
std::string resolved(std::string_view part, std::string_view target) {
    std::string path(target.starts_with('/') ? std::string_view() : folderOf(part));
    while (!target.empty()) {
        auto const slash = target.find('/');
        auto const step = target.substr(0, slash);
        if (step == "..") {
            path = folderOf(path);
        } else if (!step.empty() && step != ".") {
            path += (path.empty() ? "" : "/") + std::string(step);
        }
        target = slash == std::string_view::npos ? std::string_view() : target.substr(slash + 1);
    }
    return path;
}

/// Programs in a workbook: VBA, the macros of Excel 4, and controls.
bool isMacro(ArchiveEntry const& entry) {
    std::string name(entry.name);
    std::transform(name.begin(), name.end(), name.begin(),
                   [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
    if (name == "[content_types].xml") {
        return entry.bytes.find("macroEnabled") != std::string::npos ||
               entry.bytes.find("vbaProject") != std::string::npos;
    }
    return lastStep(name).starts_with("vbaproject") ||
           name.find("/macrosheets/") != std::string::npos ||
           name.find("/activex/") != std::string::npos;
}

/// The attribute "r:id", whatever its prefix.
std::string relationId(pugi::xml_node node) {
    for (auto const& attribute : node.attributes()) {
        std::string_view const name = attribute.name();
        if (name.ends_with(":id")) {
            return attribute.value();
        }
    }
    return {};
}

}  // namespace

Result<Package> Package::open(std::string_view bytes) {
    auto entries = unzip(bytes);
    if (!entries) {
        return entries.error();
    }
    Package package;
    package.entries_ = std::move(*entries);
    if (std::any_of(package.entries_.begin(), package.entries_.end(), isMacro)) {
        return invalid("the workbook has macros; save it as XLSX without them");
    }
    if (auto const read = package.readWorkbook(); !read) {
        return read.error();
    }
    return package;
}

Result<> Package::readWorkbook() {
    auto const roots = relations("");
    if (!roots) {
        return roots.error();
    }
    for (auto const& [id, relation] : *roots) {
        if (relation.type == "officeDocument") {
            workbook_ = relation.target;
        }
    }
    pugi::xml_document document;
    if (workbook_.empty()) {
        return invalid("this is not an XLSX workbook");
    }
    if (auto const parsed = parse(workbook_, document); !parsed) {
        return parsed.error();
    }
    auto const root = document.document_element();
    if (localName(root) != "workbook") {
        return invalid("this is not an XLSX workbook");
    }
    from1904_ = isTrue(childOf(root, "workbookPr").attribute("date1904"));

    auto const known = relations(workbook_);
    if (!known) {
        return known.error();
    }
    for (auto const& [id, relation] : *known) {
        if (relation.type == "sharedStrings") {
            sharedStrings_ = relation.target;
        } else if (relation.type == "styles") {
            styles_ = relation.target;
        } else if (relation.type == "vbaProject" || relation.type == "xlMacrosheet") {
            return invalid("the workbook has macros; save it as XLSX without them");
        }
    }
    auto const sheets = childOf(root, "sheets");
    for (auto node = childOf(sheets, "sheet"); node; node = nextOf(node, "sheet")) {
        auto const relation = known->find(relationId(node));
        if (relation != known->end() && relation->second.type == "worksheet") {
            std::string_view const state = node.attribute("state").value();
            sheets_.push_back({node.attribute("name").value(), relation->second.target,
                               state == "hidden" || state == "veryHidden"});
        }
    }
    return {};
}

ArchiveEntry const* Package::find(std::string_view part) const {
    auto const found = std::find_if(entries_.begin(), entries_.end(),
                                    [part](auto const& entry) { return entry.name == part; });
    return found == entries_.end() ? nullptr : &*found;
}

void Package::replace(std::string_view part, std::string bytes) {
    for (auto& entry : entries_) {
        if (entry.name == part) {
            entry.bytes = std::move(bytes);
            return;
        }
    }
}

void Package::remove(std::string_view part) {
    std::erase_if(entries_, [part](auto const& entry) { return entry.name == part; });
}

Result<> Package::parse(std::string_view part, pugi::xml_document& into) const {
    auto const* const entry = find(part);
    auto const shown = shownAsUtf8(part);
    if (entry == nullptr) {
        return invalid(fmt::format("the workbook has no {}", shown));
    }
    if (entry->bytes.size() > kMostXmlBytes) {
        return invalid(fmt::format("{} has {} bytes; at most {} are read", shown,
                                   entry->bytes.size(), kMostXmlBytes));
    }
    auto const parsed = into.load_buffer(entry->bytes.data(), entry->bytes.size(), kParsed);
    if (!parsed) {
        return invalid(fmt::format("{} is not well-formed XML: {} at byte {}", shown,
                                   parsed.description(), parsed.offset));
    }
    for (auto const& node : into.children()) {
        if (node.type() == pugi::node_doctype) {
            return invalid(fmt::format("{} has a DOCTYPE, which workbooks have not", shown));
        }
    }
    return {};
}

Result<std::map<std::string, Relation>> Package::relations(std::string_view part) const {
    std::map<std::string, Relation> out;
    auto const name = relationsPart(part);
    if (find(name) == nullptr) {
        return out;
    }
    pugi::xml_document document;
    if (auto const parsed = parse(name, document); !parsed) {
        return parsed.error();
    }
    auto const root = document.document_element();
    for (auto node = childOf(root, "Relationship"); node; node = nextOf(node, "Relationship")) {
        bool const outside = std::string_view(node.attribute("TargetMode").value()) == "External";
        out[node.attribute("Id").value()] = {
            std::string(lastStep(node.attribute("Type").value())),
            outside ? std::string() : resolved(part, node.attribute("Target").value())};
    }
    return out;
}

std::string relationsPart(std::string_view part) {
    auto const folder = folderOf(part);
    return std::string(folder) + (folder.empty() ? "" : "/") + "_rels/" +
           std::string(lastStep(part)) + ".rels";
}

}  // namespace tocsin::documents::spreadsheet
