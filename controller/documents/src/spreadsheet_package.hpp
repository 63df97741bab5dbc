// SPDX-License-Identifier: Apache-2.0
// The parts of an XLSX file that somebody sends, and its XML: nothing is fetched, no entity is
// resolved, sizes are bounded.
#pragma once

#include <map>
#include <pugixml.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "tocsin/documents/archive.hpp"
#include "tocsin/vocabulary/result.hpp"

namespace tocsin::documents::spreadsheet {

inline constexpr std::size_t kMostXmlBytes = 24 << 20;  ///< of one part

/// What a part's relations file says.
struct Relation {
    std::string type;    ///< its last step, "worksheet"
    std::string target;  ///< name of a part of the package; empty if it is outside
};

struct SheetPart {
    std::string name;  ///< as people see it
    std::string part;  ///< "xl/worksheets/sheet1.xml"
    bool hidden = false;
};

/// A package with the parts that are needed to understand its sheets. Not copied: its entries are
/// large.
class Package {
public:
    /// Errc::invalid: not a workbook, damaged, or with macros.
    [[nodiscard]] static Result<Package> open(std::string_view bytes);

    [[nodiscard]] ArchiveEntry const* find(std::string_view part) const;
    void replace(std::string_view part, std::string bytes);
    void remove(std::string_view part);
    [[nodiscard]] std::vector<ArchiveEntry> const& entries() const noexcept { return entries_; }

    /// Reads a part of the package. Errc::invalid: missing, too large, not XML, with a DOCTYPE.
    [[nodiscard]] Result<> parse(std::string_view part, pugi::xml_document& into) const;
    /// By id; none if the part has no relations. Errc::invalid.
    [[nodiscard]] Result<std::map<std::string, Relation>> relations(std::string_view part) const;

    [[nodiscard]] std::string const& workbook() const noexcept { return workbook_; }
    /// The workbook's sheets with cells, in their order; charts that are sheets are left out.
    [[nodiscard]] std::vector<SheetPart> const& sheets() const noexcept { return sheets_; }
    /// The part that the workbook's relations name so; empty if there is none.
    [[nodiscard]] std::string const& sharedStrings() const noexcept { return sharedStrings_; }
    [[nodiscard]] std::string const& styles() const noexcept { return styles_; }
    [[nodiscard]] bool from1904() const noexcept { return from1904_; }

private:
    [[nodiscard]] Result<> readWorkbook();

    std::vector<ArchiveEntry> entries_;
    std::string workbook_, sharedStrings_, styles_;
    std::vector<SheetPart> sheets_;
    bool from1904_ = false;
};

/// Name without its prefix: programs choose prefixes freely.
[[nodiscard]] std::string_view localName(pugi::xml_node node);
/// First child element of this local name.
[[nodiscard]] pugi::xml_node childOf(pugi::xml_node node, std::string_view name);
/// Next sibling element of this local name.
[[nodiscard]] pugi::xml_node nextOf(pugi::xml_node node, std::string_view name);
[[nodiscard]] bool isTrue(pugi::xml_attribute attribute);

/// The file of a part's relations, "xl/_rels/workbook.xml.rels".
[[nodiscard]] std::string relationsPart(std::string_view part);

/// A text with or without runs (<is> and <si>), what is only there to be pronounced left out.
[[nodiscard]] std::string richText(pugi::xml_node node);
/// Its <t> elements in their order.
[[nodiscard]] std::vector<pugi::xml_node> textNodes(pugi::xml_node node);

}  // namespace tocsin::documents::spreadsheet
